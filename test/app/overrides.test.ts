import { describe, expect, it } from 'vitest';
import { fitTerminal, override, removeWhenAdHoc } from '../../src/app/overrides.ts';
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
  const ends = (text: string, args: string[], named = false) =>
    words(removeWhenAdHoc(parse(text), { args, named })).includes('--rm');
  it('is removed when it ends', () => expect(ends('docker run -it IMAGE', ['ps'])).toBe(true));
  it('stays when it is a shell, which may hold work', () => expect(ends('docker run -it IMAGE', [])).toBe(false));
  it('stays when the user named it', () => expect(ends('docker run -it IMAGE', ['ps'], true)).toBe(false));
  it('stays in the background', () => expect(ends('docker run -it -d IMAGE', ['ps'])).toBe(false));
  it('stays when it is a service', () => expect(ends('docker run IMAGE', ['ps'])).toBe(false));
  it('stays when it restarts, which engines refuse together with --rm', () =>
    expect(ends('docker run -it --restart=always IMAGE', ['ps'])).toBe(false));
});
