import { expect, it } from 'vitest';
import { BENCH_PHRASES, inspectAll } from '../../src/engines/bench.ts';

const ids = (count: number) => Array.from({ length: count }, (_, at) => String(at).padStart(64, '0'));

it('asks one question about 1,000 containers', () => {
  const [only, ...more] = inspectAll('docker', 'container', ids(1000));
  expect(more).toEqual([]);
  expect(only?.args.slice(0, 3)).toEqual(['container', 'inspect', '--']);
  expect(only?.args).toHaveLength(1003);
});

it('asks more than one only for what no command line holds', () => {
  const calls = inspectAll('podman', 'image', ids(10_000));
  expect(calls).toHaveLength(5);
  expect(calls.flatMap(({ args }) => args.slice(3))).toEqual(ids(10_000));
  for (const { args } of calls) expect(args.join(' ').length).toBeLessThan(129 * 1024);
});

it('asks nothing about nothing', () => expect(inspectAll('docker', 'network', [])).toEqual([]));

it.each(Object.entries(BENCH_PHRASES))('%s changes nothing and runs nothing', (name, phrases) => {
  for (const { file, args } of Object.values(phrases)) {
    expect(file).toBe(name);
    expect(args.join(' ')).toMatch(/^(info|context inspect|ps|images|network ls|secret ls)\b/);
  }
});
