import { describe, expect, it } from 'vitest';
import { fitTerminal, isOneOff, override } from '../../src/app/overrides.ts';
import { parseRunCommand, renderRun } from '../../src/core/label/runspec.ts';
import type { RunSpec } from '../../src/core/types.ts';

const parse = (text: string) => parseRunCommand(text.split(' ')) as RunSpec;
const words = (spec: RunSpec) => renderRun(spec).slice(1);
const terminal = (stdin: boolean, stdout: boolean) => ({ stdin, stdout, canAsk: stdin });

describe("the caller's options over the label's", () => {
  it("--name takes the place of the label's own", () =>
    expect(words(override(parse('docker run --name a IMAGE'), { name: 'b' }))).toEqual(['--name=b', 'IMAGE']));
  it("limits are added, and win over the label's", () => {
    const spec = override(parse('docker run -m 8g IMAGE'), { memory: '64m', cpus: '0.5', pidsLimit: '9' });
    expect(words(spec)).toEqual(['--memory=64m', '--cpus=0.5', '--pids-limit=9', 'IMAGE']);
  });
  it('-d drops the terminal it will not have', () =>
    expect(words(override(parse('docker run -it IMAGE'), { detach: true }))).toEqual([
      '--interactive',
      '--detach',
      'IMAGE',
    ]));
  it('nothing given: nothing changed', () =>
    expect(override(parse('docker run -it IMAGE'), {})).toEqual(parse('docker run -it IMAGE')));
});

describe('the terminal', () => {
  it.each([
    [true, true, true],
    [true, false, false],
    [false, true, false],
    [false, false, false],
  ])('input a terminal: %s, output: %s → -t stays: %s', (stdin, stdout, stays) => {
    const spec = fitTerminal(parse('docker run -it IMAGE'), terminal(stdin, stdout));
    expect(words(spec).includes('--tty')).toBe(stays);
    expect(words(spec)).toContain('--interactive');
  });
});

describe('a container that only one command was for', () => {
  const oneOff = (text: string, args: string[], named = false) => isOneOff(parse(text), { args, named });
  it('is one', () => expect(oneOff('docker run -it IMAGE', ['ps'])).toBe(true));
  it('a shell is none: it may hold work', () => expect(oneOff('docker run -it IMAGE', [])).toBe(false));
  it('one that the user named is none', () => expect(oneOff('docker run -it IMAGE', ['ps'], true)).toBe(false));
  it('one in the background is none', () => expect(oneOff('docker run -it -d IMAGE', ['ps'])).toBe(false));
  it('a service is none', () => expect(oneOff('docker run IMAGE', ['ps'])).toBe(false));
  it('one that restarts is none: engines refuse --rm with it', () =>
    expect(oneOff('docker run -it --restart=always IMAGE', ['ps'])).toBe(false));
});
