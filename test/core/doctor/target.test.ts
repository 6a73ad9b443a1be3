import { describe, expect, it } from 'vitest';
import { isBlocked, type TargetEvidence, type TargetProcess, targetFindings } from '../../../src/core/doctor/target.ts';

const root = { uid: 0, mayTrace: true };
const nobody = { uid: 65534, mayTrace: false };

const one = (pid: number, more: Partial<TargetProcess> = {}): TargetProcess => ({
  pid,
  comm: `p${pid}`,
  state: 'S',
  kernelThread: false,
  threads: 1,
  tracer: null,
  ...more,
});

const target = (more: Partial<TargetEvidence> = {}): TargetEvidence => ({
  title: 'container web (docker)',
  processes: [one(10), one(11, { threads: 3 })],
  uid: 0,
  shared: { pid: false, net: false, user: true },
  filter: 'it has a pid namespace of its own, 4026532000',
  program: { bits: 64, static: false },
  ...more,
});

const texts = (evidence: TargetEvidence, self = root) =>
  targetFindings(evidence, self).map(({ level, text }) => `${level}: ${text}`);
const traced = { tracer: { pid: 99, comm: 'gdb' } };

describe('a target', () => {
  it('that is like any other is told by its separation and size', () => {
    expect(texts(target())).toEqual([
      'note: told from other processes inside the kernel so: it has a pid namespace of its own, 4026532000',
      'note: 2 processes, 4 threads: strace stops each twice a system call',
    ]);
  });

  it.each<[string, TargetEvidence, string]>([
    ['nothing runs', target({ processes: [] }), 'blocks: no process of it runs'],
    [
      'traced',
      target({ processes: [one(10, traced)] }),
      'blocks: process 10 (p10) is traced already, by process 99 (gdb): end that first',
    ],
    [
      'partly traced',
      target({ processes: [one(10, traced), one(11)] }),
      'limits: process 10 (p10) is traced already, by process 99 (gdb): end that first',
    ],
    [
      'a zombie',
      target({ processes: [one(10, { state: 'Z' })] }),
      'blocks: process 10 (p10) has ended and only waits for its parent (zombie)',
    ],
    [
      'a zombie among others',
      target({ processes: [one(10, { state: 'Z' }), one(11)] }),
      'note: process 10 (p10) has ended and only waits for its parent (zombie)',
    ],
    [
      'the kernel’s',
      target({ processes: [one(2, { kernelThread: true })] }),
      'blocks: process 2 (p2) is a thread of the kernel: it makes no system calls',
    ],
    [
      'stopped',
      target({ processes: [one(10, { state: 'T' })] }),
      'note: process 10 (p10) is stopped: it makes no system calls until it is continued',
    ],
    [
      'the host’s network',
      target({ shared: { pid: true, net: true, user: true } }),
      "limits: it has no network of its own: tcpdump sees that of all who share it, spc's own too",
    ],
    [
      '32 bits',
      target({ program: { bits: 32, static: false } }),
      'limits: its program has 32 bits: system calls have other numbers there, which probes inside the kernel do not tell apart',
    ],
    [
      'static',
      target({ program: { bits: 64, static: true } }),
      "note: its program is static: probes of the C library's functions find nothing",
    ],
    [
      'a user namespace',
      target({ shared: { pid: false, net: false, user: false } }),
      'note: it has a user namespace of its own: its user ids differ from the host’s',
    ],
  ])('%s', (_, evidence, expected) => {
    expect(texts(evidence)).toContain(expected);
  });

  it('of another user is out of an ordinary user’s reach, not of root’s', () => {
    expect(texts(target(), nobody)[0]).toBe("blocks: it is user 0's, and this is user 65534, without CAP_SYS_PTRACE");
    expect(texts(target(), { uid: 65534, mayTrace: true })[0]).toMatch(/^note/);
    expect(texts(target({ uid: null }), nobody)[0]).toMatch(/^note/);
  });

  it('blocks only whom it blocks', () => {
    const findings = targetFindings(target({ processes: [one(10, traced)] }), root);
    expect(isBlocked(findings, 'strace')?.text).toContain('traced already');
    expect(isBlocked(findings, 'tcpdump')).toBeUndefined();
    const dead = targetFindings(target({ processes: [one(10, { state: 'Z' })] }), root);
    expect(isBlocked(dead, 'tcpdump')).toBeDefined();
  });

  it('with thousands that are traced names a few', () => {
    const processes = Array.from({ length: 5000 }, (_, at) => one(at + 1, traced));
    expect(targetFindings(target({ processes }), root).filter(({ level }) => level === 'blocks')).toHaveLength(5);
  });

  it('of which nothing is known is no reason for anything', () => {
    const unknown = target({
      shared: { pid: null, net: null, user: null },
      filter: '',
      program: null,
      uid: null,
      processes: [one(1)],
    });
    expect(texts(unknown)).toEqual(['note: 1 process, 1 thread: strace stops each twice a system call']);
  });
});
