import { describe, expect, it } from 'vitest';
import { parseCmdline } from '../../../src/core/processes/cmdline.ts';
import { captured } from './fixture.ts';

describe('parseCmdline', () => {
  it('keeps empty words, the last one, too', () => {
    expect(parseCmdline(captured('cmdline.empty-words'))).toEqual(['sh', '-c', 'read x', '', 'b', '']);
  });

  it('reads a title that a program wrote over its arguments', () => {
    expect(parseCmdline(captured('cmdline.title'))).toEqual(['worker: idle']);
    expect(parseCmdline('nginx: worker process\0\0\0\0\0\0')).toEqual(['nginx: worker process']);
  });

  it('is empty for a zombie', () => expect(parseCmdline(captured('cmdline.zombie'))).toEqual([]));

  it('keeps a word that was cut', () => expect(parseCmdline('a\0bc')).toEqual(['a', 'bc']));
});
