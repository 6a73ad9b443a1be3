import { describe, expect, it } from 'vitest';
import { ABILITY_NAMES, type AbilityName } from '../../../src/core/doctor/abilities.ts';
import { abilityNames, diagnose, diagnoseOne } from '../../../src/core/doctor/diagnose.ts';
import type { State } from '../../../src/core/doctor/diagnosis.ts';
import type { Evidence } from '../../../src/core/doctor/evidence.ts';
import { factsOf } from '../../../src/io/tracing/stap/facts.ts';
import { chooseRuntime } from '../../../src/tracers/stap/runtime.ts';
import {
  type Changes,
  changed,
  dockerAdmin,
  dockerPlain,
  dockerPtrace,
  hostRoot,
  hostUser,
  podmanPlain,
  withModules,
} from './evidences.ts';

const states = (evidence: Evidence) =>
  Object.fromEntries(diagnose(evidence).map(({ ability, state }) => [ability, state]));

describe('what was captured', () => {
  it('root on its host can do all but what is not there', () => {
    const not = Object.entries(states(hostRoot)).filter(([, state]) => state !== 'works');
    expect(not).toEqual([
      ['stap-kernel', 'missing'],
      ['nerdctl', 'missing'],
    ]);
  });

  it('where all is well, what was looked for and found absent is told', () => {
    const { evidence, summary } = diagnoseOne('strace', hostRoot);
    expect(summary).toBe(evidence[0]);
    expect(evidence).toEqual(
      expect.arrayContaining([
        expect.stringContaining('Yama'),
        'Seccomp: 0: no filter',
        'no label of AppArmor or SELinux',
      ]),
    );
  });

  it('an ordinary user', () => {
    expect(states(hostUser)).toMatchObject({
      strace: 'limited',
      'strace-launch': 'works',
      tcpdump: 'denied',
      'stap-bpf': 'denied',
      bpftrace: 'denied',
      perf: 'denied',
      processes: 'limited',
      files: 'limited',
      'join-net': 'denied',
      newcomers: 'denied',
      pin: 'limited',
      guard: 'limited',
      docker: 'denied',
      builtin: 'denied',
    });
  });

  it.each([
    ['docker, plain', dockerPlain, { strace: 'limited', tcpdump: 'limited', bpftrace: 'denied', processes: 'limited' }],
    [
      'docker with SYS_PTRACE',
      dockerPtrace,
      { strace: 'works', gdb: 'works', processes: 'works', 'join-net': 'denied' },
    ],
    ['docker with SYS_ADMIN', dockerAdmin, { bpftrace: 'works', perf: 'works', 'join-net': 'works', tcpdump: 'works' }],
    ['podman, plain', podmanPlain, { strace: 'limited', tcpdump: 'denied', 'join-net': 'denied' }],
  ] as const)('%s', (_, evidence, expected) => {
    expect(states(evidence)).toMatchObject(expected);
  });
});

/** From root on its host, one thing changed: which ability, what it is then, and the line that says so. */
const CASES: [AbilityName, State, string, Changes, Evidence?][] = [
  ['strace', 'missing', 'there is no strace here', { tools: { strace: null }, rest: { toolsImage: null } }],
  ['strace', 'works', '6.1, /usr/bin/strace', { sysctls: { 'kernel.yama.ptrace_scope': 2 } }],
  [
    'strace',
    'denied',
    'ptrace_scope=1: without',
    { without: ['SYS_PTRACE'], sysctls: { 'kernel.yama.ptrace_scope': 1 } },
  ],
  ['strace', 'denied', 'ptrace_scope=2: only', { without: ['SYS_PTRACE'], sysctls: { 'kernel.yama.ptrace_scope': 2 } }],
  ['strace', 'denied', 'nobody may trace', { sysctls: { 'kernel.yama.ptrace_scope': 3 } }],
  ['strace-launch', 'denied', 'nobody may trace', { sysctls: { 'kernel.yama.ptrace_scope': 3 } }],
  ['strace', 'limited', 'CapEff lacks CAP_SYS_PTRACE', { without: ['SYS_PTRACE'] }],
  ['strace', 'unknown', 'capabilities cannot be read', { self: { capabilities: null } }],
  [
    'strace',
    'limited',
    "pid namespace is not the host's",
    { self: { initial: { pid: false, user: true, net: true } } },
  ],
  [
    'strace',
    'limited',
    "user namespace is not the host's",
    { self: { initial: { pid: true, user: false, net: true } } },
  ],
  ['strace', 'limited', 'label docker-default (enforce)', { self: { label: 'docker-default (enforce)' } }],
  ['strace', 'works', '6.1', { self: { label: 'unconfined' } }],
  ['strace', 'limited', 'container_t', { self: { label: 'system_u:system_r:container_t:s0:c1,c2' } }],
  ['strace', 'works', '6.1', { self: { label: 'unconfined_u:unconfined_r:unconfined_t:s0' } }],
  ['strace', 'works', '6.1', { self: { label: 'system_u:system_r:init_t:s0' } }],
  [
    'strace-launch',
    'denied',
    'before Linux 4.8',
    { kernel: { release: '4.4.0' }, without: ['SYS_PTRACE'], self: { seccomp: 2, capabilities: [] } },
  ],
  ['strace-launch', 'works', '6.1', { kernel: { release: '4.4.0' }, self: { seccomp: 2 } }],
  ['strace-launch', 'works', '6.1', { kernel: { release: '4.8.0' }, self: { seccomp: 2, capabilities: [] } }],
  ['tcpdump', 'missing', 'CONFIG_PACKET is not set', { config: { PACKET: 'n' } }],
  ['tcpdump', 'denied', 'lacks CAP_NET_RAW', { without: ['NET_RAW'] }],
  ['tcpdump', 'denied', 'cannot give up root', { without: ['SETUID'] }],
  ['tcpdump', 'denied', 'cannot give up root', { without: ['SETGID'] }],
  ['tcpdump', 'limited', 'could not be ended', { without: ['KILL'] }],
  ['tcpdump', 'limited', 'lacks CAP_SYS_ADMIN', { without: ['SYS_ADMIN'] }],
  ['bpftrace', 'works', '0.17.0', { without: ['SYS_ADMIN'] }],
  ['bpftrace', 'works', '0.17.0', { without: ['BPF', 'PERFMON'] }],
  ['bpftrace', 'denied', 'lacks CAP_BPF and CAP_SYS_ADMIN', { without: ['SYS_ADMIN', 'BPF'] }],
  [
    'bpftrace',
    'denied',
    'lacks CAP_SYS_ADMIN',
    { kernel: { release: '5.4.0' }, without: ['SYS_ADMIN', 'BPF', 'PERFMON'] },
  ],
  ['bpftrace', 'denied', 'runs as root only; this is user 1000', { self: { uid: 1000 } }],
  ['bpftrace', 'denied', 'user namespace', { self: { initial: { pid: true, user: false, net: true } } }],
  ['bpftrace', 'limited', 'spc mounts it', { self: { tracefs: null } }],
  ['bpftrace', 'denied', 'tracefs is not mounted: there', { self: { tracefs: null }, without: ['SYS_ADMIN'] }],
  ['bpftrace', 'limited', '/sys/kernel/btf/vmlinux', { kernel: { btf: false } }],
  ['bpftrace', 'missing', 'CONFIG_BPF_EVENTS is not set', { config: { BPF_EVENTS: 'n' } }],
  ['bpftrace', 'limited', 'no tracepoints of system calls', { config: { FTRACE_SYSCALLS: 'n' } }],
  ['bpftrace', 'works', '0.17.0', { kernel: { lockdown: 'integrity' } }],
  ['bpftrace', 'denied', 'lockdown is confidentiality', { kernel: { lockdown: 'confidentiality' } }],
  [
    'bpftrace',
    'unknown',
    'only --try tells',
    {
      self: { seccomp: 2 },
      without: [],
      rest: { self: { ...hostRoot.self, seccomp: 2, capabilities: ['BPF', 'PERFMON'] } },
    },
  ],
  [
    'bpftrace',
    'limited',
    'locked memory is limited to 65536',
    { kernel: { release: '5.10.0' }, self: { memlock: 65_536 } },
  ],
  ['bpftrace', 'works', '0.17.0', { kernel: { release: '5.11.0' }, self: { memlock: 65_536 } }],
  ['perf', 'denied', 'lacks CAP_PERFMON', { without: ['SYS_ADMIN', 'PERFMON'] }],
  ['perf', 'works', '6.1', { without: ['SYS_ADMIN', 'PERFMON'], sysctls: { 'kernel.perf_event_paranoid': -1 } }],
  [
    'perf',
    'denied',
    'lacks CAP_PERFMON',
    { without: ['SYS_ADMIN', 'PERFMON'], sysctls: { 'kernel.perf_event_paranoid': 0 } },
  ],
  ['perf', 'missing', 'CONFIG_PERF_EVENTS', { config: { PERF_EVENTS: 'n' } }],
  ['stap-bpf', 'missing', 'no kernel headers', { kernel: { headers: [] } }],
  ['stap-kernel', 'works', '4.8', withModules],
  ['stap-kernel', 'denied', 'lacks CAP_SYS_MODULE', { ...withModules, without: ['SYS_MODULE'] }],
  [
    'stap-kernel',
    'denied',
    'MODULE_SIG_FORCE=y',
    { ...withModules, config: { ...withModules.config, MODULE_SIG_FORCE: 'y' } },
  ],
  ['stap-kernel', 'denied', 'kernel.modules_disabled=1', { ...withModules, sysctls: { 'kernel.modules_disabled': 1 } }],
  [
    'stap-kernel',
    'denied',
    'lockdown is integrity',
    { ...withModules, kernel: { ...withModules.kernel, lockdown: 'integrity' } },
  ],
  [
    'stap-kernel',
    'missing',
    'those of 6.1.0-56-amd64 are for another kernel',
    { ...withModules, kernel: { debuginfo: true } },
  ],
  ['stap-kernel', 'missing', 'no debuginfo of', { ...withModules, kernel: { buildTree: '/lib/modules/x/build' } }],
  ['stap-kernel', 'missing', 'there is no gcc here', { ...withModules, tools: { gcc: null } }],
  ['processes', 'works', 'CAP_SYS_PTRACE', { self: { hidepid: 'hidepid=invisible' } }],
  ['processes', 'limited', 'hidepid=invisible', { self: { hidepid: 'hidepid=invisible' }, without: ['SYS_PTRACE'] }],
  ['files', 'limited', 'lacks CAP_DAC_READ_SEARCH and', { without: ['DAC_READ_SEARCH', 'DAC_OVERRIDE'] }],
  ['files', 'works', 'CAP_DAC_OVERRIDE', { without: ['DAC_READ_SEARCH'] }],
  ['join-net', 'denied', 'lacks CAP_SYS_ADMIN', { without: ['SYS_ADMIN'] }],
  ['join-net', 'works', 'CAP_SYS_ADMIN', { without: ['SYS_CHROOT'] }],
  ['join-mnt', 'denied', 'lacks CAP_SYS_CHROOT', { without: ['SYS_CHROOT'] }],
  ['join-time', 'missing', 'CONFIG_TIME_NS is not set', { config: { TIME_NS: 'n' } }],
  ['join-user', 'missing', 'CONFIG_USER_NS is not set', { config: { USER_NS: 'n' } }],
  ['newcomers', 'missing', 'CONFIG_PROC_EVENTS', { config: { PROC_EVENTS: 'n' } }],
  ['newcomers', 'denied', 'first namespaces (net)', { self: { initial: { pid: true, user: true, net: false } } }],
  ['guard', 'limited', 'no pidfd_open', { kernel: { release: '5.2.0' } }],
  ['pin', 'limited', 'lacks CAP_SYS_NICE', { without: ['SYS_NICE'] }],
  ['docker', 'denied', 'does not answer: hung', { engines: { docker: { state: 'silent', why: 'hung' } } }],
  ['docker', 'unknown', 'hung', { engines: { docker: { state: 'slow', why: 'hung' } } }],
  [
    'docker',
    'works',
    'rootless, tcp://h:2376',
    { engines: { docker: { state: 'answers', version: '28', rootless: true, server: 'tcp://h:2376', runtime: '' } } },
  ],
  [
    'tools-image',
    'missing',
    'there is no localhost/x here',
    { rest: { toolsImage: { reference: 'localhost/x', engines: [], unproven: [] } } },
  ],
  [
    'tools-image',
    'denied',
    'localhost/x (docker) was not built here',
    { rest: { toolsImage: { reference: 'localhost/x', engines: [], unproven: ['docker'] } } },
  ],
  [
    'strace',
    'denied',
    'no strace here may be run: /usr/bin/strace may be changed by others',
    { tools: { strace: { unsafe: '/usr/bin/strace may be changed by others' } } },
  ],
  [
    'strace',
    'works',
    'not on the host; from localhost/x (podman)',
    { tools: { strace: null }, rest: { toolsImage: { reference: 'localhost/x', engines: ['podman'], unproven: [] } } },
  ],
  ['tools-image', 'unknown', 'no engine answers', { rest: { toolsImage: null } }],
];

describe('one thing changed', () => {
  it.each(CASES)('%s is %s: %s', (ability, state, text, changes) => {
    const found = diagnoseOne(ability, changed(hostRoot, changes));
    expect([found.state, found.summary]).toEqual([state, expect.stringContaining(text)]);
    expect(found.evidence.join('\n')).toContain(text);
    expect(found.advice.length > 0).toBe(state !== 'works');
  });

  it('a kernel whose configuration is unknown is missing nothing', () => {
    const evidence = changed(hostRoot, { kernel: { config: {}, configFrom: null } });
    expect(states({ ...evidence, kernel: { ...evidence.kernel, config: {} } })).toMatchObject({ bpftrace: 'works' });
  });
});

describe('what was tried', () => {
  const tried = (evidence: Evidence, ok: boolean) =>
    diagnoseOne('bpftrace', { ...evidence, attempts: { bpftrace: { ok, text: 'bpftrace -e …' } } });

  it('says more than all that was read', () => {
    expect(tried(hostRoot, false)).toMatchObject({ state: 'denied', summary: 'tried: bpftrace -e …' });
    expect(tried(changed(hostRoot, { without: ['BPF', 'SYS_ADMIN'] }), true)).toMatchObject({
      state: 'works',
      advice: [],
    });
  });

  it('in part proves little, and its failure all the same', () => {
    const compiled = (ok: boolean) => ({ attempts: { 'stap-kernel': { ok, text: 'stap -p2', partial: true } } });
    const evidence = changed(hostRoot, { ...withModules, without: ['SYS_MODULE'] });
    expect(diagnoseOne('stap-kernel', { ...evidence, ...compiled(true) }).state).toBe('denied');
    expect(diagnoseOne('stap-kernel', { ...changed(hostRoot, withModules), ...compiled(false) }).state).toBe('denied');
  });

  it('on spc’s own child does not reach those of others', () => {
    const nested = changed(hostRoot, { self: { initial: { pid: false, user: true, net: true } } });
    expect(tried(nested, true).state).toBe('limited');
  });

  it('is not mistaken for a property every object has', () => {
    expect(
      diagnoseOne('strace', { ...hostRoot, attempts: JSON.parse('{"__proto__": {"strace": {"ok": false}}}') }).state,
    ).toBe('works');
  });
});

describe('the kernel runtime of SystemTap', () => {
  const ALL = [true, false];
  const BARS: Changes[] = [
    {},
    { sysctls: { 'kernel.modules_disabled': 1 } },
    { config: { MODULE_SIG_FORCE: 'y' } },
    { kernel: { lockdown: 'integrity' } },
  ];
  const combinations = BARS.flatMap((bar) =>
    ALL.flatMap((modules) =>
      ALL.flatMap((kprobes) =>
        ALL.flatMap((may) =>
          ALL.flatMap((build) => ALL.map((symbols) => ({ bar, modules, kprobes, may, build, symbols }))),
        ),
      ),
    ),
  );

  it.each(combinations)(
    'is here exactly when spc stap would choose it: %o',
    ({ bar, modules, kprobes, may, build, symbols }) => {
      const evidence = changed(hostRoot, {
        ...bar,
        config: { ...bar.config, MODULES: modules ? 'y' : 'n', KPROBES: kprobes ? 'y' : 'n' },
        kernel: { ...bar.kernel, buildTree: build ? '/b' : null, debuginfo: symbols },
        without: may ? [] : ['SYS_MODULE'],
      });
      const { runtime } = chooseRuntime(factsOf(evidence.kernel, '', may), false);
      expect(diagnoseOne('stap-kernel', evidence).state === 'works').toBe(runtime === 'kernel');
    },
  );
});

describe('names', () => {
  it('are read with commas, in any case', () => {
    expect(abilityNames('strace, TCPDUMP')).toEqual(['strace', 'tcpdump']);
  });

  it('that are none are answered with the nearest', () => {
    expect(() => abilityNames('strace,bpftrase')).toThrow(
      expect.objectContaining({ code: 'usage', hint: 'one of: bpftrace' }),
    );
    expect(() => abilityNames('')).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('every ability has a line that says what it is for', () => {
    expect(ABILITY_NAMES.length).toBeGreaterThan(20);
    for (const { about } of diagnose(hostRoot)) expect(about.length).toBeGreaterThan(10);
  });
});
