import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GLOBAL_OPTIONS } from '../../../src/core/label/globals.ts';
import { RUN_OPTIONS } from '../../../src/core/label/options.ts';
import { judgeGlobals } from '../../../src/core/privileges/globals.ts';
import { ruleFor } from '../../../src/core/privileges/rules.ts';

const help = (name: string) => readFileSync(new URL(`../../fixtures/run-help/${name}`, import.meta.url), 'utf8');

/** Windows only, so not to be judged; and one that is judged together with the image operand. */
const LEFT_OUT = ['isolation', 'rootfs'];

test.each(['docker-28.txt', 'podman-4.3.txt'])('every option of %s has a rule', (name) => {
  const options = [...help(name).matchAll(/^ {2,6}(?:-\w, )?--([a-z0-9-]+)/gm)].map(([, option]) => option ?? '');
  expect(options.length).toBeGreaterThan(90);
  expect(options.filter((option) => !ruleFor(option))).toEqual(LEFT_OUT.filter((option) => options.includes(option)));
});

test('every option the label parser knows has a rule', () => {
  expect([...RUN_OPTIONS.rules.keys()].filter((name) => !ruleFor(name)).toSorted()).toEqual(LEFT_OUT);
});

test('every engine-wide option the label parser knows is judged', () => {
  for (const { name, takes } of GLOBAL_OPTIONS.rules.values()) {
    const word = takes === 'value' ? `--${name}=x` : `--${name}`;
    expect(judgeGlobals([word]).unjudged, word).toEqual([]);
  }
});
