import { describe, expect, it } from 'vitest';
import { SpcError } from '../../../../src/core/errors.ts';
import { type CompileFacts, scriptError, scriptKey } from '../../../../src/io/tracing/stap/compile.ts';

const facts: CompileFacts = {
  script: { name: 'a.stp', text: 'probe begin { exit() }' },
  args: ['1', '2'],
  prelude: { filter: { kind: 'pidns', inode: 4026532259 }, runtime: 'bpf', vmlinux: '/v.h' },
  tree: '/var/cache/spc/stap/6.18-6.1-abc',
  stap: { name: 'stap', path: '/usr/bin/stap', version: '4.8', from: 'host' },
  paths: [],
};

describe('what tells compiled scripts apart', () => {
  it.each<[string, Partial<CompileFacts>]>([
    ['the text', { script: { name: 'a.stp', text: 'probe end { exit() }' } }],
    ['the arguments', { args: ['1'] }],
    ['where one argument ends and the next begins', { args: ['1 2'] }],
    ['the target', { prelude: { ...facts.prelude, filter: { kind: 'host' } } }],
    ['the kernel', { tree: '/var/cache/spc/stap/6.19-6.1-abc' }],
    ['the version of stap', { stap: { ...facts.stap, version: '5.2' } }],
    ['where stap is from', { stap: { ...facts.stap, from: 'image x' } }],
  ])('%s', (_, change) => {
    expect(scriptKey({ ...facts, ...change })).not.toBe(scriptKey(facts));
  });

  it('its name does not', () => {
    expect(scriptKey({ ...facts, script: { ...facts.script, name: 'b.stp' } })).toBe(scriptKey(facts));
    expect(scriptKey(facts)).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('when stap fails', () => {
  it('an error of the script is one', () => {
    const error = scriptError(facts.script, 'semantic error: no match at script.stp:1:7\n');
    expect(error).toBeInstanceOf(SpcError);
    expect(error).toMatchObject({ code: 'script-error', why: 'a.stp:1:7: no match' });
    expect(error.hint).toContain('sys_enter');
  });

  it('a program without the symbol is perhaps stripped', () => {
    const text =
      "semantic error: while resolving probe point: identifier 'process' at script.stp:14:7\n        source: probe process(@1).function(@2) {\n                      ^\n\nsemantic error: no match\n";
    expect(scriptError(facts.script, text).hint).toContain('stripped');
  });

  it('anything else is of the system', () => {
    expect(scriptError(facts.script, 'Segmentation fault\n')).toMatchObject({
      code: 'system',
      why: 'Segmentation fault',
    });
  });
});
