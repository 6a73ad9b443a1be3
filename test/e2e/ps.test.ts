/** `spc ps` on real containers and hostile processes. Needs test/lab/up. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { endContainers, type LabContainer, startContainer } from './containers.ts';
import { errorOf, removeScratch, run, SPC, spc } from './spc.ts';

interface Row {
  pid: number;
  containerPid: number | null;
  nsPids: number[];
  ppid: number;
  container: string | null;
  containerId: string | null;
  engine: string | null;
  user: string;
  memory: number;
  command: string;
}

const NOBODY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
const rowsOf = (args: string[]): Row[] => JSON.parse(spc(['ps', '--json', ...args]).stdout);
const containers = {} as Record<'docker' | 'podman', LabContainer>;

beforeAll(() => {
  for (const engine of ['docker', 'podman'] as const) containers[engine] = startContainer(engine);
});
afterAll(() => {
  endContainers();
  removeScratch();
});

describe.each(['docker', 'podman'] as const)('processes of %s', (engine) => {
  it('are shown with their pids in the container', () => {
    const { id, name, pid, sleepers } = containers[engine];
    const rows = rowsOf([name]);
    expect(rows.map((row) => row.pid)).toEqual([pid, ...sleepers.map((each) => each.pid)].sort((a, b) => a - b));
    for (const row of rows) expect(row).toMatchObject({ container: name, containerId: id, engine, user: 'root' });
    expect(rows.find((row) => row.pid === pid)).toMatchObject({ containerPid: 1, nsPids: [pid, 1] });
    for (const { pid: each, argv } of sleepers)
      expect(rows.find((row) => row.pid === each)).toMatchObject({ ppid: pid, command: argv.join(' ') });
  });

  it('are found by the beginning of an id, too', () => {
    expect(rowsOf([containers[engine].id.slice(0, 12)])).toHaveLength(4);
  });

  it('are in the list of all, beside those of the host', () => {
    const rows = rowsOf([]);
    expect(rows.find(({ pid }) => pid === containers[engine].pid)).toMatchObject({ engine });
    expect(rows.find(({ pid }) => pid === process.pid)).toMatchObject({
      container: null,
      engine: null,
      containerPid: null,
    });
  });
});

describe('the table', () => {
  it('has a row a line with --ndjson', () => {
    const lines = spc(['ps', '--ndjson', containers.docker.name]).stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).container)).toEqual(Array(4).fill(containers.docker.name));
  });

  it('has the columns asked for, filtered and sorted', () => {
    const { stdout } = spc(['ps', '-o', 'pid,command', '-f', `container=${containers.docker.name}`, '--sort=-pid']);
    const [heading, ...lines] = stdout.trimEnd().split('\n');
    expect(heading?.trim()).toMatch(/^PID {2}COMMAND$/);
    const pids = lines.map((line) => Number(line.trim().split(' ')[0]));
    expect(pids).toHaveLength(4);
    expect(pids).toEqual(pids.toSorted((a, b) => b - a));
  });

  it('leaves out threads of the kernel unless asked', () => {
    const kernel = (args: string[]) => rowsOf(args).filter(({ command }) => command === '[kthreadd]');
    expect(kernel([])).toEqual([]);
    expect(kernel(['--all'])).toHaveLength(1);
  });

  it('ends quietly when its reader has seen enough', () => {
    const script = '"$1" ps --watch 0.1 | head -1; echo "${PIPESTATUS[0]}"';
    const { stdout, stderr } = run(['bash', '-c', script, '-', SPC]);
    expect([stdout.split('\n').at(-2), stderr]).toEqual(['0', '']);
  });

  it('is shown again with --watch', async () => {
    const child = spawn(SPC, ['ps', '--watch', '0.2', '-o', 'pid,cpu', '-f', `pid=${process.pid}`]);
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
      if ((text.match(/PID/g) ?? []).length >= 3) child.kill('SIGTERM');
    });
    await once(child, 'close');
    expect(text.match(new RegExp(` *${process.pid} +\\d+\\.\\d`, 'g'))?.length).toBeGreaterThanOrEqual(2);
  });

  it('names the container there is not', () => {
    const outcome = spc(['ps', '--json', 'no-such-container']);
    expect(outcome.status).toBe(EXIT['no-target'].status);
    expect(errorOf(outcome).what).toContain('no-such-container');
  });
});

describe('without root', () => {
  const asNobody = (...words: string[]) => run([...NOBODY, SPC, 'ps', ...words]);

  it('shows every process, and says what is missing', () => {
    const { status, stdout, stderr } = asNobody('--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).map(({ pid }: Row) => pid)).toEqual(expect.arrayContaining([1, process.pid]));
    expect(stderr).toMatch(/namespaces of \d+ processes could not be read: CAP_SYS_PTRACE/);
  });

  it.each([
    ['1', 'noaccess'],
    ['2', 'invisible'],
  ])('says that /proc hides processes (hidepid=%s)', (hidepid, shown) => {
    const script = `mount -t proc -o hidepid=${hidepid} proc /proc && exec "$@"`;
    const words = ['unshare', '-m', '--propagation', 'private', 'sh', '-c', script, 'sh', ...NOBODY];
    const { status, stdout, stderr } = run([...words, SPC, 'ps', '--json']);
    expect(status, stderr).toBe(0);
    expect(new Set(JSON.parse(stdout).map(({ user }: Row) => user))).toEqual(new Set(['nobody']));
    expect(stderr).toMatch(
      new RegExp(`/proc hides the processes of other users \\(hidepid=(${hidepid}|${shown})\\): CAP_SYS_PTRACE`),
    );
  });

  it('says nothing of it to the group that is spared', () => {
    const script = 'mount -t proc -o hidepid=2,gid=65534 proc /proc && exec "$@"';
    const words = ['unshare', '-m', '--propagation', 'private', 'sh', '-c', script, 'sh', ...NOBODY];
    const { stdout, stderr } = run([...words, SPC, 'ps', '--json']);
    expect(stderr).not.toContain('hides');
    expect(JSON.parse(stdout).map(({ pid }: Row) => pid)).toContain(process.pid);
  });

  it('misses no process where it may trace, hidepid or not', () => {
    const script = 'mount -t proc -o hidepid=2 proc /proc && exec "$@"';
    const tracer = [...NOBODY, '--inh-caps', '+sys_ptrace', '--ambient-caps', '+sys_ptrace'];
    const words = ['unshare', '-m', '--propagation', 'private', 'sh', '-c', script, 'sh', ...tracer];
    const { stdout, stderr } = run([...words, SPC, 'ps', '--json']);
    expect(stderr).not.toMatch(/hides|namespaces of/);
    expect(JSON.parse(stdout).map(({ pid }: Row) => pid)).toContain(process.pid);
  });

  it('shows processes where /proc holds nothing but them (subset=pid)', () => {
    const script = 'mount -t proc -o subset=pid proc /proc && exec "$@"';
    const words = ['unshare', '-mpf', '--propagation', 'private', 'sh', '-c', script, 'sh', SPC, 'ps', '--json'];
    const [row] = JSON.parse(run(words).stdout);
    expect(row).toMatchObject({ pid: 1, user: 'root' });
    expect(Math.abs(Date.parse(row.started) - Date.now())).toBeLessThan(60_000);
  });
});

describe('hostile names', () => {
  it('reach the terminal without escape sequences and within a line', async () => {
    const title = `\x1b]0;owned\x07\x9b2J\ninjected ${process.pid}\u202e`;
    const child = spawn('bash', ['-c', 'echo; exec -a "$1" sleep 60', 'bash', title], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      await once(child.stdout, 'data');
      await expect.poll(() => readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).toContain('owned');
      const { stdout } = spc(['ps', '--wide', '-f', `pid=${child.pid}`]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
      expect(stdout.trimEnd().split('\n')).toHaveLength(2);
      expect(rowsOf(['-f', `pid=${child.pid}`])[0]?.command).toBe(`${title} 60`);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
