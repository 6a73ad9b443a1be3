import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { formatOf, outputOf } from '../../../src/cli/bench/files.ts';
import { type BenchOptions, withBenchOptions } from '../../../src/cli/bench/options.ts';

const parse = (...words: string[]): BenchOptions => {
  const command = withBenchOptions(new Command('bench'))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return command.parse(words, { from: 'user' }).opts();
};

it("the original's letters mean what they mean there", () =>
  expect(
    parse(
      '-b',
      '-p',
      '-c',
      'check_2_2,5',
      '-e',
      '5.4',
      '-i',
      'web',
      '-x',
      'db,ci-*',
      '-l',
      'log',
      '-n',
      '5',
      '-t',
      'a=b',
      '-u',
      'bob,eve',
    ),
  ).toMatchObject({
    color: false,
    remediation: false,
    check: ['check_2_2', '5'],
    skip: ['5.4'],
    include: ['web'],
    exclude: ['db', 'ci-*'],
    log: 'log',
    limit: 5,
    labels: ['a=b'],
    trusted: ['bob', 'eve'],
  }));

it('without options there are colours, and how to mend; each call has 30 s', () =>
  expect(parse()).toEqual({ color: true, remediation: true, timeout: 30 }));

it('lists may be given more than once', () => {
  expect(parse('--check', '4,5.4', '--check', '1').check).toEqual(['4', '5.4', '1']);
  expect(parse('--target', 'a', '--target', 'b,c').target).toEqual(['a', 'b,c']);
});

it.each([
  [['--level', '3']],
  [['--engine', 'nerdctl']],
  [['--check', '4,,5']],
  [['--timeout', '0']],
  [['--timeout', 'x']],
  [['--limit', '-1']],
  [['--format', 'pdf']],
  [['--json', '--format', 'csv']],
  [['--from', 'x', '--engine', 'docker']],
  [['--from', 'x', '--snapshot', 'y']],
  [['--explain', '5.4', '--fail-on', 'high']],
])('%j is refused', (words) => expect(() => parse(...words)).toThrow());

it.each([[['-o', 'x.json', '-l', 'x']], [['-o', 'x', '--snapshot', './x', '--force']]])(
  '%j would write two things to one file',
  (words) => expect(() => outputOf(parse(...words))).toThrow(/two things/),
);

describe('the format is', () => {
  it.each([
    [[], 'text'],
    [['--json'], 'json'],
    [['--format', 'csv', '-o', 'x.html'], 'csv'],
    [['-o', 'x.HTML'], 'html'],
    [['-o', 'x.xml'], 'junit'],
    [['-o', 'x.sarif'], 'sarif'],
    [['-o', 'x.json'], 'json'],
    [['-o', 'x.csv'], 'csv'],
    [['-o', 'x'], 'text'],
  ])('%j: %s', (words, format) => expect(formatOf(parse(...words))).toBe(format));
});
