import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseContainers } from '../../../src/core/bench/parse/containers.ts';
import { notedTools, ownTools, whyOwnImage } from '../../../src/io/bench/own.ts';

const NAME = 'spc-tool-0123456789ab';
const MARK = `SPC_TOOL=${'a'.repeat(32)}`;
const tool = (name: string, ...env: string[]) => {
  const [container] = parseContainers([
    { Id: 'x', Name: `/${name}`, Image: `sha256:${'1'.repeat(64)}`, Config: { Env: env } },
  ]);
  return container ?? expect.fail();
};
const builtHere = (id: string) => id.endsWith('1');
const nobody = () => false;

describe('a container', () => {
  it('of an image that was built here is a tool of spc', () =>
    expect(ownTools(new Set(), builtHere).why(tool(NAME, MARK))).toBe('a tool of spc'));
  it('that a session has noted is one', () =>
    expect(ownTools(new Set([NAME]), nobody).why(tool(NAME, MARK))).toBe('a tool of spc'));
  it('that only looks like one is none', () => expect(ownTools(new Set(), nobody).why(tool(NAME, MARK))).toBe(''));
  it.each([
    ['another name', tool('spc-tool-evil', MARK)],
    ['no mark', tool(NAME)],
    ['a mark that is none', tool(NAME, 'SPC_TOOL=1')],
  ])('with %s is none', (_, container) =>
    expect(ownTools(new Set([container.name]), builtHere).why(container)).toBe(''),
  );
});

describe('an image', () => {
  const image = (labels: Record<string, string>) => ({
    ...{ id: 'sha256:1', tags: [], digests: [], user: '', healthcheck: false, env: [] },
    ...{ labels, history: { missing: '' } },
  });
  it('with the label, and built here, is the tools image', () =>
    expect(whyOwnImage(image({ 'spc.tools.inputs': 'x' }), builtHere)).toBe('the tools image of spc'));
  it('with the label alone is not', () => expect(whyOwnImage(image({ 'spc.tools.inputs': 'x' }), nobody)).toBe(''));
  it('without it is not', () => expect(whyOwnImage(image({}), builtHere)).toBe(''));
});

describe('what sessions have noted', () => {
  const folder = mkdtempSync(join(homedir(), '.spc-bench-own-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const line = (id: number, entry: object) => `\n${JSON.stringify({ id, entry })}`;

  it('is the names of containers, not of what was removed', () => {
    const container = (name: string) => ({ kind: 'container', engine: 'docker', program: '/d', name, env: {} });
    const text = line(1, container('one')) + line(2, { kind: 'file', path: '/x' }) + line(3, container('gone'));
    writeFileSync(join(folder, 'journal'), `${text}\n{"undone":3}\nnonsense`);
    expect([...notedTools(folder)]).toEqual(['one']);
  });
  it('is nothing where others may write', () => {
    const open = mkdtempSync(join(tmpdir(), 'spc-bench-open-'));
    try {
      writeFileSync(join(open, 'journal'), line(1, { kind: 'container', name: 'x' }));
      expect([...notedTools(open)]).toEqual(['x']);
      chmodSync(open, 0o777);
      expect([...notedTools(open)]).toEqual([]);
    } finally {
      rmSync(open, { recursive: true });
    }
  });
  it('is nothing where there is none', () => expect([...notedTools('/nonexistent')]).toEqual([]));
});
