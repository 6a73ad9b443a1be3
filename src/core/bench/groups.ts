/** Groups of checks by the names that docker-bench-security gives them, so that its command lines still work. */
import type { Check } from './types.ts';

const within = (id: string) => (check: Check) => check.id.startsWith(`${id}.`);

const SECTIONS_BY_NAME = {
  host_configuration: within('1'),
  docker_daemon_configuration: within('2'),
  docker_daemon_files: within('3'),
  container_images: within('4'),
  container_runtime: within('5'),
  docker_security_operations: within('6'),
  docker_swarm_configuration: within('7'),
} as const;

/** Of the CIS Controls version 8, implementation group 1: what everyone should do first. */
const FIRST_CONTROLS = new Set(
  [
    '1.1.2 1.1.3 2.1 2.13 2.14 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9 3.10 3.11 3.12 3.13 3.14 3.15 3.16 3.17 3.18 3.19 3.20',
    '3.21 3.22 3.23 3.24 4.8 4.11 5.5 5.14 5.18 5.22 5.23 5.24 5.25 5.26 5.32 7.2 7.6 7.7 7.8',
  ].flatMap((line) => line.split(' ')),
);

const cis = (check: Check) => check.section !== 'C';

/** Name → which checks. */
export const GROUPS: Readonly<Record<string, (check: Check) => boolean>> = {
  ...SECTIONS_BY_NAME,
  ...Object.fromEntries(
    Object.entries(SECTIONS_BY_NAME).map(([name, matches]) => [
      `${name}_level1`,
      (check: Check) => check.level === 1 && matches(check),
    ]),
  ),
  linux_hosts_specific_configuration: within('1.1'),
  host_general_configuration: within('1.2'),
  community: within('C'),
  community_checks: within('C'),
  cis,
  cis_level1: (check) => check.level === 1 && cis(check),
  cis_controls_v8_ig1: (check) => FIRST_CONTROLS.has(check.id),
  all: () => true,
};
