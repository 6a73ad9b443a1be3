import { describe, expect, it } from 'vitest';
import { incompleteBeta, logGamma, welch } from '../../../src/core/syscalls/significance.ts';

describe('logGamma', () => {
  it.each([
    [1, 0],
    [2, 0],
    [5, Math.log(24)],
    [0.5, Math.log(Math.sqrt(Math.PI))],
    [171, 706.573062245787],
  ])('of %d', (z, expected) => expect(logGamma(z)).toBeCloseTo(expected, 9));
});

describe('incompleteBeta', () => {
  it.each([
    // I_x(1, b) = 1 − (1 − x)^b; I_x(a, 1) = x^a; symmetric at a half
    [0.3, 1, 4, 1 - 0.7 ** 4],
    [0.3, 4, 1, 0.3 ** 4],
    [0.5, 7.5, 7.5, 0.5],
    [0, 2, 3, 0],
    [1, 2, 3, 1],
  ])('I_%d(%d, %d)', (x, a, b, expected) => expect(incompleteBeta(x, a, b)).toBeCloseTo(expected, 10));
});

describe('welch', () => {
  // Student's t table: with 4 degrees of freedom |t| = 2.776 is p = 0.05
  it('gives the p of a t table', () => {
    const t = 2.776445;
    expect(incompleteBeta(4 / (4 + t * t), 2, 0.5)).toBeCloseTo(0.05, 6);
  });

  it('finds samples far apart significant, and near ones not', () => {
    expect(welch([100, 101, 99, 100], [130, 131, 129, 132]) ?? 1).toBeLessThan(0.001);
    expect(welch([100, 120, 80, 110], [105, 118, 84, 109]) ?? 0).toBeGreaterThan(0.5);
  });

  it('says nothing from one value a side', () => {
    expect(welch([100], [200])).toBeUndefined();
    expect(welch([100, 101], [200])).toBeUndefined();
  });

  it('takes samples without any spread as they are', () => {
    expect(welch([5, 5], [5, 5])).toBe(1);
    expect(welch([5, 5], [6, 6])).toBe(0);
  });
});
