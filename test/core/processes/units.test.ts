import { describe, expect, it } from 'vitest';
import { ttyName } from '../../../src/core/processes/tty.ts';
import { showBytes, showDuration } from '../../../src/core/processes/units.ts';

describe('showBytes', () => {
  it.each([
    [0, '0'],
    [1023, '1023'],
    [1024, '1.0K'],
    [1_036_288, '1012K'],
    [1_048_575, '1.0M'],
    [12_897_485, '12.3M'],
    [104_805_172, '100M'],
    [2 ** 40 * 5.5, '5.5T'],
    [2 ** 70, '1048576P'],
  ])('shows %s as %s', (bytes, text) => expect(showBytes(bytes)).toBe(text));
});

describe('showDuration', () => {
  it.each([
    [0, '00:00'],
    [61.9, '01:01'],
    [3600, '01:00:00'],
    [3 * 86_400 + 2 * 3600 + 5 * 60 + 41, '3-02:05:41'],
    [-5, '00:00'],
  ])('shows %s s as %s', (seconds, text) => expect(showDuration(seconds)).toBe(text));
});

describe('ttyName', () => {
  it.each([
    [0, ''],
    [0x8803, 'pts/3'],
    [(136 << 8) | 0xff | (0x1 << 20), 'pts/511'],
    [0x8901, 'pts/257'],
    [0x12308845, 'pts/74565'],
    [0x401, 'tty1'],
    [0x440, 'ttyS0'],
    [0x501, 'console'],
    [0xcc40, 'ttyAMA0'],
    [0xe500, 'hvc0'],
    [0x0a07, '10:7'],
  ])('names %s %j', (device, name) => expect(ttyName(device)).toBe(name));
});
