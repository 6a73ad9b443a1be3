import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ruleFor } from '../../../src/core/privileges/rules.ts';

const help = (name: string) => readFileSync(new URL(`../../fixtures/run-help/${name}`, import.meta.url), 'utf8');

/** Windows only, so not to be judged; and one that is judged together with the image operand. */
const LEFT_OUT = ['isolation', 'rootfs'];

test.each(['docker-28.txt', 'podman-4.3.txt'])('every option of %s has a rule', (name) => {
  const options = [...help(name).matchAll(/^ {2,6}(?:-\w, )?--([a-z0-9-]+)/gm)].map(([, option]) => option ?? '');
  expect(options.length).toBeGreaterThan(90);
  expect(options.filter((option) => !ruleFor(option))).toEqual(LEFT_OUT.filter((option) => options.includes(option)));
});
