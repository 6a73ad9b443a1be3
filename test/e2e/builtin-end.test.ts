import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../src/core/types.ts';
import { listBuiltin, startBuiltin, stopBuiltin } from '../../src/io/builtin.ts';
import { makePlan, makeWorld, processStatus, run, until, type World } from './builtin-world.ts';

let world: World;
let image: Image;

beforeAll(async () => {
  world = await makeWorld();
  image = world.image;
});
afterAll(() => world.end());

const containers = () => join(world.directory, 'store', 'containers');

describe('when spc itself ends', () => {
  const runner = join(import.meta.dirname, 'builtin-runner.ts');
  const launch = async (
    words: string[],
    ...argv: string[]
  ): Promise<{ spc: ChildProcess; pid: number; id: string }> => {
    const spc = spawn(process.execPath, [runner, JSON.stringify(words), ...argv], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await new Promise<string[]>((resolve) =>
      spc.stdout?.once('data', (chunk) => resolve(String(chunk).split('\n'))),
    );
    return { spc, ...JSON.parse(line ?? '{}') };
  };

  it.each([[[]], [['pid=host']], [['pid=host', 'privileged']], [['user=1000']]])(
    'killed, its container dies too: %j',
    async (words) => {
      const { spc, pid, id } = await launch([...words], 'sleep', '600');
      expect(processStatus(pid)).toContain('sleep');
      spc.kill('SIGKILL');
      await until(() => processStatus(pid) === undefined, 'the end of the container');
      expect((await run(image, [], 'true')).status).toBe(0); // the next use cleans up
      expect(existsSync(join(containers(), id))).toBe(false);
      expect(listBuiltin().map((container) => container.id)).not.toContain(id);
    },
  );

  it('a detached container runs on, with its output in a log of its own', async () => {
    const { spc, pid, id } = await launch(['detach', 'name=spc-detached'], 'sh', '-c', 'echo said; exec sleep 600');
    await until(() => spc.exitCode !== null, 'the end of spc');
    await until(() => processStatus(pid)?.includes('sleep') === true, 'the sleep');
    const log = join(world.directory, 'run', 'containers', 'spc-detached', 'log');
    expect(readFileSync(log, 'utf8')).toBe('said\n');
    await stopBuiltin('spc-detached', 0);
    expect(processStatus(pid)).toBeUndefined();
    expect(existsSync(join(containers(), id))).toBe(false);
  });

  it('a detached command that cannot run is an error at once', async () => {
    const made = await startBuiltin(makePlan(image, ['detach'], ['nonesuch']));
    await expect(made.started).rejects.toMatchObject({ code: 'no-command' });
  });
});
