import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identify, isAlive } from '../../../src/io/builtin/pids.ts';
import { openGuard } from '../../../src/io/tracing/guard.ts';

const children: ChildProcess[] = [];
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(process.cwd(), 'node_modules/.guard-test-'));
  process.env['SPC_RUN'] = directory;
});
afterEach(() => {
  delete process.env['SPC_RUN'];
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

const journals = () => (existsSync(`${directory}/guard`) ? readdirSync(`${directory}/guard`) : []);

function start(file: string, ...args: string[]): ChildProcess {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  return child;
}

async function until(ready: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !ready(); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
}

const cpusOf = (pid: number) =>
  /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';

describe('a guard', () => {
  it('starts and writes nothing before there is something to undo', async () => {
    await openGuard().close();
    expect(journals()).toEqual([]);
  });

  it('has it written down when the call returns', async () => {
    const guard = openGuard();
    const noted = guard.file(join(directory, 'f'));
    expect(journals()).toHaveLength(1);
    await (await noted)();
    expect(journals()).toEqual([]);
    await guard.close();
  });

  it('ends what waits at its end, unless it was let go', async () => {
    const [waits, goes] = [start('sleep', '1000'), start('sleep', '1000')];
    const guard = openGuard();
    await guard.waiting(waits.pid ?? 0);
    const release = await guard.waiting(goes.pid ?? 0);
    await release();
    await guard.close();
    await until(() => waits.signalCode !== null);
    expect(waits.signalCode).toBe('SIGINT');
    expect(identify(goes.pid ?? 0)).toBeDefined();
    expect(journals()).toEqual([]);
  });

  it('undoes at its end what nobody has', async () => {
    const guard = openGuard();
    const path = join(directory, 'f');
    await guard.file(path);
    writeFileSync(path, '');
    await guard.close();
    expect(existsSync(path)).toBe(false);
    expect(journals()).toEqual([]);
  });

  it('takes no file that others could put another in the place of', async () => {
    await expect(openGuard().file('/tmp/x')).rejects.toMatchObject({ code: 'config' });
  });

  it.runIf(process.geteuid?.() === 0)('lets nothing be done that it cannot write down', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,mode=700', 'none', directory]);
    try {
      mkdirSync(join(directory, 'guard'), { mode: 0o700 });
      await expect(openGuard().marked('m'.repeat(8000))).rejects.toMatchObject({ code: 'system' });
    } finally {
      execFileSync('umount', ['-l', directory]);
    }
  });

  it('undoes everything when its process is killed: CPUs, processes, files', async () => {
    const pinned = start('sleep', '1000').pid ?? 0;
    const before = cpusOf(pinned);
    const path = join(directory, 'f');
    const program = fileURLToPath(new URL('guarded.ts', import.meta.url));
    const owner = start(process.execPath, '--no-warnings', program, String(pinned), before, path);
    const told = await new Promise<Buffer>((resolve) => owner.stdout?.once('data', resolve));
    const marked = Number(told.toString());
    const startTime = identify(marked)?.startTime ?? '';
    expect([cpusOf(pinned), existsSync(path), startTime !== '']).toEqual(['0', true, true]);
    owner.kill('SIGKILL');
    await until(() => journals().length === 0);
    expect(journals()).toEqual([]);
    expect([cpusOf(pinned), existsSync(path), isAlive({ pid: marked, startTime })]).toEqual([before, false, false]);
  });
});
