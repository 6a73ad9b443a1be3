import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/core/containers/discover.ts';
import type { ProcessEntry } from '../../../src/core/processes/types.ts';
import { containerWatcher } from '../../../src/io/discover/watched.ts';
import { process, tableOf } from '../../core/processes/table.ts';

const HOST = { mnt: 1, pid: 2, net: 3, ipc: 4, uts: 5, user: 6, cgroup: 7, time: 8 };
/** In namespaces of its own, which no engine made. */
const apart = (given: Partial<ProcessEntry> = {}) =>
  process({ pid: 4_000_000, ppid: 1, nsPids: [4_000_000, 1], ns: { ...HOST, mnt: 11, pid: 12, net: 13 }, ...given });
const table = (main: ProcessEntry) => tableOf([process({ pid: 1, ppid: 0, ns: HOST }), main], { host: HOST });

function lab() {
  let now = 0;
  const asked: number[] = [];
  const facts: Probe['facts'] = ({ startTime }) => {
    asked.push(startTime);
    return { capabilities: 0n, filters: 1, hostRoots: [], engineSockets: [], mountsCut: false };
  };
  const find = containerWatcher(
    () => now,
    () => ({ facts, frozen: () => false }),
  );
  const pass = (ms: number) => {
    now += ms;
  };
  const kindOf = (main: ProcessEntry) => find(table(main)).containers.find(({ pid }) => pid === main.pid)?.kind;
  return { kindOf, asked, pass };
}

describe('containerWatcher', () => {
  it('asks what a container may do once in a while', () => {
    const { kindOf, asked, pass } = lab();
    expect([kindOf(apart()), kindOf(apart())]).toEqual(['service', 'service']);
    expect(asked).toEqual([1000]);
    pass(10_001);
    kindOf(apart());
    expect(asked).toEqual([1000, 1000]);
  });

  it('another process of the same number is another', () => {
    const { kindOf, asked } = lab();
    kindOf(apart());
    kindOf(apart({ startTime: 2000 }));
    expect(asked).toEqual([1000, 2000]);
  });
});
