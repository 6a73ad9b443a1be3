import { describe, expect, it } from 'vitest';
import { hostMountsOf, hostPathOf, isHostRoot, seenInside } from '../../../src/core/containers/mounts.ts';

const at = (device: string, root: string, mountPoint: string) => ({ device, root, mountPoint });
const HOST = hostMountsOf([
  at('0:21', '/', '/proc'),
  at('0:1', '/', '/'),
  at('254:0', '/@root', '/'),
  at('0:25', '/', '/run'),
  at('254:0', '/@home', '/home'),
]);

describe('isHostRoot', () => {
  it.each([
    [at('254:0', '/@root', '/host'), true],
    [at('254:0', '/@root/etc', '/host/etc'), false],
    [at('254:0', '/@home', '/home'), false],
    [at('0:84', '/', '/'), false],
    // below what is mounted over it
    [at('0:1', '/', '/host'), false],
  ])('%o: %s', (mount, expected) => expect(isHostRoot(mount, HOST)).toBe(expected));
});

describe('hostPathOf', () => {
  it.each([
    [at('254:0', '/@root', '/host'), '/'],
    [at('254:0', '/@root/etc', '/x'), '/etc'],
    [at('254:0', '/@home/me', '/x'), '/home/me'],
    [at('0:25', '/', '/x'), '/run'],
    [at('0:25', '/docker.sock', '/x'), '/run/docker.sock'],
    [at('0:99', '/', '/'), undefined],
    [at('254:0', '/@snapshots', '/x'), undefined],
  ])('%o is %s', (mount, path) => expect(hostPathOf(mount, HOST)).toBe(path));
});

describe('seenInside', () => {
  const sockets = ['/run/docker.sock', '/run/podman/podman.sock'];

  it('sees a socket that is mounted itself, and all of a folder', () => {
    expect(seenInside(sockets, [at('0:25', '/docker.sock', '/d.sock')], HOST)).toEqual(['/run/docker.sock']);
    expect(seenInside(sockets, [at('0:25', '/', '/run')], HOST)).toEqual(sockets);
    expect(seenInside(sockets, [at('0:25', '/docker', '/x')], HOST)).toEqual([]);
    expect(seenInside(sockets, [at('0:77', '/', '/run')], HOST)).toEqual([]);
  });
});
