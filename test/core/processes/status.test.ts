import { describe, expect, it } from 'vitest';
import { parseSignals, parseStatus } from '../../../src/core/processes/status.ts';
import { captured } from './fixture.ts';

describe('parseStatus', () => {
  it('reads the pid at three levels, the outermost first', () => {
    expect(parseStatus(captured('status.nested'))).toEqual({ uid: 0, nsPids: [21501, 2, 1] });
  });

  it('takes the effective user, the second of four', () => {
    expect(parseStatus('Name:\tx\nUid:\t1000\t0\t1000\t1000\nNSpid:\t7\n')).toEqual({ uid: 0, nsPids: [7] });
  });

  it.each(['hostile', 'kernel-thread', 'zombie'])('reads that of a %s', (kind) => {
    const pid = Number(captured(`stat.${kind}`).split(' ')[0]);
    expect(parseStatus(captured(`status.${kind}`))).toEqual({ uid: 0, nsPids: [pid] });
  });

  it('does not take a name for a line', () => {
    const text = 'Name:\tUid:\t5\t5\\nUid:\t6\t6\nUid:\t1\t2\t3\t4\nNSpid:\t7\n';
    expect(parseStatus(text)?.uid).toBe(2);
  });

  it('has no pids where the kernel has no pid namespaces, and nothing without a user', () => {
    expect(parseStatus('Name:\tx\nUid:\t1\t2\t3\t4\n')).toEqual({ uid: 2, nsPids: [] });
    expect(parseStatus('')).toBeUndefined();
  });
});

describe('parseSignals', () => {
  it('reads a set, signal n at bit n - 1', () => {
    expect(parseSignals('Name:\tx\nSigBlk:\t0000000000000001\nSigCgt:\t8000000000000002\n', 'SigCgt')).toBe(
      (1n << 63n) | 2n,
    );
  });

  it('has none without the line, or when it is none', () => {
    expect(parseSignals('Name:\tSigCgt:\t02\n', 'SigCgt')).toBe(0n);
    expect(parseSignals('Name:\tx\nSigCgt:\tzz\n', 'SigCgt')).toBe(0n);
  });
});
