import { describe, expect, it } from 'vitest';
import { readImagePage } from '../../../src/app/browse/image-page.ts';
import type { Host } from '../../../src/app/host.ts';
import { renderRun } from '../../../src/core/label/runspec.ts';
import type { Recipe } from '../../../src/core/recipe.ts';
import type { Image, RunSpec } from '../../../src/core/types.ts';
import type { PageAnswer } from '../../../src/core/wire/types.ts';
import type { Driver } from '../../../src/io/driver.ts';

const IMAGE: Image = {
  id: `sha256:${'ab'.repeat(32)}`,
  tags: ['web:1'],
  repoDigests: [],
  labels: {},
  cmd: ['httpd'],
  entrypoint: [],
  env: [],
  user: '',
  workdir: '',
};
const RECIPE = {
  name: 'tools',
  aliases: ['rhel-tools'],
  images: ['localhost/tools:1'],
  summary: 'a toolbox',
  source: 'a book',
  labels: { RUN: 'docker run --privileged IMAGE' },
  privileges: [{ option: '--privileged', why: 'it debugs' }],
  build: 'tools',
} as unknown as Recipe;

/** A host whose one engine has an image with these labels; what it would start is remembered. */
function hostWith(labels: Record<string, string>, here = true) {
  const started: string[] = [];
  const launch = (argv: string[]) => ({
    argv,
    warnings: [],
    start: async () => started.push(argv.join(' ')),
    capture: async () => started.push(argv.join(' ')),
  });
  const driver = {
    name: 'docker',
    image: async () => (here ? { ...IMAGE, labels } : undefined),
    container: async () => undefined,
    run: async (spec: RunSpec) => launch(['docker', ...renderRun(spec)]),
    verb: ({ verb, args }: { verb: string; args: string[] }) => launch(['docker', verb, ...args]),
  } as unknown as Driver;
  const host = {
    drivers: async function* () {
      yield driver;
    },
    recipe: async (name: string) => (name === 'tools' ? RECIPE : undefined),
    policies: async () => [],
    isTrusted: () => false,
    installs: { has: () => false },
    terminal: () => ({ stdin: false, stdout: false, canAsk: false }),
    ask: () => {
      throw new Error('a page asks nobody');
    },
    audit: () => started.push('audit'),
    callerVariables: () => ({}),
    environment: {},
    pid: 1,
    exists: () => false,
  } as unknown as Host;
  return { host, started };
}

const read = async (labels: Record<string, string>, image = 'web:1', here = true) => {
  const { host, started } = hostWith(labels, here);
  const page = await readImagePage(host, { image, engine: 'docker' });
  expect(started).toEqual([]);
  return page;
};
const titles = ({ sections }: PageAnswer) => sections.map(({ title }) => title);
const items = ({ sections }: PageAnswer, wanted: string) => sections.find(({ title }) => title === wanted)?.items;

describe('readImagePage', () => {
  it('tells what RUN would start, with what privileges, and what policy says to one who can be asked', async () => {
    const page = await read({ RUN: 'docker run -it --privileged IMAGE sh', other: 'x' });
    expect(page.run).toMatchObject({
      command: 'docker run --interactive --tty --privileged web:1 sh',
      report: { tier: 'critical' },
      verdict: { decision: 'ask' },
    });
    expect(titles(page)).toEqual(['web:1', 'RUN', 'PRIVILEGES', 'WHAT ITS LABELS ASK FOR', 'LABELS']);
    expect(items(page, 'LABELS')).toContainEqual({ label: 'other', text: 'x' });
  });

  it('shows the other labels that spc acts on, as they are', async () => {
    const labels = { INSTALL: 'docker run IMAGE a', UNINSTALL: 'b', stop: 'docker stop NAME', RUN: 'docker run IMAGE' };
    expect(items(await read(labels), 'WHAT ITS LABELS ASK FOR')).toMatchObject([
      { label: 'RUN', text: 'docker run IMAGE' },
      { label: 'INSTALL', text: 'docker run IMAGE a' },
      { label: 'UNINSTALL', text: 'b' },
      { label: 'STOP', text: 'docker stop NAME' },
    ]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['no label', {}, /has no label RUN/],
    ['no engine', { RUN: 'rm -rf /' }, /no container engine/],
    ['an unknown variable', { RUN: 'docker run -e A=$(id) IMAGE' }, /does not set/],
    ['two labels that differ', { RUN: 'docker run IMAGE', run: 'docker run -v /:/h IMAGE' }, /both RUN and run/],
    ['control characters', { RUN: 'docker run IMAGE \x1b[2J' }, /RUN/],
  ])('with %s there is a reason, and nothing to run', async (_, labels, reason) => {
    const page = await read(labels);
    expect(page.run).toBeNull();
    expect(items(page, 'RUN')).toMatchObject([{ note: expect.stringMatching(reason) }]);
  });

  it('a label that asks for something else than run is judged, too', async () => {
    const { run } = await read({ RUN: 'docker stop NAME' });
    expect(run?.command).toBe('docker stop web');
  });

  it('a recipe whose image is not here shows its labels and reasons', async () => {
    const page = await read({}, 'tools', false);
    expect(page.run).toBeNull();
    expect(items(page, 'tools')).toContainEqual({ note: 'its image is not here; spc tools build makes it' });
    expect(items(page, 'WHY EACH PRIVILEGE')).toEqual([{ rows: [['--privileged', 'it debugs']] }]);
  });

  it('what is neither is an error', async () => {
    await expect(read({}, 'nothing', false)).rejects.toMatchObject({ code: 'no-image' });
  });
});
