import { expect, it } from 'vitest';
import { classicSections, classicTotal } from '../../../src/core/syscalls/classic.ts';

const none = { names: [], pids: [], uids: [] };

it('has a section a filter, once, titled as the old script did', () => {
  expect(classicSections({ names: ['dd'], pids: [7, 7], uids: [0] })).toEqual([
    { predicate: 'pid == 7', title: 'Times for process ID 7:' },
    { predicate: 'comm == "dd"', title: 'Times for process name dd:' },
    { predicate: 'uid == 0', title: 'Times for user ID 0:' },
  ]);
  expect(classicSections(none)).toEqual([]);
  expect([classicTotal(true), classicTotal(false)]).toEqual([
    'Times for all processes (filtered):',
    'Times for all processes (unfiltered):',
  ]);
});

it('cuts a name as the kernel does', () =>
  expect(classicSections({ ...none, names: ['a-name-of-twenty-char'] })[0]?.predicate).toBe(
    'comm == "a-name-of-twent"',
  ));

it.each(['a"b', 'a\\', 'a\nb', '', 'ä'])('lets %j not into a program', (name) =>
  expect(() => classicSections({ ...none, names: [name] })).toThrow(expect.objectContaining({ code: 'usage' })),
);
