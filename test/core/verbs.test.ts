import { describe, expect, it } from 'vitest';
import { parseRunCommand } from '../../src/core/label/runspec.ts';
import type { VerbSpec } from '../../src/core/types.ts';
import { judgeVerb } from '../../src/core/verbs.ts';

const judge = (text: string) => judgeVerb(parseRunCommand(text.split(' ')) as VerbSpec, ['mine', 'my/image']);

describe('a label that asks for something other than run', () => {
  it.each([
    'docker stop mine',
    'docker kill -s HUP mine',
    'docker stop --time 5 mine',
    'docker rm -f mine',
    'docker pull my/image',
  ])('%s: its own, so nothing is granted', (text) => expect(judge(text)).toMatchObject({ grants: [], tier: null }));

  it.each(['docker start mine', 'podman restart mine'])(
    '%s: may start any container of that name, so it is granted',
    (text) =>
      expect(judge(text)).toMatchObject({ tier: 'high', grants: [{ id: expect.stringMatching(/start=mine$/) }] }),
  );

  it.each(['docker stop other', 'docker rm -f mine other', 'docker rmi other', 'docker kill -sHUP other'])(
    "%s: another's, which must be allowed",
    (text) => {
      const { grants, tier } = judge(text);
      expect(tier).toBe('high');
      expect(grants).toHaveLength(1);
      expect(grants[0]?.id).toMatch(/=other$/);
    },
  );

  it.each([
    ['podman --conmon /tmp/x stop mine', 'engine:conmon=/tmp/x', 'critical'],
    ['docker -H tcp://x stop mine', 'engine:host=tcp://x', 'high'],
  ])('%s: an engine-wide option is judged as before run', (text, id, tier) =>
    expect(judge(text)).toMatchObject({ grants: [{ id }], tier }),
  );

  it.each([
    'podman rm --all',
    'podman stop -a',
    'podman rm -fa',
    'podman kill -l',
    'podman rm --filter=x',
    'docker rm -v mine',
  ])('%s: an option that may widen what it acts on is unjudged', (text) =>
    expect(judge(text).unjudged).toHaveLength(1),
  );

  it.each(['docker stop -t5 -- mine', 'docker kill --signal=HUP mine', 'docker rm --force mine'])(
    '%s: an option that does not is nothing',
    (text) => expect(judge(text)).toEqual({ grants: [], tier: null, tightened: [], unjudged: [] }),
  );

  it.each([
    'docker exec mine sh',
    'docker cp mine:/etc /etc',
    'docker build .',
    'docker system prune',
    'docker constructor x',
  ])('%s: refused', (text) => expect(() => judge(text)).toThrow(expect.objectContaining({ code: 'refused' })));
});
