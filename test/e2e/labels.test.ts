/** Labels beside RUN on real engines: INSTALL, UNINSTALL, STOP, HELP, RUN_OPTS_FILE. */
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImages } from './images.ts';
import { errorOf, onEngine, removeScratch, run, spc } from './spc.ts';

afterAll(removeScratch);

describe.each(['docker', 'podman'] as const)('%s', (engine) => {
  const { given, name, remove, idOf } = onEngine(engine);

  beforeAll(() => makeImages(engine));

  it('RUN_OPTS_FILE gives options from a folder of the container, and nothing else', () => {
    const folder = '/etc/spc-e2e-optsfile';
    const file = `${folder}/opts`;
    const show = () => spc(['run', '--json', '--display', '--engine', engine, 'localhost/spc-e2e-optsfile']);
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    try {
      writeFileSync(file, '-e A=1\n--memory 64m\n', { mode: 0o644 });
      expect(JSON.parse(show().stdout).commands[0]).toEqual(expect.arrayContaining(['--env=A=1', '--memory=64m']));
      writeFileSync(file, 'root:x:0:0:root:/root:/bin/sh\n');
      expect(errorOf(show())).toMatchObject({ code: 'config' });
      rmSync(file);
      symlinkSync('/etc/passwd', file);
      expect(errorOf(show())).toMatchObject({ code: 'config' });
      rmSync(file);
      expect(JSON.parse(show().stdout).commands[0]).not.toContain('--memory=64m');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("spc-label's labels", () => {
    const image = 'localhost/spc-label';
    const mark = '/tmp/spc-lab-installed';
    rmSync(mark, { force: true });
    const container = name('label');
    try {
      expect(spc(['run', ...given, '--name', container, image]).status).toBe(82);
      expect(spc(['install', ...given, image]).status).toBe(0);
      expect(existsSync(mark)).toBe(true);
      expect(spc(['run', ...given, '--name', container, image]).status).toBe(0);
      expect(run([engine, 'exec', container, 'ls', '/host/etc/passwd']).stdout).toBe('/host/etc/passwd\n');
      expect(spc(['uninstall', ...given, image]).status).toBe(0);
      expect(existsSync(mark)).toBe(false);
      const opts = spc([
        'label',
        'expand',
        '--engine',
        engine,
        '--json',
        '--label',
        'OPTS',
        '--opt1=-e A=1',
        '--opt2',
        'two words',
        image,
      ]);
      const id = JSON.parse(opts.stdout);
      expect(id.argv).toEqual([
        'docker',
        'run',
        '--rm',
        '--name',
        'spc-label',
        '-e',
        'A=1',
        image,
        'echo',
        'o2=two words',
        'o3=',
      ]);
      const quote = JSON.parse(
        spc(['label', 'expand', '--engine', engine, '--json', '--label', 'QUOTE', image]).stdout,
      );
      expect(quote.argv.slice(-2)).toEqual(['-c', 'echo "a  b"; echo c']);
    } finally {
      remove(container);
    }
  });

  describe('install, run, uninstall, stop, version, help', () => {
    it('go by their labels and the record', () => {
      const image = 'localhost/spc-e2e-install';
      const label = (verb: string) => spc([verb, ...given, image]);
      label('uninstall');
      expect(spc(['run', ...given, image]).status).toBe(82);
      expect(spc(['run', ...given, '--ignore', image]).stdout).toBe('running\n');
      expect(label('install').stdout).toBe('installing spc-e2e-install\n');
      expect(label('run').stdout).toBe('running\n');
      expect(label('uninstall').stdout).toBe('uninstalling\n');
      expect(spc(['run', ...given, image]).status).toBe(82);
      expect(label('help').stdout).toBe('this is help\n');
      expect(spc(['version', '--engine', engine, image]).stdout).toBe(`example 7 3 ${idOf(image)}\n`);
      expect(JSON.parse(spc(['info', '--engine', engine, '--json', image]).stdout).labels.Release).toBe('3');
    });

    it('stop runs the STOP label of the container', () => {
      const container = name('service');
      try {
        expect(spc(['run', ...given, '--name', container, 'localhost/spc-e2e-service']).status).toBe(0);
        expect(spc(['stop', ...given, container]).status).toBe(0);
        const state = run([
          engine,
          'inspect',
          '--format',
          '{{.State.Running}} {{.State.ExitCode}}',
          container,
        ]).stdout.trim();
        expect(state).toBe('false 137');
      } finally {
        remove(container);
      }
    });
  });
});
