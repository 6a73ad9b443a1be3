import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../src/core/types.ts';
import { openSealed } from '../../src/io/builtin/placed.ts';
import {
  execBuiltin,
  inspectBuiltin,
  listBuiltin,
  removeBuiltin,
  startBuiltin,
  stopBuiltin,
} from '../../src/io/builtin.ts';
import { removeImage } from '../../src/io/image-store.ts';
import { makePlan, makeWorld, outcome, processStatus, run, until, type World } from './builtin-world.ts';

let world: World;
let image: Image;

beforeAll(async () => {
  world = await makeWorld();
  image = world.image;
});
afterAll(() => world.end());

const containers = () => join(world.directory, 'store', 'containers');
const begin = async (words: string[], ...argv: string[]) => {
  const plan = makePlan(image, words, argv);
  const made = await startBuiltin(plan, true);
  await made.started;
  return { plan, ...made };
};

describe('binds', () => {
  it('are mounted where told, write-protected when told', async () => {
    const source = join(world.directory, 'shared');
    mkdirSync(source);
    const made = await run(
      image,
      [`volume=${source}:/a/new/place`, `volume=${source}:/ro:ro`],
      'sh',
      '-c',
      'echo x > /a/new/place/f; cat /ro/f; echo y > /ro/g',
    );
    expect(made.stdout).toBe('x\n');
    expect(made.stderr).toContain('Read-only');
    expect(readFileSync(join(source, 'f'), 'utf8')).toBe('x\n');
  });

  it('of the whole host show what is mounted below', async () => {
    const { stdout } = await run(
      image,
      ['volume=/:/host', 'privileged', 'pid=host'],
      'sh',
      '-c',
      'cat /host/proc/version; ls /host/sys/fs/cgroup | wc -l',
    );
    expect(stdout).toContain('Linux version');
  });

  it('lie on one another in order of depth', async () => {
    const source = join(world.directory, 'inner');
    mkdirSync(source);
    writeFileSync(join(source, 'f'), 'deep');
    const words = [`volume=${source}:/host${world.directory}/onto`, 'volume=/:/host'];
    expect((await run(image, words, 'cat', `/host${world.directory}/onto/f`)).stdout).toBe('deep');
    rmSync(join(world.directory, 'onto'), { recursive: true, force: true });
  });

  it('make a missing source for -v, and refuse it for --mount', async () => {
    const missing = join(world.directory, 'made', 'by', 'run');
    expect((await run(image, [`volume=${missing}:/m`], 'touch', '/m/x')).status).toBe(0);
    expect(existsSync(join(missing, 'x'))).toBe(true);
    const absent = `${missing}-not`;
    await expect(run(image, [`mount=type=bind,src=${absent},dst=/m`], 'true')).rejects.toMatchObject({
      code: 'system',
    });
    expect(existsSync(absent)).toBe(false);
  });

  it('cannot be shared from a mount that is not', async () => {
    await expect(run(image, [`volume=${world.directory}:/m:rshared`], 'true')).rejects.toThrow(/shared propagation/);
  });
});

describe('a hostile image', () => {
  const rootfs = () => join(world.directory, 'store', 'images', image.id.slice(7), 'rootfs');

  it('cannot lead a mount out of itself by a link', async () => {
    const outside = join(world.directory, 'outside');
    mkdirSync(outside);
    symlinkSync(outside, join(rootfs(), 'out'));
    symlinkSync('../../../../../../../..', join(rootfs(), 'up'));
    const { stdout } = await run(
      image,
      ['volume=/etc:/out/sub', `volume=${outside}:/up/there`, 'tmpfs=/out/t'],
      'sh',
      '-c',
      'ls -d /there /out/sub/passwd; readlink /out',
    );
    expect(stdout).toContain('/there');
    expect(stdout).toContain('/out/sub/passwd');
    expect(readdirSync(outside)).toEqual([]);
    expect(existsSync('/there')).toBe(false);
    rmSync(join(rootfs(), 'out'));
    rmSync(join(rootfs(), 'up'));
  });

  it('cannot put a link in the place of /proc', async () => {
    rmSync(join(rootfs(), 'proc'), { recursive: true });
    symlinkSync('/tmp', join(rootfs(), 'proc'));
    await expect(run(image, [], 'true')).rejects.toThrow("the image's /proc is no directory");
    rmSync(join(rootfs(), 'proc'));
    mkdirSync(join(rootfs(), 'proc'));
  });

  it('cannot reach the host by a working directory among open files', async () => {
    symlinkSync('/proc/self/fd', join(rootfs(), 'fds'));
    for (const number of [3, 4, 5, 6, 7, 8, 10, 17, 20]) {
      const attempt = run(image, [`workdir=/fds/${number}`], 'sh', '-c', 'ls ../../../..');
      await expect(attempt).rejects.toMatchObject({ code: 'system' });
    }
    rmSync(join(rootfs(), 'fds'));
  });

  it('finds a helper whose program it cannot overwrite', async () => {
    const { child, exited } = await startBuiltin(makePlan(image, [], ['true']), true);
    child.kill('SIGSTOP'); // before it becomes the command
    expect(mountOf(`/proc/${child.pid}/exe`)).not.toBe(mountOf(process.execPath));
    child.kill('SIGCONT');
    await exited;
    const program = join(world.directory, 'program');
    writeFileSync(program, '');
    expect(() => openSync(`/proc/self/fd/${openSealed(program)}`, 'r+')).toThrow('EROFS');
  });

  it('ends with a clear error for a user it does not name', async () => {
    await expect(run(image, ['user=nosuchuser'], 'true')).rejects.toThrow('no user nosuchuser in the image');
  });
});

/** The mount a path is reached through: proc_pid_fdinfo(5). */
function mountOf(path: string): string | undefined {
  const fd = openSync(path, 'r');
  return /^mnt_id:.*$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[0];
}

describe('names', () => {
  it('are held while the container runs, and free after', async () => {
    const first = await begin(['name=spc-held'], 'sleep', '60');
    const second = startBuiltin(makePlan(image, ['name=spc-held'], ['true']), true);
    await expect(second).rejects.toMatchObject({ code: 'name-in-use' });
    expect(processStatus(first.child.pid ?? 0)).toBeDefined();
    first.child.kill('SIGKILL');
    await first.exited;
    expect((await run(image, ['name=spc-held'], 'true')).status).toBe(0);
  });

  it('go to one of two that ask at once', async () => {
    const attempts = await Promise.allSettled(
      [1, 2, 3].map(() => startBuiltin(makePlan(image, ['name=spc-race'], ['sleep', '60']), true)),
    );
    const won = attempts.filter((attempt) => attempt.status === 'fulfilled');
    expect(won).toHaveLength(1);
    won[0]?.value.child.kill('SIGKILL');
    await won[0]?.value.exited;
  });

  it('two containers of one image do not see each other’s files', async () => {
    const script = 'echo $0 > /mine; sleep 0.3; cat /mine';
    const made = await Promise.all(['a', 'b'].map((name) => run(image, [], 'sh', '-c', script, name)));
    expect(made.map(({ stdout }) => stdout)).toEqual(['a\n', 'b\n']);
  });
});

describe('a running container', () => {
  it('is listed, found by name and id, and gone afterwards', async () => {
    const { plan, child, exited, id } = await begin(['name=spc-seen', 'label=k=v'], 'sleep', '60');
    expect(listBuiltin().map(({ name }) => name)).toContain('spc-seen');
    expect(inspectBuiltin(id.slice(0, 12))).toMatchObject({
      name: 'spc-seen',
      pid: child.pid,
      running: true,
      imageId: image.id,
    });
    expect(inspectBuiltin('spc-seen')?.labels).toMatchObject({ k: 'v' });
    expect(() => removeImage('localhost/spc-bb')).toThrow(/in use/);
    await removeBuiltin('spc-seen', true);
    await exited;
    expect(inspectBuiltin('spc-seen')).toBeUndefined();
    expect(existsSync(join(containers(), plan.id))).toBe(false);
  });

  it('is no path', () => {
    expect(inspectBuiltin('../containers')).toBeUndefined();
    expect(inspectBuiltin('..')).toBeUndefined();
  });

  it('stops on SIGTERM, or is killed when it does not', async () => {
    const polite = await begin(['name=spc-polite', 'pid=host'], 'sleep', '60');
    await stopBuiltin('spc-polite', 10);
    expect(await polite.exited).toBe(143);
    const deaf = await begin(['name=spc-deaf'], 'sleep', '60'); // process 1 of a pid namespace ignores what it does not handle
    await stopBuiltin('spc-deaf', 0.1);
    expect(await deaf.exited).toBe(137);
  });

  it('is not removed without force', async () => {
    const { child, exited } = await begin(['name=spc-kept'], 'sleep', '60');
    await expect(removeBuiltin('spc-kept', false)).rejects.toMatchObject({ code: 'name-in-use' });
    child.kill('SIGKILL');
    await exited;
  });

  it.each([[['network=none']], [['pid=host', 'network=none']]])(
    'runs another command in its namespaces: %j',
    async (words) => {
      const { plan, child, exited } = await begin(
        [...words, 'hostname=target', 'env=A=1', 'memory=64m'],
        'sh',
        '-c',
        'echo here > /mark; sleep 60',
      );
      await until(() => existsSync(join(containers(), plan.id, 'upper', 'mark')), 'the mark');
      const script =
        'cat /mark; hostname; echo $A$B; ls /sys/class/net; grep CapEff /proc/self/status; ls /proc/$$/fd; grep -c spc/ /proc/self/cgroup; exit 3';
      const helper = await execBuiltin(
        plan.name,
        { argv: ['sh', '-c', script], env: ['B=2'], interactive: false },
        true,
      );
      const { status, stdout, stderr } = await outcome({ child: helper.child, exited: helper.ended });
      expect(stderr).toBe('');
      expect(stdout).toMatch(/^here\ntarget\n12\nlo\nCapEff:\t00000000a80425fb\n0\n1\n2\n[1-9]\d*\n$/);
      expect(status).toBe(3);
      child.kill('SIGKILL');
      await exited;
    },
  );

  it('cannot be entered when it is gone', async () => {
    await expect(execBuiltin('spc-nobody', { argv: ['true'], env: [], interactive: false })).rejects.toMatchObject({
      code: 'no-container',
    });
  });
});
