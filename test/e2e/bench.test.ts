/** The benchmark against real engines with planted faults. Needs test/lab/up. */
import { chmodSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BenchReport } from '../../src/core/bench/types.ts';
import { foundOn, report } from './bench-report.ts';
import { onEngine, removeScratch, run, SCRATCH } from './spc.ts';

beforeAll(() => mkdirSync(SCRATCH, { recursive: true }));
afterAll(removeScratch);

/** Options of `run` → the checks that must find it. */
const FAULTS = {
  privileged: [['--privileged'], ['5.4', '5.5']],
  namespaces: [
    ['--pid=host', '--network=host', '--ipc=host', '--uts=host'],
    ['5.10', '5.16', '5.17', '5.21'],
  ],
  mounts: [
    ['-v', '/etc:/host-etc', '-v', '/var/run/docker.sock:/run/docker.sock'],
    ['5.6', '5.32'],
  ],
  bare: [
    ['--user=root', '--cap-add=SYS_ADMIN', '--security-opt=seccomp=unconfined', '--restart=always'],
    ['4.1', '5.4', '5.11', '5.12', '5.13', '5.15', '5.22', '5.26', 'C.5.3.3'],
  ],
  ports: [
    ['-p', '0.0.0.0:18931:80'],
    ['5.9', '5.14'],
  ],
  cgroup: [['--cgroup-parent=/spc-e2e-bench'], ['5.25']],
} as const satisfies Record<string, readonly [readonly string[], readonly string[]]>;

const GOOD = [
  ...['--user=1000:1000', '--cap-drop=ALL', '--security-opt=no-new-privileges', '--memory=64m', '--cpus=0.5'],
  ...['--pids-limit=50', '--read-only', '--network=none'],
];

describe.each(['docker', 'podman'] as const)('%s', (engine) => {
  const { name, remove } = onEngine(engine);
  const started: string[] = [];
  const start = (suffix: string, options: readonly string[]) => {
    const container = name(suffix);
    started.push(container);
    const { status, stderr } = run([
      engine,
      'run',
      '-d',
      '--name',
      container,
      ...options,
      'localhost/spc-bb',
      'sleep',
      '600',
    ]);
    if (status !== 0) throw new Error(stderr);
  };
  let found: BenchReport;
  const snapshot = `${SCRATCH}/${engine}.json`;

  beforeAll(() => {
    for (const [suffix, [options]] of Object.entries(FAULTS)) start(suffix, options);
    start('good', GOOD);
    found = report('--engine', engine, '--snapshot', snapshot);
  });
  afterAll(() => {
    for (const one of started) remove(one);
  });

  it.each(Object.entries(FAULTS))('finds what is planted: %s', (suffix, [, checks]) => {
    expect(foundOn(found, name(suffix))).toEqual(expect.arrayContaining([...checks]));
  });

  it('finds none of it where it is mended', () => {
    const planted: string[] = Object.values(FAULTS).flatMap(([, checks]) => checks);
    expect(foundOn(found, name('good')).filter((id) => planted.includes(id))).toEqual([]);
  });

  it('--target is about one container', () => {
    const { findings } = report('--engine', engine, '--target', name('privileged'));
    expect(new Set(findings.flatMap(({ items }) => items.map((item) => item.name)))).toEqual(
      new Set([name('privileged')]),
    );
  });

  it('judges its snapshot as it was judged live', () => expect(report('--from', snapshot)).toEqual(found));

  it('keeps a snapshot for its owner alone', () => expect(statSync(snapshot).mode & 0o777).toBe(0o600));

  it('compares with an earlier report', () => {
    const earlier = `${SCRATCH}/${engine}-report.json`;
    writeFileSync(earlier, JSON.stringify(found));
    remove(name('privileged'));
    start('newcomer', ['--privileged']);
    const { comparison } = report('--engine', engine, '--baseline', earlier);
    const items = (differences: { check: string; item: string }[] = []) =>
      differences.filter(({ check }) => check === '5.5').map(({ item }) => item);
    expect(items(comparison?.appeared)).toContain(`container ${name('newcomer')}`);
    expect(items(comparison?.appeared)).not.toContain(`container ${name('privileged')}`);
    expect(items(comparison?.fixed)).toContain(`container ${name('privileged')}`); // other tests' containers come and go beside it
  });

  it('knows wrong owners and modes of files, and right ones', () => {
    const folder = engine === 'docker' ? '/etc/docker/certs.d' : '/etc/containers/certs.d';
    const own = `${folder}/spc-e2e-${process.pid}`;
    const had = existsSync(folder);
    try {
      mkdirSync(own, { recursive: true });
      writeFileSync(`${own}/ca.crt`, '');
      chmodSync(`${own}/ca.crt`, 0o622);
      run(['chown', '4242:4242', `${own}/ca.crt`]);
      expect(foundOn(report('--engine', engine, '--section', '3'), `${own}/ca.crt`)).toEqual(['3.7', '3.8']);
      run(['chown', '0:0', `${own}/ca.crt`]);
      chmodSync(`${own}/ca.crt`, 0o444);
      expect(foundOn(report('--engine', engine, '--section', '3'), `${own}/ca.crt`)).toEqual([]);
    } finally {
      rmSync(had ? own : folder, { recursive: true, force: true });
    }
  });
});
