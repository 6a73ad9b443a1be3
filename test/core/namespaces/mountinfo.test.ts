import { describe, expect, it } from 'vitest';
import { boundNamespaces, mergeBinds } from '../../../src/core/namespaces/mountinfo.ts';

/** As a kernel 6.18 wrote it. */
const REAL = `45 27 254:0 /run/netns /run/netns rw,relatime shared:2 - ext4 /dev/vda rw,discard
48 27 0:4 net:[4026531833] /run/docker/netns/default rw - nsfs nsfs rw
98 45 0:4 net:[4026532328] /run/netns/netns-265bd4e2 rw shared:5 - nsfs nsfs rw
`;

describe('boundNamespaces', () => {
  it('finds nsfs mounts', () =>
    expect(boundNamespaces(REAL)).toEqual([
      { type: 'net', inode: 4026531833, path: '/run/docker/netns/default' },
      { type: 'net', inode: 4026532328, path: '/run/netns/netns-265bd4e2' },
    ]));

  it('reads names with blanks', () =>
    expect(boundNamespaces('1 2 0:4 mnt:[7] /run/a\\040b\\012c rw - nsfs nsfs rw')).toEqual([
      { type: 'mnt', inode: 7, path: '/run/a b\nc' },
    ]));

  it('is not deceived by names', () => {
    const lies = [
      '1 2 0:50 net:[7] /a rw - tmpfs nsfs rw',
      '1 2 0:50 / /x\\040-\\040nsfs\\040nsfs rw - tmpfs none rw',
      '1 2 0:50 net:[7] /a rw - fuse.nsfs nsfs rw',
      '1 2 0:4 pipe:[7] /a rw - nsfs nsfs rw',
      '- nsfs nsfs',
    ];
    expect(boundNamespaces(lies.join('\n'))).toEqual([]);
  });
});

describe('mergeBinds', () => {
  const bound = { type: 'net', inode: 7, path: '/run/netns/a' } as const;

  it('takes copies of a mount for one bind, and tells where it is', () =>
    expect(
      mergeBinds(
        new Map([
          [30, [bound]],
          [10, [bound]],
          [20, []],
        ]),
        30,
      ),
    ).toEqual([{ ...bound, mountNamespaces: [10, 30], own: true }]));

  it('puts those that can be opened first', () => {
    const foreign = { ...bound, path: '/elsewhere' };
    const merged = mergeBinds(
      new Map([
        [10, [foreign]],
        [30, [bound]],
      ]),
      30,
    );
    expect(merged.map(({ path, own }) => [path, own])).toEqual([
      ['/run/netns/a', true],
      ['/elsewhere', false],
    ]);
  });

  it('keeps one that is bound twice at a path of one mount namespace once', () =>
    expect(mergeBinds(new Map([[10, [bound, bound]]]), undefined)).toEqual([
      { ...bound, mountNamespaces: [10], own: false },
    ]));
});
