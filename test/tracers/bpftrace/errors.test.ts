import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scriptErrors } from '../../../src/tracers/bpftrace/errors.ts';
import { prepare } from '../../../src/tracers/bpftrace/prepare.ts';
import { watch } from '../../../src/tracers/bpftrace/watch.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/bpftrace/${name}`, import.meta.url), 'utf8');

// as the answers were captured: pids 7 and 8
const prepared = (script: string) => prepare(script, watch({ kind: 'pids', pids: [7, 8] }));
const WRONG = fixture('wrong.bt');

test("an error after spc's own words is told where the user wrote it", () => {
  expect(scriptErrors(fixture('wrong-1.txt'), prepared(WRONG), 'wrong.bt')).toBe(
    ['wrong.bt:2:14: Unknown function: cuont', '    BEGIN { @x = cuont(); }', '                 ^~~~~'].join('\n'),
  );
});

test('two errors; a column beyond the macro, and one in bytes beyond a letter of two', () => {
  const errors = scriptErrors(fixture('wrong-2.txt'), prepared(WRONG.replace('cuont', 'count')), 'wrong.bt');
  expect(errors.split('\n')).toEqual([
    "wrong.bt:4:16: Unknown identifier: 'nosuch'",
    '    /SPC_TARGET && nosuch == 2/',
    '                   ^~~~~~',
    'wrong.bt:6:22: str() takes up to 2 arguments (3 provided)',
    '    \t@["é SPC_TARGET"] = str(1, 2, 3);',
    '    \t                    ^~~~~~~~~~~~',
  ]);
});

test('a syntax error', () => {
  expect(scriptErrors(fixture('wrong-4.txt'), prepared('BEGIN { @a = count( }'), '-e')).toBe(
    ['-e:1:21: syntax error, unexpected }', '    BEGIN { @a = count( }', '                        ^'].join('\n'),
  );
});

test('an unknown tracepoint', () => {
  const script = 'tracepoint:raw_syscalls:nope { @ = count(); }';
  expect(scriptErrors(fixture('no-tracepoint.txt'), prepared(script), '-e').split('\n')[0]).toBe(
    '-e:1:1: tracepoint not found: raw_syscalls:nope',
  );
});

test('what is always said is no error, nor is a warning', () => {
  const said = `${fixture('notes.txt')}stdin:1:1-2: WARNING: vfs_read is not traceable\n`;
  expect(scriptErrors(said, prepared('p { }'), '-e')).toBe('');
});

test('errors without a place, of several lines, and of lines the script does not have', () => {
  const script = prepared('a\nb\nc');
  expect(scriptErrors('stdin:2-3: ERROR: both\n', script, 'x')).toBe('x:2: both\n    b');
  expect(scriptErrors('stdin:9:1-2: ERROR: beyond\n', script, 'x')).toBe('x: beyond');
  expect(scriptErrors("ERROR: Error attaching probe: 'kprobe:x'\nNo probes to attach\n", script, 'x')).toBe(
    "Error attaching probe: 'kprobe:x'\nNo probes to attach",
  );
});
