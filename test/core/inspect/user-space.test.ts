import { describe, expect, it } from 'vitest';
import { glibcVersion, muslVersion, parseOsRelease } from '../../../src/core/inspect/user-space.ts';

describe('parseOsRelease', () => {
  it('reads plain and quoted values', () => {
    const text = `# a comment\nNAME="Debian GNU/Linux"\nID=debian\nVERSION_ID='12'\nPRETTY_NAME="Debian \\"GNU\\" \\$x \\\\ 12"\n`;
    expect(parseOsRelease(text)).toEqual({ id: 'debian', versionId: '12', prettyName: 'Debian "GNU" $x \\ 12' });
  });

  it.each(['', 'nonsense', 'id=lower', '\0'.repeat(100)])('makes nothing of %j', (text) =>
    expect(parseOsRelease(text)).toBeNull(),
  );

  it('reads no more than a file of this kind has', () => {
    expect(parseOsRelease(`${'X=1\n'.repeat(2000)}ID=late\n`)).toBeNull();
  });
});

describe('the version of a C library', () => {
  it.each([
    ['\0GNU C Library (Debian GLIBC 2.36-9+deb12u10) stable release version 2.36.\nCopyright', '2.36'],
    ['\0GNU C Library (GNU libc) stable release version 2.17, by Roland McGrath et al.\n', '2.17'],
    ['GNU C Library version \x1b[2J', 'unknown'],
    ['', 'unknown'],
  ])('glibc in %j is %s', (bytes, version) => expect(glibcVersion(bytes)).toBe(version));

  it.each([
    ['\0x86_64\0\x001.2.4\0\0', '1.2.4'],
    ['\x001.2.5_git20240801\0', '1.2.5'],
    ['\x002.36\0', 'unknown'],
    ['', 'unknown'],
  ])('musl in %j is %s', (bytes, version) => expect(muslVersion(bytes)).toBe(version));
});
