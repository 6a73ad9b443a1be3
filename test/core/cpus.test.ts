import { expect, it } from 'vitest';
import { parseCpus } from '../../src/core/cpus.ts';

it.each([
  ['0', [0]],
  ['0-1,3', [0, 1, 3]],
  ['2-2', [2]],
  ['', []],
  ['3-1', []],
  ['x,1', [1]],
])('reads %j', (list, cpus) => expect(parseCpus(list)).toEqual(cpus));

it('makes no list longer than a kernel has CPUs', () => expect(parseCpus('0-99999999').length).toBe(8192));
