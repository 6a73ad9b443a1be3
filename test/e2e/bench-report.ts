/** Reports of the real spc bench, for the end-to-end tests. */
import { expect } from 'vitest';
import type { BenchReport } from '../../src/core/bench/types.ts';
import { spc } from './spc.ts';

/** Of `spc bench --json`. Throws what it says when there is none. */
export const report = (...options: string[]): BenchReport => {
  const { stdout, stderr } = spc(['bench', '--json', ...options]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
};
/** Ids of checks that found something about it. */
export const foundOn = ({ findings }: BenchReport, item: string) =>
  findings.filter(({ items }) => items.some(({ name }) => name === item)).map(({ check }) => check);
/** What one check found. */
export const finding = ({ findings }: BenchReport, id: string) =>
  findings.find(({ check }) => check === id) ?? expect.fail(`no ${id}`);
