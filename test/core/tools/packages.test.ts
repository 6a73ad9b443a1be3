import { describe, expect, test } from 'vitest';
import { isPackageName, packageNames } from '../../../src/core/tools/packages.ts';
import { loadToolbox } from '../../../src/io/tools/definition.ts';

const { toolbox } = await loadToolbox();

describe('the list of packages', () => {
  test('holds the tools the image is for', () => {
    const full = packageNames(toolbox, 'apt', 'full');
    const wanted =
      'strace tcpdump gdb bpftrace systemtap-runtime linux-perf lsof iproute2 procps util-linux ethtool nftables jq less vim-tiny';
    expect(full).toEqual(expect.arrayContaining(wanted.split(' ')));
  });

  test.each(['apt', 'dnf'] as const)('%s: minimal is small, and a part of full but for its gdb', (packager) => {
    const [minimal, full] = [packageNames(toolbox, packager, 'minimal'), packageNames(toolbox, packager, 'full')];
    expect(minimal.filter((name) => !full.includes(name))).toEqual(['gdb-minimal']);
    expect(minimal.length).toBeLessThan(full.length / 2);
  });

  test('no package stands there twice', () => {
    for (const packager of ['apt', 'dnf'] as const) {
      const names = toolbox.packages.flatMap((entry) => entry[packager] ?? []);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  test("takes the user's own after them, each once", () => {
    expect(packageNames(toolbox, 'apt', 'minimal', ['crash', 'strace']).slice(-1)).toEqual(['crash']);
  });
});

test.each(['-o', 'foo-', 'a b', 'Foo', '../x', 'a=1', 'a/stable', '', 'foo\n'])('refuses %j as a package', (name) => {
  expect(isPackageName(name)).toBe(false);
  expect(() => packageNames(toolbox, 'apt', 'full', [name])).toThrow(expect.objectContaining({ code: 'usage' }));
});

test.each(['g++', 'libstdc++6', 'python3.11-minimal', 'gcc-12-base'])('accepts %s', (name) => {
  expect(isPackageName(name)).toBe(true);
});
