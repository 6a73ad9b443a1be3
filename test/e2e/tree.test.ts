/** `spc tree` over real containers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endContainers, type LabContainer, startContainer } from './containers.ts';
import { errorOf, removeScratch, spc, spcOnTerminal, until } from './spc.ts';

interface Node {
  pid: number;
  ppid: number;
  containerPid: number | null;
  container: string | null;
  entry: string | null;
  differs: string[];
  command: string;
  children: Node[];
}

interface Tree {
  container: { name: string; engine: string; kind: string; monitor: number } | null;
  chain: { pid: number; command: string }[];
  processes: Node[];
}

const trees = (...args: string[]): Tree[] => JSON.parse(spc(['tree', '--json', ...args]).stdout);
const all = (nodes: Node[]): Node[] => nodes.flatMap((node) => [node, ...all(node.children)]);
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  endContainers();
  removeScratch();
});

describe.each(['docker', 'podman'] as const)('spc tree of %s', (engine) => {
  let web: LabContainer;
  beforeAll(() => {
    web = startContainer(engine);
  });

  it('shows what started a container, and its processes below', () => {
    const [tree, ...others] = trees(web.name);
    expect(others).toEqual([]);
    expect(tree?.container).toMatchObject({ name: web.name, engine, kind: 'service' });
    expect(tree?.chain.at(-1)?.pid).toBe(tree?.container?.monitor);
    expect(tree?.chain[0]?.pid).toBe(1);
    expect(tree?.processes).toMatchObject([
      {
        pid: web.shell,
        containerPid: 1,
        entry: 'main',
        differs: expect.arrayContaining(['ipc', 'mnt', 'net', 'pid', 'uts']),
      },
    ]);
    const below = tree?.processes[0]?.children ?? [];
    expect(below.map(({ pid, ppid, command, differs, entry }) => ({ pid, ppid, command, differs, entry }))).toEqual(
      web.sleepers
        .toSorted((a, b) => a.pid - b.pid)
        .map(({ pid, argv }) => ({ pid, ppid: web.shell, command: argv.join(' '), differs: [], entry: null })),
    );
  });

  it('marks what was executed in it', async () => {
    children.push(spawn(engine, ['exec', web.name, 'sleep', '98765'], { stdio: 'ignore' }));
    const found = await until(
      () => all(trees(web.name).flatMap(({ processes }) => processes)).find(({ command }) => command === 'sleep 98765'),
      'the command in the container',
    );
    expect(found).toMatchObject({ entry: 'exec', container: web.name, children: [] });
    expect(found.containerPid).toBeGreaterThan(1);
    const line = spc(['tree', '--ascii', web.name])
      .stdout.split('\n')
      .find((text) => text.includes('sleep 98765'));
    expect(line).toMatch(/^ {3}[`|]- \d+ \(\d+\) exec (by \d+ conmon )?.*\+pid .*sleep 98765$/);
  });

  it('is one of all', () => {
    const names = trees().map(({ container }) => container?.name);
    expect(names.filter((name) => name === web.name)).toHaveLength(1);
    const machine = all(trees('--all').flatMap(({ processes }) => processes));
    expect(machine.filter(({ container, entry }) => container === web.name && entry === 'main')).toMatchObject([
      { pid: web.shell },
    ]);
  });
});

describe('spc tree', () => {
  it('shows a process below its ancestors', () => {
    const [tree] = trees(`pid:${process.pid}`);
    expect(tree).toMatchObject({ container: null, processes: [{ pid: process.pid, ppid: process.ppid }] });
    expect(tree?.chain.at(-1)?.pid).toBe(process.ppid);
    expect(trees(`pid:${process.pid}`)[0]?.processes[0]?.pid).toBe(process.pid);
  });

  it('shows the whole machine once, threads of the kernel only when asked', () => {
    const pids = (...args: string[]) => all(trees(...args).flatMap(({ processes }) => processes)).map(({ pid }) => pid);
    const machine = pids('--all');
    expect(new Set(machine).size).toBe(machine.length);
    expect(machine).toContain(1);
    expect(machine).not.toContain(2);
    expect(pids('--kernel')).toContain(2);
  });

  it('marks the namespaces that differ', async () => {
    const child = spawn('unshare', ['--uts', '--ipc', 'sleep', '1000'], { stdio: 'ignore' });
    children.push(child);
    const found = await until(() => {
      const [tree] = trees(`pid:${child.pid}`);
      return tree?.processes[0]?.differs.length === 2 && tree.processes[0];
    }, 'its namespaces');
    expect(found.differs).toEqual(['ipc', 'uts']);
  });

  it('draws with boxes where the locale allows, and cuts at the width of a terminal', () => {
    const text = (LANG: string, ...args: string[]) =>
      spc(['tree', '--all', ...args], { env: { LANG, LC_ALL: undefined, LC_CTYPE: undefined } }).stdout;
    expect(text('C.UTF-8')).toMatch(/\n├─ \d/);
    expect(text('C')).toMatch(/\n\|- \d/);
    expect(text('C.UTF-8', '--ascii')).toMatch(/\n\|- \d/);
    const lines = spcOnTerminal(['tree', '--all'], { env: { LC_ALL: 'C.UTF-8' } }).stdout.split(/\r?\n/);
    expect(Math.max(...lines.map(({ length }) => length))).toBe(80);
  });

  it('survives a chain of a thousand processes', async () => {
    const script = 'n=$1; if [ $n -gt 0 ]; then sh -c "$0" "$0" $((n-1)); else echo ready; sleep 1000; fi; :';
    const child = spawn('setsid', ['sh', '-c', script, script, '1000'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      await new Promise((resolve) => child.stdout.once('data', resolve));
      child.stdout.destroy();
      expect(all(trees(`pid:${child.pid}`).flatMap(({ processes }) => processes)).length).toBe(1002);
    } finally {
      if (child.pid) process.kill(-child.pid, 'SIGKILL'); // its session, whatever became of the test
    }
  });

  it('knows no target there is not', () => {
    const missing = spc(['tree', '--json', 'pid:4194303']);
    expect([missing.status, errorOf(missing).code]).toEqual([91, 'no-target']);
    expect(spc(['tree', 'no-such-container']).status).not.toBe(0);
    expect(spc(['tree', 'foo:bar']).status).toBe(64);
  });

  it('lets no name act on the terminal', async () => {
    const evil = spawn('bash', ['-c', 'exec -a "$1" sleep 1000', 'sh', 'x\x1b]0;evil\x07\x1b[2J\n'], {
      stdio: 'ignore',
    });
    children.push(evil);
    await expect.poll(() => trees(`pid:${evil.pid}`)[0]?.processes[0]?.command).toContain('evil');
    const { stdout } = spcOnTerminal(['tree', `pid:${evil.pid}`], { env: { LC_ALL: 'C.UTF-8' } });
    expect(stdout).toContain('x␛␛␊ 1000');
    expect(stdout).not.toContain('\x1b');
  });
});
