import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endContainers, type LabContainer, startContainer } from './containers.ts';
import { pidsWith, printed, probe } from './probed.ts';
import { errorOf, removeScratch, run, SCRATCH, spc, until } from './spc.ts';

afterAll(() => {
  endContainers();
  removeScratch();
});

const dd = (count: number) => ['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1', `count=${count}`];

describe.each(['docker', 'podman'] as const)('%s', (engine) => {
  let web: LabContainer;
  beforeAll(() => {
    web = startContainer(engine);
  });
  const inside = (...argv: string[]) => run([engine, 'exec', web.name, ...argv]);
  const target = () => `${engine}/${web.name}`;

  test('trace shows a process that joined later, and none of the host', async () => {
    const probed = await probe(['perf', target(), 'trace']);
    inside('dd', 'if=/dev/zero', 'of=/dev/null', 'bs=77', 'count=50');
    run(['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=33', 'count=50']);
    expect(await probed.end()).toBe(0);
    const lines = printed(probed.events());
    expect(lines.filter((line) => / read\(.*, count: 77\)/.test(line)).length).toBeGreaterThan(40);
    expect(lines.filter((line) => / read\(.*, count: 33\)/.test(line))).toEqual([]);
  });

  test('trace --summary counts about 5,000 writes', async () => {
    const probed = await probe(['perf', target(), 'trace', '--summary']);
    inside(...dd(5000));
    await probed.end();
    const text = printed(probed.events()).join('\n');
    const writes = [...text.matchAll(/^ +write +(\d+) /gm)].map(([, calls]) => Number(calls));
    // runc writes a few times before it becomes dd; perf may lose some
    expect(Math.max(...writes)).toBeGreaterThan(4000);
    expect(Math.max(...writes)).toBeLessThan(5200);
  });

  test('stat counts, samples are recorded', async () => {
    const probed = await probe(['perf', target(), 'stat', '-e', 'task-clock', '-e', 'page-faults']);
    inside(...dd(500));
    await probed.end();
    const faults = printed(probed.events()).map((line) => /^ +([\d,]+) +page-faults/.exec(line)?.[1]);
    expect(Number(faults.find(Boolean)?.replaceAll(',', ''))).toBeGreaterThan(10);

    const file = `${SCRATCH}/${engine}.data`;
    const recording = await probe(['perf', target(), 'record', '-o', file, '-e', 'cpu-clock']);
    inside(...dd(100_000));
    expect(await recording.end()).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(run(['perf', 'report', '--stdio', '-i', file, '--sort', 'comm']).stdout).toMatch(/% +dd/);
  });
});

describe('perf.data', () => {
  test('is never written over, nor through a link', () => {
    const [file, link] = [`${SCRATCH}/there`, `${SCRATCH}/link`];
    writeFileSync(file, 'mine');
    symlinkSync(`${SCRATCH}/elsewhere`, link);
    for (const [path, why] of [
      [file, 'it is there already'],
      [link, 'it is a symbolic link'],
    ] as const)
      expect(errorOf(spc(['perf', '--json', `pid:${process.pid}`, 'record', '-o', path]))).toMatchObject({
        code: 'usage',
        why,
      });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(existsSync(`${SCRATCH}/elsewhere`)).toBe(false);
    rmSync(link);
  });

  test('is not left behind when perf does not start', () => {
    const file = `${SCRATCH}/nothing`;
    const outcome = spc(['perf', '--json', `pid:${process.pid}`, 'record', '-o', file, '-e', 'no-such-event']);
    expect(errorOf(outcome).what).toBe('perf record did not start');
    expect(existsSync(file)).toBe(false);
  });
});

test.each([
  ['stat', '--', '-o', 'x'],
  ['stat', '-s'],
  ['watch'],
  ['stat', '--', '--no-such-option'],
  ['stat', '--', '--', 'id'],
])('perf %s %s %s is a wrong command line', (...words) => {
  expect(spc(['perf', `pid:${process.pid}`, ...words]).status).toBe(64);
});

test('the target ends, and so does perf; spc killed, and perf ends', async () => {
  const sleeper = spawn('sleep', ['1000'], { stdio: 'ignore' });
  try {
    const probed = await probe(['perf', `pid:${sleeper.pid}`, 'stat', '-e', 'task-clock']);
    const perf = () => pidsWith(`task-clock\0-p\0${sleeper.pid}\0`);
    expect(perf()).toHaveLength(1);
    probed.child.kill('SIGKILL');
    await until(() => perf().length === 0, 'the end of perf');

    const second = await probe(['perf', `pid:${sleeper.pid}`, 'stat', '-e', 'task-clock']);
    sleeper.kill('SIGKILL');
    await until(() => second.child.exitCode !== null, 'the end of spc');
    expect(second.events().at(-1)).toMatchObject({ kind: 'end', tracer: 'perf' });
    expect(perf()).toHaveLength(0);
  } finally {
    sleeper.kill('SIGKILL');
  }
});
