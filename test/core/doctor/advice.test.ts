import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { AbilityName } from '../../../src/core/doctor/abilities.ts';
import { diagnose, diagnoseOne } from '../../../src/core/doctor/diagnose.ts';
import type { Evidence } from '../../../src/core/doctor/evidence.ts';
import { changed, dockerPlain, hostRoot, hostUser } from './evidences.ts';

const advice = (name: AbilityName, evidence: Evidence, platform: string) =>
  diagnoseOne(name, evidence).advice.find((each) => each.platform === platform);
const flags = (name: AbilityName, platform: string, evidence = dockerPlain) =>
  advice(name, evidence, platform)?.flags.join(' ');
const host = (name: AbilityName, evidence: Evidence) => advice(name, evidence, 'host')?.text.split('\n');

const TRACEFS = '--volume=/sys/kernel/tracing:/sys/kernel/tracing:ro';

describe('flags', () => {
  it.each([
    ['strace', 'docker', '--cap-add=SYS_PTRACE --pid=host'],
    ['strace', 'podman', '--cap-add=SYS_PTRACE --pid=host'],
    ['tcpdump', 'docker', '--cap-add=SYS_ADMIN --cap-add=SYS_PTRACE --pid=host'],
    ['tcpdump', 'podman', '--cap-add=NET_RAW --cap-add=SYS_ADMIN --cap-add=SYS_PTRACE --pid=host'],
    ['bpftrace', 'docker', `--cap-add=BPF --cap-add=PERFMON --pid=host ${TRACEFS}`],
    ['bpftrace', 'docker before 23', `--cap-add=SYS_ADMIN --pid=host ${TRACEFS}`],
    ['bpftrace', 'podman', `--cap-add=BPF --cap-add=PERFMON --security-opt=seccomp=unconfined --pid=host ${TRACEFS}`],
    ['perf', 'docker', `--cap-add=PERFMON --pid=host ${TRACEFS}`],
    ['newcomers', 'docker', '--cap-add=NET_ADMIN --pid=host --network=host'],
    ['docker', 'docker', '--volume=/run/docker.sock:/run/docker.sock'],
  ] as const)('%s on %s: %s', (name, platform, expected) => {
    expect(flags(name, platform)).toBe(expected);
  });

  it('before 5.8 there is SYS_ADMIN only, and before 5.11 memory must be locked', () => {
    const old = changed(dockerPlain, { kernel: { release: '5.4.0' } });
    for (const platform of ['docker', 'podman'])
      expect(flags('bpftrace', platform, old)).toBe(`--cap-add=SYS_ADMIN --ulimit=memlock=-1 --pid=host ${TRACEFS}`);
  });

  it('take a label away that is in the way', () => {
    const apparmor = changed(dockerPlain, { self: { label: 'docker-default (enforce)' } });
    expect(flags('strace', 'docker', apparmor)).toContain('--security-opt=apparmor=unconfined');
    const selinux = changed(dockerPlain, { self: { label: 'system_u:system_r:container_t:s0:c1' } });
    expect(flags('strace', 'podman', selinux)).toContain('--security-opt=label=disable');
    expect(flags('strace', 'docker')).not.toContain('security-opt');
  });

  it('are never privileged, nor twice the same', () => {
    for (const { advice } of diagnose(dockerPlain))
      for (const { flags } of advice) {
        expect(flags).not.toContain('--privileged');
        expect(new Set(flags).size).toBe(flags.length);
      }
  });
});

describe('a pod', () => {
  it('is YAML with what is needed', () => {
    const pod = parse(advice('bpftrace', dockerPlain, 'kubernetes')?.text ?? '');
    expect(pod).toEqual({
      hostPID: true,
      containers: [
        {
          name: 'NAME',
          securityContext: { capabilities: { add: ['BPF', 'PERFMON'] } },
          volumeMounts: [{ name: 'host-0', mountPath: '/sys/kernel/tracing', readOnly: true }],
        },
      ],
      volumes: [{ name: 'host-0', hostPath: { path: '/sys/kernel/tracing' } }],
    });
  });

  it('is YAML for every ability', () => {
    const labelled = changed(dockerPlain, { self: { label: 'docker-default (enforce)' } });
    const texts = diagnose(labelled).flatMap(({ advice }) =>
      advice.filter(({ platform }) => platform === 'kubernetes'),
    );
    expect(texts.length).toBeGreaterThan(10);
    for (const { text } of texts) expect(parse(text).containers[0].securityContext).toBeTypeOf('object');
  });
});

describe('on the host', () => {
  it('comes first there, and last in a container', () => {
    expect(diagnoseOne('strace', hostUser).advice[0]?.platform).toBe('host');
    expect(diagnoseOne('strace', dockerPlain).advice[0]?.platform).toBe('docker');
  });

  it.each([
    ['an ordinary user', 'tcpdump', hostUser, ['run it as root: sudo spc …']],
    [
      'no_new_privs',
      'tcpdump',
      changed(hostUser, { self: { noNewPrivileges: true } }),
      ['run it as root, from a shell without no_new_privs: sudo gives nothing here'],
    ],
    [
      'a root without it',
      'tcpdump',
      changed(hostRoot, { without: ['NET_RAW'] }),
      [expect.stringContaining('root here lacks CAP_NET_RAW')],
    ],
    [
      'no program',
      'perf',
      changed(hostRoot, { tools: { perf: null }, rest: { toolsImage: null } }),
      ['apt-get install linux-perf, or dnf install perf'],
    ],
    [
      'no program',
      'gdb',
      changed(hostRoot, { tools: { gdb: null }, rest: { toolsImage: null } }),
      ['apt-get install gdb, or dnf install gdb'],
    ],
    [
      'no tracefs',
      'bpftrace',
      changed(hostRoot, { self: { tracefs: null } }),
      ['mount -t tracefs nodev /sys/kernel/tracing'],
    ],
    [
      'yama',
      'strace',
      changed(hostUser, { sysctls: { 'kernel.yama.ptrace_scope': 1 } }),
      ['run it as root: sudo spc …', 'sysctl -w kernel.yama.ptrace_scope=0, for all processes of each user'],
    ],
    [
      'yama, for good',
      'strace',
      changed(hostRoot, { sysctls: { 'kernel.yama.ptrace_scope': 3 } }),
      [expect.stringContaining('start the machine anew')],
    ],
    [
      'no modules',
      'stap-kernel',
      hostRoot,
      ['a kernel built with CONFIG_MODULES=y', 'a kernel built with CONFIG_KPROBES=y'],
    ],
    [
      'no headers',
      'stap-bpf',
      changed(hostRoot, { kernel: { headers: [] } }),
      [expect.stringContaining('linux-headers')],
    ],
    ['no image', 'tools-image', changed(hostRoot, { rest: { toolsImage: null } }), ['spc tools build']],
  ] as const)('%s: %s', (_, name, evidence, expected) => {
    expect(host(name, evidence)).toEqual(expected);
  });

  it('a user namespace is left, not worked around', () => {
    const rootless = changed(dockerPlain, { self: { initial: { pid: false, user: false, net: false } } });
    expect(host('bpftrace', rootless)).toEqual([expect.stringContaining('without --userns')]);
  });
});
