import { describe, expect, test } from 'vitest';
import * as apt from '../../../src/core/tools/apt.ts';

const settings = (args: string[]) => args.filter((_, index) => args[index - 1] === '-o');

describe('commands', () => {
  test('plan against an empty system, private directories and no recommended packages', () => {
    const { file, args, env } = apt.planCommand({ cache: '/c' }, ['strace', 'gdb']);
    expect(file).toBe('apt-get');
    expect(args.slice(-4)).toEqual(['--print-uris', 'install', 'strace', 'gdb']);
    expect(settings(args)).toEqual(
      expect.arrayContaining(['Dir::State::status=/c/state/status', 'Dir::Cache=/c', 'APT::Install-Recommends=false']),
    );
    expect(settings(args).findLast((setting) => setting.startsWith('Dir::Cache::archives='))).toBe(
      'Dir::Cache::archives=/c/no-archives',
    );
    expect(env).toEqual({ LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' });
  });

  test('download, and nothing more', () => {
    const { args } = apt.downloadCommand({ cache: '/c' }, ['gdb']);
    expect(args.slice(-3)).toEqual(['--download-only', 'install', 'gdb']);
    expect(settings(args)).toEqual(expect.arrayContaining(['APT::Status-Fd=3', 'Dir::Cache::archives=/c/archives']));
  });

  test("other sources have lists of their own; without them the host's lists are used", () => {
    const own = settings(apt.updateCommand({ cache: '/c', sources: '/s' }).args);
    expect(own).toEqual(
      expect.arrayContaining([
        'Dir::Etc::sourcelist=/dev/null',
        'Dir::Etc::sourceparts=/s',
        'Dir::State::lists=/c/lists',
      ]),
    );
    expect(settings(apt.updateCommand({ cache: '/c' }).args).join()).not.toMatch(/lists|sourceparts/);
  });
});

const PLAN = `Reading package lists...
The following NEW packages will be installed:
  bash procps local
Need to get 4,961 kB of archives.
After this operation, 1,022.3 MB of additional disk space will be used.
'http://mirror.example/pool/main/p/procps/procps_4.0.2-3_amd64.deb' procps_2%3a4.0.2-3_amd64.deb 709212 SHA256:ab
'http://mirror.example/pool/main/b/bash/bash_5.2.15-2%2bb13_amd64.deb' bash_5.2.15-2+b13_amd64.deb 1490676 MD5Sum:cd
'file:/srv/my%20repo/local_1_all.deb' local_1_all.deb 900 MD5Sum:ef
`;

test('reads the plan, sorted; a local repository is used where it lies', () => {
  expect(apt.parsePlan(PLAN)).toEqual([
    { file: 'bash_5.2.15-2+b13_amd64.deb', size: 1490676 },
    { file: 'local_1_all.deb', size: 900, local: '/srv/my repo/local_1_all.deb' },
    { file: 'procps_2%3a4.0.2-3_amd64.deb', size: 709212 },
  ]);
});

test.each([
  [PLAN, 1_022_300_000],
  ['After this operation, 840 kB of additional disk space will be used.', 840_000],
  ['After this operation, 12 B of additional disk space will be used.', 12],
  ['nothing of the kind', 0],
])('reads how much disk it takes', (text, bytes) => {
  expect(apt.parseInstalledSize(text)).toBeCloseTo(bytes);
});

test('reads status lines, and leaves others', () => {
  const line = 'dlstatus:238:99.5261:Retrieving file 238 of 238 (3s remaining)';
  expect(apt.parseStatus(line)).toEqual({ percent: 99.5261, text: 'Retrieving file 238 of 238 (3s remaining)' });
  expect(apt.parseStatus('pmstatus:dpkg:1:x')).toBeUndefined();
});

test('knows when the lists are missing or old', () => {
  expect(apt.isStale('E: Unable to locate package strace')).toBe(true);
  expect(apt.isStale("E: Package 'strace' has no installation candidate")).toBe(true);
  expect(apt.isStale('E: You do not have enough free space')).toBe(false);
});

const CONTROL = `Package: libc6
Architecture: amd64
Multi-Arch: same
Description: GNU C Library
 Package: not this one
`;

test("writes dpkg's stanza and names its list", () => {
  expect(apt.statusStanza(CONTROL)).toBe(
    'Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nMulti-Arch: same\nDescription: GNU C Library\n Package: not this one\n\n',
  );
  expect(apt.listName(CONTROL)).toBe('libc6:amd64');
  expect(apt.listName('Package: bash\nArchitecture: amd64\n')).toBe('bash');
});
