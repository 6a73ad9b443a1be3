/** Where docker-bench-security 1.6.0 is wrong, and these rules are not: the evidence that shows it. */
import { describe, expect, it } from 'vitest';
import type { RuleState } from '../../src/core/bench/types.ts';
import {
  all,
  type Change,
  container,
  DOCKER,
  fileIs,
  flags,
  having,
  info,
  network,
  settings,
  swarm,
} from '../core/bench/evidence.ts';
import { checkOf } from './check-of.ts';

const seen = (over: Partial<{ seccomp: number; uid: number }>): Change =>
  container({ process: { ok: { uid: 1000, shared: ['user'], seccomp: 2, programs: [], ...over } } });

const bind = (source: string, writable: boolean): Change =>
  container({ mounts: [{ type: 'bind', source, destination: '/x', writable, propagation: 'rprivate' }] });

const QUIRKS: readonly (readonly [id: string, original: string, is: RuleState, change: Change])[] = [
  ['1.1.2', 'a trusted name that contains the member', 'fail', having({ trustedUsers: ['ann-admin'] })],
  [
    '1.1.3',
    'a path that contains the name',
    'fail',
    having({ auditRules: { ok: { from: 'kernel', rules: ['-w /usr/bin/dockerd-old'] } } }),
  ],
  [
    '1.1.11',
    'does not see a rule on the folder',
    'pass',
    having({ auditRules: { ok: { from: 'kernel', rules: ['-w /etc/docker'] } } }),
  ],
  ['2.5', 'sees only what is in the file or on the command line', 'fail', info({ insecureRegistries: ['10.0.0.0/8'] })],
  ['2.7', 'never sees tlsverify in daemon.json', 'pass', settings({ hosts: ['tcp://0.0.0.0:2376'], tlsverify: true })],
  ['2.10', 'never sees cgroup-parent in daemon.json', 'fail', settings({ 'cgroup-parent': '/x' })],
  ['2.13', 'takes local files for a remote place', 'fail', info({ loggingDriver: 'local' })],
  ['2.14', 'takes --no-new-privileges=false for true', 'fail', flags('--no-new-privileges=false')],
  ['2.17', 'does not know the name builtin', 'pass', info({ securityOptions: ['name=seccomp,profile=builtin'] })],
  [
    '3.2',
    'compares modes as numbers: 622 < 644',
    'fail',
    fileIs('/usr/lib/systemd/system/docker.service', { mode: 0o622 }),
  ],
  ['3.7', 'looks at the user only', 'fail', fileIs('/etc/docker/certs.d/r/ca.crt', { gid: 100 })],
  ['4.1', 'does not know root:root', 'fail', all(seen({ uid: 0 }), container({ user: 'root:root' }))],
  [
    '5.2',
    'warns on hosts without AppArmor',
    'not-applicable',
    having({ modules: { ok: { apparmor: false, selinux: true } } }),
  ],
  ['5.3', 'takes any option for SELinux', 'fail', container({ securityOpt: ['seccomp=unconfined'], processLabel: '' })],
  ['5.4', 'passes --privileged', 'fail', container({ privileged: true })],
  ['5.6', 'passes /etc read-only', 'fail', bind('/etc', false)],
  ['5.6', 'passes a file below', 'fail', bind('/etc/cron.d', true)],
  [
    '5.8',
    'counts 1024 as privileged',
    'pass',
    container({ ports: [{ port: '80/tcp', hostIp: '192.0.2.1', hostPort: 1024 }] }),
  ],
  [
    '5.9',
    'counts a manual check against the score',
    'info',
    container({ ports: [{ port: '80/tcp', hostIp: '::1', hostPort: 8080 }] }),
  ],
  ['5.12', 'does not know --cpu-quota', 'pass', container({ nanoCpus: 0, cpuQuota: 20000 })],
  ['5.14', 'misses [::]', 'fail', container({ ports: [{ port: '80/tcp', hostIp: '::', hostPort: 8080 }] })],
  ['5.15', 'passes always', 'fail', container({ restart: { name: 'always', maximumRetryCount: 0 } })],
  ['5.22', 'passes --privileged', 'fail', all(seen({ seccomp: 0 }), container({ privileged: true }))],
  ['5.32', 'passes a mount of /run', 'fail', bind('/run', true)],
  ['7.1', 'counts leaders, of which there is one', 'fail', swarm({ managers: 2 })],
  ['7.3', 'warns of ingress, which docker made', 'pass', all(swarm(), network({ name: 'ingress', ingress: true }))],
];

describe('where the original is wrong', () => {
  it.each(QUIRKS)('%s %s: %s', (id, _, state, change) => expect(checkOf(id)?.rule(change(DOCKER)).state).toBe(state));
});
