/** Plans made for tests: one image, one host, options as words. */
import { SpcError } from '../../src/core/errors.ts';
import type { Image, RunOption, RunSpec } from '../../src/core/types.ts';
import { type BuiltinContext, planBuiltin } from '../../src/engines/builtin.ts';

export const IMAGE: Image = {
  id: `sha256:${'1'.repeat(64)}`,
  tags: ['localhost/tools:latest'],
  repoDigests: [],
  labels: { RUN: 'x' },
  cmd: ['bash'],
  entrypoint: [],
  env: ['PATH=/bin', 'LANG=C'],
  user: '',
  workdir: '',
  architecture: 'amd64',
};

export const CONTEXT: BuiltinContext = {
  id: 'abcdef0123456789'.repeat(4),
  name: 'made-up',
  hostname: 'thehost',
  environment: { GIVEN: 'from caller' },
  terminal: true,
  selinux: false,
  pids: { other: 42 },
};

/** `['network=host', 'rm']` → options. */
function options(words: string[]): RunOption[] {
  return words.map((word) => {
    const at = word.indexOf('=');
    const [name, value] = at < 0 ? [word, 'true'] : [word.slice(0, at), word.slice(at + 1)];
    return { name, value, words: [`--${word}`] };
  });
}

export const spec = (words: string[], command: string[] = []): RunSpec => ({
  program: 'docker',
  globals: [],
  options: options(words),
  image: 'tools',
  command,
});

export const plan = (words: string[], context: Partial<BuiltinContext> = {}, image: Partial<Image> = {}) =>
  planBuiltin(spec(['network=host', ...words]), { ...IMAGE, ...image }, { ...CONTEXT, ...context });

export function failure(act: () => unknown): SpcError {
  try {
    act();
  } catch (error) {
    if (error instanceof SpcError) return error;
  }
  throw new Error('nothing was refused');
}
