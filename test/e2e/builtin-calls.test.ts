import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Machine, UNSHARE } from '../../src/core/seccomp/calls.ts';
import type { Image } from '../../src/core/types.ts';
import { execBuiltin, startBuiltin } from '../../src/io/builtin.ts';
import { KEYCTL } from '../../src/io/linux/constants.ts';
import { makePlan, makeWorld, outcome, run, type World } from './builtin-world.ts';

let world: World;
let image: Image;

beforeAll(async () => {
  world = await makeWorld();
  image = world.image;
});
afterAll(() => world.end());

/** The host's perl makes any system call without a compiler. */
const PERL = ['/usr', '/lib', '/lib64'].map((path) => `volume=${path}:${path}:ro`);
const machine = process.arch as Machine;
const NEWUSER = 0x1000_0000;

/** Each line: a name and 0, or the errno. /dev/null is no terminal: what is not filtered ends with ENOTTY (25). */
const PROBE = [
  'sub told { print "$_[0] ", ($_[1] ? 0 : $! + 0), "\\n" }',
  'open(N, "+<", "/dev/null"); my $buffer = "x" x 64;',
  'told("sti", ioctl(N, 0x5412, $buffer));',
  'told("linux", ioctl(N, 0x541c, $buffer));',
  'told("other", ioctl(N, 0x5401, $buffer));',
  `told("keyctl", syscall(${KEYCTL[machine]}, 0, -3, 0) >= 0);`,
  `told("userns", syscall(${UNSHARE[machine]}, ${NEWUSER}) == 0);`,
].join(' ');
const CONFINED = 'sti 1\nlinux 1\nother 25\nkeyctl 1\nuserns 1\n';

const probe = (...words: string[]) => run(image, [...PERL, ...words], '/usr/bin/perl', '-e', PROBE);
const status = (text: string) => /^Seccomp:\s+(\d)/m.exec(text)?.[1];

describe('what a command may ask of the kernel', () => {
  it.each<[string[], string]>([
    [[], CONFINED],
    [['interactive'], CONFINED],
    [['user=1000'], CONFINED],
    [['security-opt=no-new-privileges', 'cap-drop=ALL'], CONFINED],
    [['pid=host', 'cap-add=SYS_ADMIN'], 'sti 1\nlinux 1\nother 25\nkeyctl 1\nuserns 0\n'],
    [['security-opt=seccomp=unconfined'], 'sti 1\nlinux 1\nother 25\nkeyctl 0\nuserns 0\n'],
    [['privileged'], 'sti 25\nlinux 25\nother 25\nkeyctl 0\nuserns 0\n'],
  ])('%j', async (words, expected) => {
    expect(await probe(...words)).toEqual({ status: 0, stdout: expected, stderr: '' });
  });

  it('is the same for a command that joins', async () => {
    const plan = makePlan(image, PERL, ['sleep', '60']);
    const { child, started, exited } = await startBuiltin(plan, true);
    await started;
    const exec = { argv: ['/usr/bin/perl', '-e', PROBE], env: [], interactive: false };
    const joined = await execBuiltin(plan.name, exec, true);
    expect((await outcome({ child: joined.child, exited: joined.ended })).stdout).toBe(CONFINED);
    child.kill('SIGKILL');
    await exited;
  });

  it('is told by the kernel', async () => {
    expect(status((await run(image, [], 'cat', '/proc/self/status')).stdout)).toBe('2');
    expect(status((await run(image, ['privileged'], 'cat', '/proc/self/status')).stdout)).toBe('0');
  });

  it('gives it a session keyring of its own', async () => {
    const script = `print syscall(${KEYCTL[machine]}, 0, -3, 0), "\\n"`;
    const words = [...PERL, 'security-opt=seccomp=unconfined'];
    const serials = await Promise.all([1, 2].map(() => run(image, words, '/usr/bin/perl', '-e', script)));
    const [first, second] = serials.map(({ stdout }) => stdout.trim());
    expect(first).toMatch(/^\d+$/);
    expect(first).not.toBe(second);
  });
});
