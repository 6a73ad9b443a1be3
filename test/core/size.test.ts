import { describe, expect, it } from 'vitest';
import { parseSize } from '../../src/core/size.ts';

describe('an amount of storage', () => {
  it.each([
    ['0', 0],
    ['1000', 1000],
    ['64k', 65_536],
    ['64K', 65_536],
    ['1.5M', 1_572_864],
    ['1G', 1_073_741_824],
    ['2GiB', 2_147_483_648],
    ['2GB', 2_147_483_648],
    ['1T', 1_099_511_627_776],
  ])('%s is %d bytes', (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it.each(['', '-1', '1X', 'G', '1 G', '1e9', '0x10', '1G!'])('%j is none', (text) =>
    expect(() => parseSize(text)).toThrow(/no amount of storage/),
  );
});
