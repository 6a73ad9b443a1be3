import { expect, test } from 'vitest';
import * as dnf from '../../../src/core/tools/dnf.ts';

const PLACES = { root: '/w/root', cache: '/k', five: false, epoch: 7 };

test('dnf 4: installs into another root, without documentation and weak dependencies', () => {
  expect(dnf.installCommand({ ...PLACES, release: '41', sources: '/s' }, ['strace'])).toEqual({
    file: 'dnf',
    args: [
      '--installroot=/w/root',
      '--releasever=41',
      '--setopt=install_weak_deps=False',
      '--setopt=tsflags=nodocs',
      '--setopt=keepcache=1',
      '--setopt=cachedir=/k',
      '--setopt=reposdir=/s',
      '-y',
      'install',
      'strace',
    ],
    env: { LC_ALL: 'C.UTF-8', SOURCE_DATE_EPOCH: '7' },
  });
});

test("dnf 5 needs to be told to use the host's configuration", () => {
  const { args } = dnf.installCommand({ ...PLACES, five: true }, ['strace']);
  expect(args).toContain('--use-host-config');
  expect(args).toContain('--setopt=system_cachedir=/k');
  expect(dnf.isDnf5('dnf5 version 5.2.6.2\ndnf5 plugin API version 2.0')).toBe(true);
  expect(dnf.isDnf5('4.14.0\n  Installed: dnf-0:4.14')).toBe(false);
});

test("reads rpm's inventory, sorted, without the keys it knows", () => {
  const text = `strace 0:6.9-1 x86_64 1700000005
gpg-pubkey 0:a15b79cc-63d04c2c (none) 1800000000
bash 0:5.2.26-3 x86_64 1700000001
`;
  expect(dnf.parseInventory(text)).toEqual({
    packages: ['bash-0:5.2.26-3.x86_64', 'strace-0:6.9-1.x86_64'],
    newest: 1700000005,
  });
  expect(dnf.parseInventory('')).toEqual({ packages: [], newest: 0 });
});

test.each([
  ['ID=fedora\nVERSION_ID=41\n', '41'],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"\n', '9.4'],
  ['ID=debian\nVERSION_ID="12"\n', undefined],
  ['', undefined],
])("takes the release of a host of dnf's family: %j", (text, release) => {
  expect(dnf.hostRelease(text)).toBe(release);
});
