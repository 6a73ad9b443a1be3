import { describe, expect, it } from 'vitest';
import { diagnoseOne } from '../../../src/core/doctor/diagnose.ts';
import type { Evidence } from '../../../src/core/doctor/evidence.ts';
import { explainPage, reportPage } from '../../../src/core/doctor/page.ts';
import { adviceLine, makeReport } from '../../../src/core/doctor/report.ts';
import type { TargetEvidence } from '../../../src/core/doctor/target.ts';
import { pageText } from '../../../src/ui/page.ts';
import { changed, dockerPlain, hostRoot, hostUser, withModules } from './evidences.ts';

const text = (evidence: Evidence, quiet = false, target: TargetEvidence | null = null, width = 80) =>
  pageText(reportPage(makeReport(evidence, target, []), { quiet }), { colour: false, width });

const target: TargetEvidence = {
  title: 'process 7 (x)',
  processes: [{ pid: 7, comm: 'x', state: 'S', kernelThread: false, threads: 1, tracer: { pid: 8, comm: 'gdb' } }],
  uid: 0,
  shared: { pid: true, net: true, user: true },
  filter: '',
  program: null,
};

describe('ready or not', () => {
  it('without names it is about processes and joining', () => {
    expect(makeReport(hostRoot, null, [])).toMatchObject({ ready: true, failures: [] });
    const { ready, failures } = makeReport(hostUser, null, []);
    expect(ready).toBe(false);
    expect(failures.map(({ ability }) => ability)).toEqual(['join-net', 'join-pid']);
  });

  it('with names it is about those only, and only those are shown', () => {
    const report = makeReport(hostUser, null, ['strace', 'strace-launch']);
    expect(report.ready).toBe(true);
    expect(report.abilities.map(({ ability }) => ability)).toEqual(['strace', 'strace-launch']);
    expect(makeReport(hostRoot, null, ['stap-kernel']).failures).toEqual([
      { ability: 'stap-kernel', why: 'missing: CONFIG_MODULES is not set' },
    ]);
  });

  it('what is unknown cannot be relied on', () => {
    const evidence = changed(hostRoot, { self: { capabilities: null } });
    expect(makeReport(evidence, null, ['strace']).ready).toBe(false);
  });

  it('a target can stand in the way of what was asked about, and of nothing else', () => {
    expect(makeReport(hostRoot, target, ['strace']).failures[0]?.why).toMatch(
      /^this target: process 7 \(x\) is traced/,
    );
    expect(makeReport(hostRoot, target, ['tcpdump']).ready).toBe(true);
    expect(makeReport(hostRoot, target, ['docker']).ready).toBe(true);
    expect(makeReport(hostRoot, target, []).ready).toBe(true);
  });
});

describe('the page', () => {
  it('groups the abilities, and joins those that say the same', () => {
    const page = text(hostRoot);
    expect(page).toMatch(/^TOOLS$/m);
    expect(page).toMatch(/^ {2}strace {9}works {4}6\.1, \/usr\/bin\/strace$/m);
    expect(page).toMatch(/^ {2}join {11}works {4}cgroup ipc mnt net pid uts: CapEff has CAP_SYS_ADMIN$/m);
    expect(page).toMatch(/^READY$/m);
  });

  it('says beside what is denied what would help here', () => {
    expect(text(dockerPlain)).toMatch(/^ +→ docker: --cap-add=SYS_PTRACE --pid=host$/m);
    expect(text(dockerPlain)).toContain('docker before 23: --cap-add=SYS_ADMIN');
    expect(text(dockerPlain)).not.toContain('podman: --cap');
    expect(text(hostUser)).toMatch(/^ +→ run it as root: sudo spc …$/m);
    expect(text(hostUser)).not.toContain('--cap-add');
  });

  it('-q leaves out what works', () => {
    const page = text(hostRoot, true);
    expect(page).toContain('stap-kernel');
    expect(page).not.toContain('works');
  });

  it.each([dockerPlain, hostUser, hostRoot])('fits 80 columns', (evidence) => {
    const lines = text(evidence, false, target).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.some((line) => line.endsWith('…') && !line.endsWith('spc …'))).toBe(false);
  });

  it('one ability in full has all evidence and every platform', () => {
    const page = pageText(explainPage(diagnoseOne('bpftrace', dockerPlain)), { colour: false, width: 80 });
    for (const part of [
      'CONFIG_BPF_SYSCALL=y',
      'HOW, DOCKER\n',
      'HOW, DOCKER BEFORE 23',
      'HOW, PODMAN',
      'HOW, KUBERNETES',
      'hostPID: true',
    ])
      expect(page).toContain(part);
  });

  it('lets nothing through to the terminal', () => {
    const evil = 'x\u001b]8;;http://evil\u0007\r\u202e\u009b2J';
    const evidence = changed(hostRoot, {
      tools: { strace: { path: `/usr/bin/${evil}`, version: evil } },
      engines: { docker: { state: 'silent', why: evil } },
      self: { label: evil },
    });
    const hostile: TargetEvidence = { ...target, title: evil, filter: evil };
    const [process] = hostile.processes;
    if (process) hostile.processes = [{ ...process, comm: evil, tracer: { pid: 1, comm: evil } }];
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text(evidence, false, hostile)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});

describe('what a failed session says', () => {
  it('is what stands in the way, and the least that helps', () => {
    expect(adviceLine('strace', dockerPlain)).toBe(
      "CapEff lacks CAP_SYS_PTRACE: only this user's processes that have no more capabilities; " +
        'docker: --cap-add=SYS_PTRACE --pid=host; spc doctor --explain strace tells more',
    );
    expect(adviceLine('tcpdump', hostUser)).toBe(
      'CapEff lacks CAP_NET_RAW: no packet sockets; run it as root: sudo spc …; spc doctor --explain tcpdump tells more',
    );
  });

  it('is nothing where nothing does', () => {
    expect(adviceLine('strace', hostRoot)).toBe('');
    expect(adviceLine('stap', changed(hostRoot, withModules))).toBe('');
  });

  it('of two ways it is the nearer one', () => {
    const evidence = changed(hostRoot, { self: { tracefs: null } });
    expect(adviceLine('stap', evidence)).toContain('mount -t tracefs nodev /sys/kernel/tracing');
  });
});
