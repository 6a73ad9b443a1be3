/** What the terminal UI is told of real containers, processes, namespaces, images and sessions. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ListAnswer, ListRow } from '../../src/core/wire/types.ts';
import { unsafeIn } from '../core/wire/hostile.ts';
import { type Asking, endAsking, startAsking } from './asking.ts';
import { endContainers, type LabContainer, must, startContainer } from './containers.ts';
import { errorOf, removeScratch, run, SCRATCH, spc, until } from './spc.ts';

let backend: Asking;
let docker: LabContainer;
let podman: LabContainer;
const netns = `spc-t1-${process.pid}`;

beforeAll(() => {
  docker = startContainer('docker');
  podman = startContainer('podman', ['--privileged', '--pid=host']);
  must('ip', 'netns', 'add', netns);
  backend = startAsking();
}, 60_000);
afterAll(() => {
  endAsking();
  run(['ip', 'netns', 'del', netns]);
  endContainers();
  removeScratch();
});
afterEach(() => {
  expect(backend.stderr()).toBe('');
});

/** A row's cells by column. */
function cellsOf({ columns }: ListAnswer, row: ListRow | undefined): Record<string, string> {
  return Object.fromEntries(columns.map(({ key }, at) => [key, row?.cells[at] ?? '']));
}
const rowOf = (answer: ListAnswer, key: string, value: string) =>
  answer.rows.find((row) => cellsOf(answer, row)[key] === value);

describe('containers', () => {
  it('of docker and podman are there, the super-privileged one marked', async () => {
    const answer = await backend.ask('list', { list: 'containers' });
    const web = rowOf(answer, 'name', docker.name);
    const tools = rowOf(answer, 'name', podman.name);
    expect(cellsOf(answer, web)).toMatchObject({
      kind: 'service',
      engine: 'docker',
      status: 'running',
      pid: `${docker.pid}`,
      processes: '4',
    });
    expect(cellsOf(answer, tools)).toMatchObject({ kind: 'spc', engine: 'podman' });
    expect([web?.mark, tools?.mark]).toEqual(['', 'spc']);
    expect([web?.target, tools?.target]).toEqual([docker.name, podman.name]);
    expect(web?.id).toContain(docker.id);
  });

  it('stay the same rows', async () => {
    const ids = async () => (await backend.ask('list', { list: 'containers' })).rows.map(({ id }) => id);
    const [first, second] = [await ids(), await ids()];
    expect(second).toEqual(expect.arrayContaining(first.filter((id) => id.includes(docker.id))));
  });

  it('what is called their target is what spc takes', async () => {
    const { rows } = await backend.ask('list', { list: 'containers' });
    const target = rows.find(({ id }) => id.includes(docker.id))?.target ?? '';
    const shown = JSON.parse(spc(['inspect', '--json', target]).stdout) as { container: { id: string } };
    expect(shown.container.id).toBe(docker.id);
  });
});

describe('processes', () => {
  it('of a container, with pids on both sides', async () => {
    const answer = await backend.ask('list', { list: 'processes', target: docker.name });
    expect(answer.rows).toHaveLength(4);
    expect(cellsOf(answer, rowOf(answer, 'pid', `${docker.pid}`))).toMatchObject({
      containerPid: '1',
      container: docker.name,
      namespaces: 'ipc mnt net pid uts',
    });
    expect(answer.rows[0]?.id).toBe(`${docker.pid}@${docker.startTime}`);
  });

  it('as a tree', async () => {
    const answer = await backend.ask('list', { list: 'processes', target: docker.name, tree: true });
    const commands = answer.rows.map((row) => cellsOf(answer, row)['command'] ?? '');
    expect(commands.map((command) => /^[├└│ ─]*/.exec(command)?.[0])).toEqual(['', '├─ ', '├─ ', '└─ ']);
    const whole = await backend.ask('list', { list: 'processes', tree: true });
    expect(cellsOf(whole, rowOf(whole, 'pid', `${docker.sleepers[0]?.pid}`))['command']).toMatch(/^[│ ]+[├└]─ /);
  });

  it('in the order that is asked for', async () => {
    const { rows } = await backend.ask('list', { list: 'processes', target: docker.name, sort: '-pid' });
    const pids = rows.map(({ target }) => Number(target.slice('pid:'.length)));
    expect(pids).toEqual(pids.toSorted((a, b) => b - a));
    expect(pids).toHaveLength(4);
  });

  it('CPU use is of the time between two readings', async () => {
    const busy = spawn('sh', ['-c', 'sleep 2; while :; do :; done']);
    try {
      const use = async () => {
        const answer = await backend.ask('list', { list: 'processes', target: `pid:${busy.pid}` });
        return Number(cellsOf(answer, answer.rows[0])['cpu']);
      };
      expect(await use()).toBeLessThan(50);
      await new Promise((resolve) => setTimeout(resolve, 4000));
      const since = await use();
      expect(since).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 2000));
      // over its life it would be less: it slept first
      expect(await use()).toBeGreaterThan(since / 2);
    } finally {
      busy.kill('SIGKILL');
    }
  });

  it('of a container that has ended are none, and no other takes its place', async () => {
    const brief = startContainer('docker');
    const request = { list: 'processes', target: brief.name } as const;
    expect((await backend.ask('list', request)).rows).toHaveLength(4);
    brief.stop();
    await expect(backend.ask('list', request)).rejects.toMatchObject({ code: 'target-gone' });
  });

  it.each([
    ['no-such-container', 'no-target'],
    ['pid:x', 'usage'],
  ])('of %s: %s', async (target, code) => {
    await expect(backend.ask('list', { list: 'processes', target })).rejects.toMatchObject({ code });
  });
});

describe('namespaces', () => {
  it('that are only bound are there, and who is in one', async () => {
    const answer = await backend.ask('list', { list: 'namespaces' });
    const bound = answer.rows.find((row) => cellsOf(answer, row)['command']?.startsWith(`/run/netns/${netns}`));
    expect(cellsOf(answer, bound)).toMatchObject({ type: 'net', processes: '0', heldBy: 'mount' });
    const members = await backend.ask('list', { list: 'namespaces', target: bound?.target ?? '' });
    expect(new Set(members.rows.map((row) => cellsOf(members, row)['as']))).toEqual(new Set(['mount']));
    const own = await backend.ask('list', { list: 'namespaces', target: docker.name });
    expect(own.rows).toHaveLength(8);
    const pid = own.rows.find(({ id }) => id.startsWith('pid:'));
    const inside = await backend.ask('list', { list: 'namespaces', target: pid?.target ?? '' });
    expect(inside.rows.map(({ target }) => target)).toContain(`pid:${docker.pid}`);
  });
});

const NOT_YET = / has not answered yet$/;

/** The images, when all engines have answered but those that never will: engines take their time. */
async function imagesWithout(from: Asking, never: string[]): Promise<ListAnswer> {
  for (let tries = 0; tries < 20; tries++) {
    const answer = await from.ask('list', { list: 'images' });
    if (answer.gaps.filter((gap) => NOT_YET.test(gap)).length === never.length) return answer;
  }
  throw new Error('engines do not answer');
}

describe('images', () => {
  it('of both engines, with the labels spc acts on, and recipes', async () => {
    const answer = await imagesWithout(backend, []);
    const labelled = answer.rows.filter(({ target }) => target === 'localhost/spc-label:latest');
    expect(labelled.map(({ engine }) => engine)).toEqual(['docker', 'podman']);
    expect(cellsOf(answer, labelled[0])).toMatchObject({ kind: 'image', verbs: 'RUN INSTALL UNINSTALL' });
    expect(cellsOf(answer, rowOf(answer, 'name', 'rhel-tools'))).toMatchObject({ kind: 'recipe', verbs: 'RUN' });
  });

  it('an engine that hangs is a line within seconds, and does not outlive the UI', async () => {
    const folder = `${SCRATCH}/hangs`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/docker`, `#!/bin/sh\necho $$ > ${folder}/pid\nexec sleep 600\n`, { mode: 0o755 });
    const other = startAsking({ env: { PATH: `${folder}:${process.env['PATH']}` } });
    const { gaps, rows } = await imagesWithout(other, ['docker']);
    expect(gaps).toEqual(['docker has not answered yet']);
    expect(rows.map(({ engine }) => engine)).toContain('podman');
    const pid = Number(readFileSync(`${folder}/pid`, 'utf8'));
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    expect(await other.close()).toBe(0);
    await until(() => !existsSync(`/proc/${pid}`), 'the false docker to be ended');
  });
});

describe('sessions', () => {
  it('that were recorded, the newest first', async () => {
    const store = `${SCRATCH}/store`;
    for (const duration of ['300ms', '301ms'])
      spc(['record', docker.name, '--strace', '-d', duration], { env: { SPC_STORE: store } });
    const other = startAsking({ env: { SPC_STORE: store } });
    const answer = await other.ask('list', { list: 'sessions' });
    const names = answer.rows.map((row) => cellsOf(answer, row)['name'] ?? '');
    expect(names).toEqual(names.toSorted().toReversed());
    expect(answer.rows.map(({ mark }) => mark)).toEqual(['', '']);
    const page = await other.ask('page', { page: 'session', target: answer.rows[0]?.target ?? '' });
    expect(page.sections.map(({ title }) => title)).toContain('Streams');
    rmSync(`${store}/sessions/${names[0]}/manifest.json`);
    writeFileSync(`${store}/sessions/${names[0]}/manifest.json`, '{');
    const damaged = await other.ask('list', { list: 'sessions' });
    expect(damaged.rows.map(({ mark }) => mark)).toEqual(['bad', '']);
    await other.close();
  });
});

describe('pages', () => {
  it('a container', async () => {
    const { sections, run: none } = await backend.ask('page', { page: 'inspect', target: docker.name });
    expect(sections[0]?.title).toBe(`container ${docker.name} (docker)`);
    expect(none).toBeNull();
  });

  it('an image: what it would run, what that grants, and the same command as spc run --display', async () => {
    const target = 'localhost/spc-label:latest';
    const page = await backend.ask('page', { page: 'image', target, engine: 'podman' });
    const shown = JSON.parse(spc(['run', '--display', '--json', '--engine', 'podman', target]).stdout) as {
      commands: string[][];
      privileges: unknown;
    };
    expect(page.run?.command).toBe(shown.commands[0]?.join(' '));
    expect(page.run?.report).toEqual(shown.privileges);
    expect(page.run?.verdict.decision).toBe('ask');
  });

  it('an image that tries to speak to the terminal cannot', async () => {
    const target = 'spc-t1-hostile';
    const build = ['docker', 'build', '-q', '-t', target, '--label', 'RUN=docker run IMAGE \x1b[2J', '-'];
    const file = 'FROM localhost/spc-bb\nLABEL "a\u202eb"="\u001b]52;c;x"\n';
    expect(run(build, { input: file }).status).toBe(0);
    try {
      const page = await backend.ask('page', { page: 'image', target, engine: 'docker' });
      expect(unsafeIn(page, true)).toEqual([]);
      expect(page.run).toBeNull();
    } finally {
      run(['docker', 'rmi', '-f', target]);
    }
  });

  it('the doctor', async () => {
    const { sections } = await backend.ask('page', { page: 'doctor', target: '' });
    expect(sections.map(({ title }) => title)).toContain('TOOLS');
  });

  it.each([
    [{ page: 'inspect', target: 'nothing' } as const, 'no-target'],
    [{ page: 'image', target: 'localhost/nothing', engine: 'docker' } as const, 'no-image'],
    [{ page: 'image', target: 'x', engine: 'lxc' } as const, 'usage'],
    [{ page: 'session', target: '/nothing' } as const, 'bad-session'],
    [{ page: 'inspect', target: '' } as const, 'usage'],
  ])('%j: %s', async (request, code) => {
    await expect(backend.ask('page', request)).rejects.toMatchObject({ code });
  });

  it('of an image hold the same error as the command line', async () => {
    const error = errorOf(spc(['info', '--json', '--engine', 'docker', 'localhost/nothing']));
    const asked = backend.ask('page', { page: 'image', target: 'localhost/nothing', engine: 'docker' });
    expect(error).toMatchObject(await asked.catch((failure: unknown) => failure as object));
  });

  it('scripts that may be picked', async () => {
    const names = (await backend.ask('examples', { tracer: 'stap' })).map(({ name }) => name);
    expect(names).toContain('syscalls-by-process');
  });
});

describe('hostile names', () => {
  it('of a process reach nobody as they are', async () => {
    const argv0 = `\x1b]0;x\x07\u202e${'long'.repeat(3000)}`;
    const hostile = spawn('sleep', ['600'], { argv0 });
    try {
      const answer = await backend.ask('list', { list: 'processes', target: `pid:${hostile.pid}` });
      expect(unsafeIn(answer)).toEqual([]);
      expect(cellsOf(answer, answer.rows[0])['command']).toMatch(/^␛<U\+202E>long/);
      expect(backend.lastBytes()).toBeLessThan(4000);
    } finally {
      hostile.kill('SIGKILL');
    }
  });
});

describe('without root', () => {
  it('there is what may be seen, and lines that say what is missing', async () => {
    const user = startAsking({ uid: 65_534, env: { HOME: '/', XDG_STATE_HOME: '/nonexistent' } });
    const processes = await user.ask('list', { list: 'processes' });
    expect(processes.rows.length).toBeGreaterThan(5);
    expect(processes.gaps.join()).toContain('CAP_SYS_PTRACE');
    expect((await user.ask('list', { list: 'sessions' })).rows).toEqual([]);
    const images = await imagesWithout(user, []);
    expect(images.gaps.join()).toContain('docker refused this user');
    expect(images.rows.map(({ engine }) => engine)).not.toContain('docker');
    expect(await user.close()).toBe(0);
  });
});

describe('the process itself', () => {
  it('ends when its stdin is closed, and when it is told to', async () => {
    const [closed, told] = [startAsking(), startAsking()];
    await Promise.all([closed, told].map((each) => each.ask('list', { list: 'processes' })));
    expect(await closed.close()).toBe(0);
    told.kill('SIGTERM');
    expect(await told.close()).toBe(0);
  });
});
