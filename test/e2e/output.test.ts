/** What spc prints reaches a reader whole, however slow, and a reader that leaves is no failure. */
import { afterAll, describe, expect, it } from 'vitest';
import { removeScratch, run, SPC } from './spc.ts';

afterAll(removeScratch);

const long = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(60_000));
const expand = [SPC, 'label', 'expand', '--json', '--text', 'docker run IMAGE', '--image', 'x', ...long];
const piped = (reader: string) => run(['bash', '-o', 'pipefail', '-c', `"$0" "$@" | ${reader}`, ...expand]);

describe('output', () => {
  it('larger than a pipe is whole for a reader that takes its time', () => {
    const { stdout, status } = piped('(sleep 0.5; cat)');
    expect(JSON.parse(stdout).argv.slice(3)).toEqual(long);
    expect(status).toBe(0);
  });

  it('that nobody reads to the end is no failure', () => {
    expect(piped('head -c 10').status).toBe(0);
  });
});
