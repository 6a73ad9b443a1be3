/** What the label tests share: captured labels, the variables the captured results were made with, seeded randomness. */
import { readFileSync } from 'node:fs';
import type { LabelVariables } from '../../../src/core/types.ts';

export interface LabelCase {
  image: string;
  label: string;
  value: string;
  atomic_argv: string[] | null;
  atomic_error: string | null;
  podman_argv: string[] | null;
  podman_error: string | null;
}

export const VARIABLES: LabelVariables = {
  IMAGE: 'registry/ns/img:1',
  NAME: 'img',
  PWD: '/pwd',
  HOME: '/root',
  SUDO_UID: '1000',
  SUDO_GID: '1000',
};

export const ENVIRONMENT = { PATH: '/usr/bin', HOME: '/root', PWD: '/pwd' };

export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../fixtures/labels/${name}`, import.meta.url), 'utf8')) as T;
}

export const LABEL_CASES = fixture<{ cases: LabelCase[] }>('labels_expected.json').cases;

/** A random source that gives the same numbers every time (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** `count` picks joined: random text from an alphabet that matters. */
export function randomText(random: (below: number) => number, alphabet: readonly string[], count: number): string {
  return Array.from({ length: count }, () => alphabet[random(alphabet.length)]).join('');
}
