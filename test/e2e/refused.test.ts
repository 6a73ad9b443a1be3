/** What a label must not get past spc, on real engines: each refusal has its code, and nothing runs. */
import { existsSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImages } from './images.ts';
import { auditLines, errorOf, onEngine, removeScratch, run, spc, spcOnTerminal } from './spc.ts';

afterAll(removeScratch);

describe.each(['docker', 'podman'] as const)('%s', (engine) => {
  const { given, name } = onEngine(engine);

  beforeAll(() => makeImages(engine));

  describe('what must not run', () => {
    const mark = '/tmp/spc-e2e-evil';
    const json = (args: string[], env: Record<string, string> = {}) =>
      errorOf(spc([args[0] ?? '', '--json', ...given, ...args.slice(1)], { env }));
    beforeAll(() => rmSync(mark, { force: true }));
    afterAll(() => expect(existsSync(mark)).toBe(false));

    it('no such image', () => expect(json(['run', 'localhost/spc-e2e-nope']).code).toBe('no-image'));
    it('no label', () => expect(json(['run', 'localhost/spc-e2e-bare']).code).toBe('no-label'));
    it('RUN and run both present', () =>
      expect(json(['run', 'localhost/spc-e2e-twice'])).toMatchObject({ code: 'label-ambiguous' }));
    it('shell syntax in a label: no shell runs', () =>
      expect(json(['run', 'localhost/spc-e2e-evil']).code).toBe('unknown-variable'));
    it.each([
      ['OTHER', 'not-an-engine'],
      ['SHELL', 'not-an-engine'],
      ['QUOTE', 'label-syntax'],
      ['ESC', 'label-characters'],
      ['ENVLEAK', 'unknown-variable'],
    ])('label %s is refused: %s', (label, code) => {
      const env = { AWS_SECRET_ACCESS_KEY: 'spc-e2e-secret' };
      const image = `localhost/spc-e2e-label-${label.toLowerCase()}`;
      const value = JSON.parse(spc(['label', 'show', '--json', '--engine', engine, 'localhost/spc-e2e-evil']).stdout)[
        label
      ] as string;
      const built = run([engine, 'build', '-q', '-t', image, '-'], {
        env: { ...process.env, DOCKER_BUILDKIT: '0' } as Record<string, string>,
        input: `FROM localhost/spc-bb\nLABEL RUN=${JSON.stringify(value)
          .replaceAll('$', '\\$')
          .replace(/\\u001b/g, '\u001b')
          .replace(/\\u0007/g, '\u0007')}\n`,
      });
      expect(built.status).toBe(0);
      const outcome = spc(['run', '--json', ...given, image], { env });
      expect(errorOf(outcome).code).toBe(code);
      expect(outcome.stdout + outcome.stderr).not.toContain('spc-e2e-secret');
      expect(outcome.stderr).not.toContain('\u001b');
    });

    it('without a terminal and without --yes: refused, with the rule that would allow it', () => {
      const { status, stderr } = spc([
        'run',
        '--engine',
        engine,
        '--name',
        name('no'),
        'localhost/spc-e2e-host',
        'true',
      ]);
      expect(status).toBe(79);
      expect(stderr).toContain('"privileged"');
      expect(auditLines().at(-1)).toMatchObject({ decision: 'refuse', image: { ref: 'localhost/spc-e2e-host' } });
    });

    it('on a terminal it asks, and Enter means no', () => {
      const { status, stdout } = spcOnTerminal(
        ['run', '--engine', engine, '--name', name('ask'), 'localhost/spc-e2e-host', 'echo', 'ran'],
        { input: '\n' },
      );
      expect(stdout).toContain('[y/N]');
      expect(stdout).not.toContain('ran\r');
      expect(status).toBe(79);
    });

    it('on a terminal y runs it', () => {
      const { status, stdout } = spcOnTerminal(
        ['run', '--engine', engine, '--rm', '--name', name('yes'), 'localhost/spc-e2e-host', 'echo', 'it ran'],
        { input: 'y\n' },
      );
      expect(stdout).toContain('it ran\r\n');
      expect(status).toBe(0);
    });
  });
});
