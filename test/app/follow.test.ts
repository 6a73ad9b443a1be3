/** A target that is looked for again and again. */
import { expect, test } from 'vitest';
import { follow } from '../../src/app/follow.ts';
import type { System } from '../../src/app/system.ts';
import type { FoundContainer } from '../../src/core/containers/types.ts';
import type { ProcessEntry } from '../../src/core/processes/types.ts';
import { container, entry, tableOf } from '../core/targets/found.ts';

const binds = [{ type: 'net' as const, inode: 9, path: '/run/netns/blue' }];
const system = { boundNamespaces: () => binds } as Partial<System> as System;
const web = container({ pid: 7, startTime: 70, pids: [7] });

function reading(processes: ProcessEntry[], containers: FoundContainer[] = []) {
  return { table: tableOf(processes), discovery: { containers, byPid: new Map(), gaps: [] } };
}
const pidOf = (find: ReturnType<typeof follow>, ...args: Parameters<typeof reading>) =>
  find(reading(...args)).target.pid;

test('a wrong word is told at once', () => {
  expect(() => follow('pid:x', system)).toThrow(expect.objectContaining({ code: 'usage' }));
});

test('one that is not there, or does not run, is told as such when it is looked for first', () => {
  expect(() => pidOf(follow('web', system), [])).toThrow(expect.objectContaining({ code: 'no-target' }));
  const idle = container({ pid: 0, startTime: 0, pids: [], status: 'stopped' });
  expect(() => pidOf(follow('web', system), [], [idle])).toThrow(
    expect.objectContaining({ code: 'no-container', message: 'container web (docker) is not running' }),
  );
});

test.each([
  ['removed', []],
  ['stopped', [container({ pid: 0, startTime: 0, pids: [] })]],
  ['replaced by one of its name', [container({ id: '1'.repeat(64), pid: 8, startTime: 80 })]],
  ['started again under the same pid', [container({ pid: 7, startTime: 71 })]],
  ['one of two of its name', [web, container({ id: '1'.repeat(64), pid: 8 })]],
])('a container that is %s is gone', (_, containers) => {
  const find = follow('web', system);
  expect(pidOf(find, [], [web])).toBe(7);
  expect(pidOf(find, [], [web])).toBe(7);
  expect(() => pidOf(find, [], containers)).toThrow(
    expect.objectContaining({ code: 'target-gone', message: 'container web (docker) has ended' }),
  );
});

test('a process whose number is another by now is gone', () => {
  const find = follow('pid:7', system);
  expect(pidOf(find, [entry(7, { startTime: 70 })])).toBe(7);
  expect(() => pidOf(find, [entry(7, { startTime: 71 })])).toThrow(expect.objectContaining({ code: 'target-gone' }));
});

test('a namespace stays itself, whatever process stands for it, or none', () => {
  const find = follow('netns:blue', system);
  expect(pidOf(find, [entry(4, { ns: { net: 9 } })])).toBe(4);
  expect(pidOf(find, [entry(5, { ns: { net: 9 } })])).toBe(5);
  expect(pidOf(find, [])).toBe(0);
});
