/** `spc tools build` for real: packages become an image, the image arrives in the engines, its tools run. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageNames } from '../../src/core/tools/packages.ts';
import { loadToolbox } from '../../src/io/tools/definition.ts';
import { errorOf, removeScratch, run, SCRATCH, spc } from './spc.ts';

const TAG = 'localhost/spc-test-tools:latest';
const WORK = join(SCRATCH, 'work');
const BUILD_MS = 300_000;
mkdirSync(WORK, { recursive: true });

afterAll(() => {
  for (const engine of ['docker', 'podman']) run([engine, 'image', 'rm', '-f', TAG]);
  removeScratch();
});

const build = (...args: string[]) => spc(['tools', 'build', '--minimal', '--json', '--work-dir', WORK, ...args]);

interface Result {
  id: string;
  built: boolean;
  packages: number;
  size: number;
}
const resultOf = (outcome: { status: number | null; stdout: string; stderr: string }): Result => {
  expect(outcome).toMatchObject({ status: 0 });
  return JSON.parse(outcome.stdout);
};

describe('by apt', () => {
  let docker: Result;
  let podman: Result;
  beforeAll(() => {
    docker = resultOf(build('--engine', 'docker', '--tag', TAG, '--force'));
    podman = resultOf(build('--engine', 'podman', '--tag', TAG, '--force'));
  }, BUILD_MS);

  it('gives the same id twice, and that is the id in both engines', () => {
    expect(podman.id).toBe(docker.id);
    const idIn = (engine: string) => run([engine, 'image', 'inspect', '--format', '{{.Id}}', TAG]).stdout.trim();
    expect([idIn('docker'), `sha256:${idIn('podman')}`]).toEqual([docker.id, docker.id]);
  });

  it.each(['docker', 'podman'])('in %s its tools run, and know their users', (engine) => {
    const inside = (...command: string[]) => run([engine, 'run', '--rm', '--network=none', TAG, ...command]).stdout;
    expect(inside('strace', '-V')).toMatch(/^strace -- version/);
    expect(inside('tcpdump', '--version')).toMatch(/^tcpdump version/);
    expect(inside('ps', '-o', 'comm=')).toBe('ps\n');
    expect(inside('sh', '-c', 'id -un tcpdump; awk "BEGIN { print 6 * 7 }"; gdb --version | wc -l')).toMatch(
      /^tcpdump\n42\n[1-9]/,
    );
  });

  it('has a true inventory: dpkg finds nothing missing, and whose a file is', () => {
    const script = 'dpkg --audit; grep -c ^Package: /var/lib/dpkg/status; dpkg-query -S /usr/bin/strace';
    const { stdout } = run(['docker', 'run', '--rm', '--network=none', TAG, 'sh', '-c', script]);
    expect(stdout).toBe(`${docker.packages}\nstrace: /usr/bin/strace\n`);
  });

  it('is left as it is when it is up to date', () => {
    expect(resultOf(build('--engine', 'docker', '--tag', TAG))).toMatchObject({ built: false, id: docker.id });
  });

  it('leaves nothing behind in the work directory', () => {
    expect(readdirSync(WORK)).toEqual([]);
  });
});

describe('a build that cannot go on says why', () => {
  it('no packager in PATH', () => {
    const PATH = join(SCRATCH, 'path');
    mkdirSync(PATH);
    for (const program of ['readlink', 'uname']) symlinkSync(`/usr/bin/${program}`, join(PATH, program));
    const given = ['tools', 'build', '--json', '--no-load', '--output', join(SCRATCH, 'x.tar')];
    const none = spc(given, { env: { PATH } });
    expect(none.status).toBe(90);
    expect(errorOf(none)).toMatchObject({
      code: 'build-failed',
      what: 'this host has neither apt-get nor dnf in PATH',
    });
    expect(errorOf(spc([...given, '--from', 'apt'], { env: { PATH } }))).toMatchObject({
      what: 'cannot start apt-get',
    });
  });

  it(
    'no such package, by its name; refreshing the lists did not help',
    () => {
      const outcome = build('--no-load', '--with', 'spc-no-such-package');
      expect(outcome.status).toBe(90);
      expect(errorOf(outcome).why).toContain('E: Unable to locate package spc-no-such-package');
    },
    BUILD_MS,
  );

  it(
    'no mirror',
    () => {
      const sources = join(SCRATCH, 'sources');
      mkdirSync(sources);
      writeFileSync(join(sources, 'x.list'), 'deb [trusted=yes] http://127.0.0.1:1/ x main\n');
      const outcome = build('--no-load', '--sources', sources);
      expect(outcome.status).toBe(90);
      expect(errorOf(outcome).why).toMatch(/Could not connect to 127\.0\.0\.1:1/);
      expect(errorOf(outcome).hint).toMatch(/mirror reachable/);
    },
    BUILD_MS,
  );

  it('a package name that is an option', () => {
    expect(build('--no-load', '--with', '-oDPkg::Pre-Invoke::=id').status).toBe(64);
  });
});

const noDnf = run(['dnf', '--version']).status !== 0 || run(['rpmbuild', '--version']).status !== 0;
if (noDnf) console.warn('tools-build: dnf, rpm or createrepo_c is not installed here: building by dnf is not tested');

describe.skipIf(noDnf)('by dnf, from a repository made here', () => {
  const sources = join(SCRATCH, 'repos.d');
  let names: string[];
  beforeAll(async () => {
    names = packageNames((await loadToolbox()).toolbox, 'dnf', 'minimal');
    makeRepository(join(SCRATCH, 'repo'), names);
    mkdirSync(sources);
    writeFileSync(join(sources, 't.repo'), `[t]\nname=t\nbaseurl=file://${SCRATCH}/repo\ngpgcheck=0\n`);
  }, BUILD_MS);

  const buildByDnf = (output: string, ...args: string[]) =>
    build('--from', 'dnf', '--release', '1', '--sources', sources, '--no-load', '--output', output, ...args);

  it(
    'installs every package, and gives the same id twice',
    async () => {
      const [one, two] = [join(SCRATCH, '1.tar'), join(SCRATCH, '2.tar')];
      const first = resultOf(buildByDnf(one));
      expect(first.packages).toBe(names.length);
      expect(resultOf(buildByDnf(two)).id).toBe(first.id);
      const layer = await filesOf(one, 'layer.tar');
      for (const name of names) expect(layer).toContain(`./usr/share/spc-test/${name}`);
      expect(layer.filter((name) => /dnf|\.log$|machine-id/.test(name))).toEqual([
        './etc/dnf/',
        './etc/dnf/modules.d/',
      ]);
    },
    BUILD_MS,
  );

  it(
    'names a package that is not there',
    () => {
      const outcome = buildByDnf(join(SCRATCH, '3.tar'), '--with', 'spc-no-such-package');
      expect(outcome.status).toBe(90);
      expect(errorOf(outcome)).toMatchObject({ code: 'build-failed', what: 'a package is not known' });
      expect(errorOf(outcome).why).toContain('spc-no-such-package');
    },
    BUILD_MS,
  );
});

/** One rpm a name, each with one file, from one spec. */
function makeRepository(directory: string, names: string[]): void {
  const subpackages = names.map((name) => `%package -n ${name}\nSummary: test\n%description -n ${name}\ntest\n`);
  const files = names.map((name) => `%files -n ${name}\n/usr/share/spc-test/${name}\n`);
  const install = names.map((name) => `echo ${name} > %{buildroot}/usr/share/spc-test/${name}`);
  const spec = [
    'Name: spc-test\nVersion: 1\nRelease: 1\nSummary: test\nLicense: none\nBuildArch: noarch\n%description\ntest\n',
    ...subpackages,
    `%install\nmkdir -p %{buildroot}/usr/share/spc-test\n${install.join('\n')}\n`,
    ...files,
  ].join('\n');
  mkdirSync(directory);
  const path = join(SCRATCH, 'spc-test.spec');
  writeFileSync(path, spec);
  const made = run([
    'rpmbuild',
    '-bb',
    '--define',
    `_topdir ${SCRATCH}/rpmbuild`,
    '--define',
    `_rpmdir ${directory}`,
    path,
  ]);
  expect(made).toMatchObject({ status: 0 });
  expect(run(['createrepo_c', '-q', directory])).toMatchObject({ status: 0 });
}

/** The names in a tar that is itself in a tar. */
async function filesOf(archive: string, member: string): Promise<string[]> {
  const outer = extract();
  outer.end(readFileSync(archive));
  const names: string[] = [];
  for await (const entry of outer) {
    const inner = entry.header.name === member ? entry.pipe(extract()) : undefined;
    if (!inner) entry.resume();
    for await (const file of inner ?? []) {
      names.push(file.header.name);
      file.resume();
    }
  }
  return names;
}
