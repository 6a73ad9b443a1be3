import { describe, expect, it } from 'vitest';
import { isPartial, parseIds, parseInspected } from '../../../../src/core/bench/parse/answer.ts';

const answer = (stdout: string, stderr = '', status = 0) => ({ stdout, stderr, status });

describe('ids', () => {
  it('are each there once', () => expect(parseIds(answer('a1\nb2\na1\n'), 'podman')).toEqual({ ok: ['a1', 'b2'] }));

  it('none is an answer', () => expect(parseIds(answer(''), 'docker')).toEqual({ ok: [] }));

  it.each([['--privileged'], ['a b'], ['a/b'], ['-x']])('%j is none', (id) =>
    expect(parseIds(answer(`${id}\n`), 'docker')).toEqual({ missing: 'docker: it answered with an id that is none' }),
  );

  it('a failure is missing with its last line', () =>
    expect(parseIds(answer('', 'x\nCannot connect\n', 1), 'docker')).toEqual({ missing: 'docker: Cannot connect' }));

  it('the request that failed is left out of it', () => {
    const words = 'permission denied while trying to connect to the Docker daemon socket at unix:///x';
    const stderr = `${words}: Get "http://%2Fx/v1.50/info": dial unix /x: connect: permission denied`;
    expect(parseIds(answer('', stderr, 1), 'docker')).toEqual({ missing: `docker: ${words}` });
  });

  it('a failure without words, too', () =>
    expect(parseIds(answer('', '', 3), 'docker')).toEqual({ missing: 'docker: it ended with status 3' }));
});

describe('inspect of many', () => {
  it('gives the list', () => expect(parseInspected(answer('[{"Id":"a"}]'), 'docker')).toEqual({ ok: [{ Id: 'a' }] }));

  it.each([
    ['docker', 1, 'Error response from daemon: No such container: nope'],
    ['podman', 125, 'Error: inspecting object: no such container nope'],
    ['podman', 125, 'time="…" level=error msg="x"\nError: inspecting object: nope: image not known'],
    ['docker', 1, 'Error response from daemon: network nope not found'],
  ] as const)('%s: what was removed meanwhile takes nothing from the others', (program, status, stderr) =>
    expect(parseInspected(answer('[{"Id":"a"}]', stderr, status), program)).toEqual({ ok: [{ Id: 'a' }] }),
  );

  it('another failure beside it is one', () => {
    const stderr = 'Error: no such container a\nError: disk full';
    expect(isPartial(answer('[]', stderr, 1))).toBe(false);
    expect(parseInspected(answer('[]', stderr, 1), 'podman')).toEqual({ missing: 'podman: Error: disk full' });
  });

  it.each([['{}'], ['"x"'], ['null']])('%s is no list', (stdout) =>
    expect(parseInspected(answer(stdout), 'docker')).toEqual({
      missing: 'docker: it answered with something else than a list',
    }),
  );

  it('half of a list is no JSON', () =>
    expect(parseInspected(answer('[{"Id":'), 'docker')).toEqual({
      missing: 'docker: it answered with something that is not JSON',
    }));
});
