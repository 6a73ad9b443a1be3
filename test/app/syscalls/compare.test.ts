import { describe, expect, it } from 'vitest';
import { type Comparison, compare } from '../../../src/app/syscalls/compare.ts';
import type { DiffRow } from '../../../src/core/syscalls/diff.ts';
import type { TimingReport } from '../../../src/core/syscalls/types.ts';
import type { Msg } from '../../../src/core/types.ts';
import { report, row } from '../../core/syscalls/report.ts';

const timed = (total: number) =>
  report([row({ count: 100, errors: 0, total }), row({ syscall: 'poll', count: 100, total: 1000 })]);
const files: Record<string, TimingReport> = {
  fast1: timed(10_000),
  fast2: timed(10_100),
  slow1: timed(15_000),
  slow2: timed(15_100),
  wild: timed(400_000),
  strace: { ...timed(10_000), measurement: { ...timed(0).measurement, tracer: 'strace' } },
};

async function run(changes: Partial<Comparison>) {
  const comparison = {
    before: ['fast1'],
    after: ['slow1'],
    all: false,
    sort: undefined,
    top: undefined,
    fail: undefined,
    ...changes,
  };
  let shown: readonly DiffRow[] = [];
  const said: Msg[] = [];
  const messages = compare(
    comparison,
    async (path) => files[path] as TimingReport,
    (_, rows) => {
      shown = rows;
      return { kind: 'note', text: 'the table' };
    },
  );
  for (;;) {
    const { done, value } = await messages.next();
    if (done)
      return { status: value, shown, warnings: said.flatMap((each) => (each.kind === 'warning' ? [each.text] : [])) };
    said.push(value);
  }
}

const fail = { rise: 0.2, leastCount: 10, leastShare: 0.01 };

describe('compare', () => {
  it('shows what changed, all if asked', async () => {
    expect((await run({})).shown.map(({ syscall, change }) => [syscall, change])).toEqual([['read', 'slower']]);
    expect((await run({ all: true })).shown).toHaveLength(2);
    expect((await run({ all: true, top: 1, sort: 'syscall' })).shown.map(({ syscall }) => syscall)).toEqual(['poll']);
  });

  it('fails on a regression, by an exit status of its own, naming it', async () => {
    expect((await run({})).status).toBe(0);
    const { status, warnings } = await run({ fail });
    expect([status, warnings]).toEqual([98, ['slower than allowed: read, × 1.50']]);
    expect((await run({ fail: { ...fail, rise: 0.6 } })).status).toBe(0);
    expect((await run({ before: ['slow1'], after: ['fast1'], fail })).status).toBe(0);
  });

  it('does not fail on what may be chance', async () => {
    expect((await run({ before: ['fast1', 'fast2'], after: ['slow1', 'slow2'], fail })).status).toBe(98);
    expect((await run({ before: ['fast1', 'wild'], after: ['slow1', 'wild'], fail })).status).toBe(0);
  });

  it('warns where figures cannot be compared', async () =>
    expect((await run({ after: ['strace'] })).warnings.join()).toContain('different tracers, bpftrace and strace'));
});
