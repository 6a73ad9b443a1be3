/** Reports to test with. */
import type { TimingReport, TimingRow } from '../../../src/core/syscalls/types.ts';

export function row(changes: Partial<TimingRow> = {}): TimingRow {
  return {
    group: '',
    syscall: 'read',
    number: 0,
    count: 4,
    errors: 1,
    total: 4000,
    min: 500,
    max: 2000,
    histogram: [
      { from: 512, to: 1024, count: 3 },
      { from: 1024, to: 2048, count: 1 },
    ],
    ...changes,
  };
}

export function report(rows: TimingRow[], changes: Partial<TimingReport> = {}): TimingReport {
  return {
    kind: 'syscall-times',
    schema: 1,
    spc: '0.1.0',
    targets: [{ text: 'web', title: 'container web (docker)', pid: 42, startTime: 7, container: null }],
    command: null,
    host: { hostname: 'h', kernel: '6.18', architecture: 'x64', cpu: 'A CPU', cpus: 2 },
    measurement: {
      tracer: 'bpftrace',
      version: 'v0.17.0',
      from: 'host',
      exact: true,
      why: 'the cheapest that is exact',
      filter: 'pid namespace 4026532574',
      cost: 'some',
    },
    began: '2026-11-22T08:00:00Z',
    duration: 10e9,
    by: 'all',
    rows,
    inFlight: { atStart: 1, atEnd: 2 },
    losses: [],
    overhead: null,
    runs: 1,
    ...changes,
  };
}
