/** Section 5, the engine's mode, and what runs in containers. */
import { containerCheck, NONE_RUNNING, runningOf } from '../core/bench/container-rules.ts';
import { type CheckSpec, defineCheck } from '../core/bench/define.ts';
import { notApplicable, note, passIf, proof } from '../core/bench/judgement.ts';
import type { Check } from '../core/bench/types.ts';

export const CONTAINERS_RUNNING: readonly Check[] = [
  defineCheck({
    id: '5.1',
    title: 'Swarm mode off unless needed',
    scope: 'swarm',
    severity: 'low',
    notOn: { podman: 'podman has no swarm' },
    needs: ['info'],
    explain: {
      what: 'Swarm mode is inactive.',
      why: 'A swarm opens ports, and lets its managers start containers here.',
      how: 'docker swarm leave, or waive this where a swarm is meant.',
    },
    rule: ({ info: { swarm } }) =>
      passIf(swarm.state === 'inactive', 'swarm mode is off', `swarm mode is ${swarm.state}`, [
        proof('LocalNodeState', swarm.state),
      ]),
  }),
  containerCheck({
    id: '5.7',
    title: 'No sshd inside containers',
    severity: 'medium',
    field: 'programs',
    value: ({ process }) => ('ok' in process ? process.ok.programs : process.missing),
    good: 'no running container runs an ssh server',
    look: ({ process }) => {
      if ('missing' in process) return { unknown: process.missing };
      const servers = process.ok.programs.filter((program) => SSH_SERVERS.includes(program));
      return servers.length === 0 ? '' : `runs ${servers.join(', ')}`;
    },
    explain: {
      what: "No process of a running container is an ssh server, as the host's /proc shows; nothing is run inside.",
      why: 'It is one more way in, with keys and passwords of its own that nobody manages.',
      how: 'Take it out of the image; use spc enter, docker exec or podman exec from the host.',
    },
  }),
  containerCheck({
    id: '5.27',
    title: 'Health checked at runtime',
    severity: 'low',
    field: 'Config.Healthcheck',
    value: ({ healthcheck }) => healthcheck,
    good: 'every running container has a health check',
    look: ({ healthcheck }) => (healthcheck ? '' : 'has no health check'),
    explain: {
      what: 'Each running container has a health check, its own or that of its image.',
      why: 'Without one the engine takes a process that hangs for one that works.',
      how: 'Start it with --health-cmd, or build its image with HEALTHCHECK.',
    },
  }),
  question({
    id: '5.23',
    title: 'docker exec not used with --privileged',
    level: 2,
    mode: 'automated',
    severity: 'medium',
    ask: 'has anyone used exec --privileged? (ausearch -k docker)',
    explain: {
      what: 'For a human: no engine keeps a record of this. With audit rules as in 1.1 ausearch shows it.',
      why: 'What is executed so has every capability, whatever the container was given.',
      how: 'Do not use exec --privileged; start a container of its own for such work.',
    },
  }),
  question({
    id: '5.24',
    title: 'docker exec not used with --user=root',
    level: 2,
    mode: 'manual',
    severity: 'low',
    ask: 'has anyone used exec --user root? (ausearch -k docker)',
    explain: {
      what: 'For a human: no engine keeps a record of this. With audit rules as in 1.1 ausearch shows it.',
      why: 'It gives root in a container that was meant to have none.',
      how: 'Do not use exec --user root in containers that run as a user.',
    },
  }),
  question({
    id: '5.28',
    title: 'Latest image version used',
    mode: 'manual',
    severity: 'medium',
    ask: 'do containers run the latest version of their images?',
    explain: {
      what: 'For a human: this host does not know what its registries have by now.',
      why: 'A container that was started months ago has the faults that were found since.',
      how: 'Pull or rebuild images on a schedule, and replace the containers.',
    },
  }),
];

/** Names of their programs. */
const SSH_SERVERS = ['sshd', 'sshd-session', 'dropbear', 'tinysshd'];

/** A question about running containers, for a human. */
function question({
  ask,
  ...spec
}: Omit<CheckSpec<'containers'>, 'scope' | 'needs' | 'rule'> & { ask: string }): Check {
  return defineCheck({
    ...spec,
    scope: 'containers',
    needs: ['containers'],
    rule: (facts) => (runningOf(facts).length === 0 ? notApplicable(NONE_RUNNING) : note(ask)),
  });
}
