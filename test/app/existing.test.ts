import { describe, expect, it } from 'vitest';
import { nextStep } from '../../src/app/existing.ts';
import type { Container, Image } from '../../src/core/types.ts';

const image = { id: 'sha256:1', cmd: ['bash'] } as Image;
const container = (running: boolean, interactive: boolean, imageId = 'sha256:1') =>
  ({ name: 'x', imageId, imageRef: 'img', running, interactive, cmd: ['top'] }) as Container;
const step = (existing: Container | undefined, args: string[] = [], replace = false) =>
  nextStep(existing, { image, replace, args });

describe('what a run does when a container of that name exists', () => {
  it('none: makes one', () => expect(step(undefined)).toEqual({ do: 'create', remove: false }));
  it('running, interactive: a second conversation inside it', () =>
    expect(step(container(true, true))).toEqual({ do: 'exec', command: ['top'] }));
  it('running, interactive, with arguments: runs them inside it', () =>
    expect(step(container(true, true), ['ps', '-ef'])).toEqual({ do: 'exec', command: ['ps', '-ef'] }));
  it('running, not interactive: nothing to do', () => expect(step(container(true, false))).toEqual({ do: 'nothing' }));
  it('running, not interactive, with arguments: runs them inside it', () =>
    expect(step(container(true, false), ['ps'])).toEqual({ do: 'exec', command: ['ps'] }));
  it('stopped, interactive: starts it and talks to it', () =>
    expect(step(container(false, true))).toEqual({ do: 'attach' }));
  it('stopped: starts it', () => expect(step(container(false, false))).toEqual({ do: 'start', command: [] }));
  it.each([true, false])(
    'stopped (interactive: %s), with arguments: they are honoured, where atomic lost them',
    (interactive) => expect(step(container(false, interactive), ['ps'])).toEqual({ do: 'start', command: ['ps'] }),
  );
  it('--replace: makes a new one in place of any', () => {
    expect(step(container(true, true), [], true)).toEqual({ do: 'create', remove: true });
    expect(step(container(false, true, 'sha256:2'), [], true)).toEqual({ do: 'create', remove: true });
  });
  it('of another image: refused', () =>
    expect(() => step(container(true, true, 'sha256:2'))).toThrow(expect.objectContaining({ code: 'name-in-use' })));
});
