import { describe, expect, it } from 'vitest';
import { GLOBAL_OPTIONS } from '../../../src/core/label/globals.ts';
import { RUN_OPTIONS } from '../../../src/core/label/options.ts';
import { fixture } from './fixtures.ts';

interface HelpOption {
  name: string;
  letter: string | null;
  takes: 'value' | 'boolean';
}

/** Read from `docker run --help` (client 28) and `podman run --help` (4.3.1). */
const HELP = fixture<Record<'docker' | 'podman', HelpOption[]>>('run_help.json');

describe.each(['docker', 'podman'] as const)('options of %s run', (engine) => {
  it.each(HELP[engine])('has --$name', ({ name, letter, takes }) => {
    expect(RUN_OPTIONS.long(name)).toMatchObject({ name, takes, engines: expect.arrayContaining([engine]) });
    if (letter) expect(RUN_OPTIONS.short(letter)?.name).toBe(name);
  });

  it('reads --help completely', () => {
    expect(HELP[engine].length).toBeGreaterThan(95);
  });
});

describe.each([
  ['run', RUN_OPTIONS],
  ['global', GLOBAL_OPTIONS],
])('the table of %s options', (_, table) => {
  it('names every option once', () => {
    const names = [...table.rules.values()].map(
      ({ name, engines }) => `${name} ${new Set(engines).size === engines.length}`,
    );
    expect(names).toEqual([...table.rules.keys()].map((name) => `${name} true`));
    for (const name of table.rules.keys()) expect(name).toMatch(/^[a-z][a-z0-9-]+$/);
  });

  it('has a rule for every letter, and none for inherited names', () => {
    for (const letter of 'acHlv') expect(table.short(letter) ?? letter).not.toBe('');
    expect(table.long('constructor')).toBeUndefined();
    expect(table.short('toString')).toBeUndefined();
  });
});

it.each([
  ['net', 'network'],
  ['dns-opt', 'dns-option'],
  ['net-alias', 'network-alias'],
])('--%s is --%s', (alias, name) => {
  expect(RUN_OPTIONS.long(alias)?.name).toBe(name);
});

it.each([
  ['use-api-socket', ['docker']],
  ['replace', ['podman']],
  ['cosign-key', ['nerdctl']],
  ['rootfs', ['podman', 'nerdctl']],
  ['device-cgroup-rule', ['docker', 'podman']],
  ['privileged', ['docker', 'podman', 'nerdctl']],
])('--%s is of %j', (name, engines) => {
  expect(RUN_OPTIONS.long(name)?.engines).toEqual(engines);
});
