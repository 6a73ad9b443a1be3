/** Really trying: each on a child of our own, or on the loopback interface, and over within seconds. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import type { AbilityName } from '../../core/doctor/abilities.ts';
import type { Attempt } from '../../core/doctor/evidence.ts';
import { failureLine } from '../../core/doctor/parse.ts';
import { SpcError } from '../../core/errors.ts';
import { parseStat } from '../../core/processes/stat.ts';
import { tryReadText } from '../inspect/files.ts';
import { spawnJoined, type TickType } from '../join/tick.ts';
import { capture, childEnv, exitStatus } from '../process.ts';
import { cleanEnvironment } from '../toolbox/environment.ts';
import { trustedProgram } from '../toolbox/host.ts';

const TRY_MS = 8000;
const JOINED = ['net', 'ipc', 'uts', 'cgroup'] as const satisfies readonly TickType[];

/** A trial of each of these abilities; undefined: its program is not there. */
const TRIALS: Partial<Record<AbilityName, () => Promise<Attempt | undefined>>> = {
  strace: () => withSleeper('0.5', (pid) => run('strace', ['-e', 'trace=none', '-o', '/dev/null', '-p', `${pid}`])),
  'strace-launch': () => withProgram('true', (path) => run('strace', ['-o', '/dev/null', path])),
  tcpdump: () => withPackets(() => run('tcpdump', ['-i', 'lo', '-c', '1', '-U', '-w', '-'])),
  bpftrace: () => run('bpftrace', ['-e', 'tracepoint:raw_syscalls:sys_enter { exit(); }']),
  perf: () => withProgram('true', (path) => run('perf', ['trace', '-s', '-o', '/dev/null', '--', path])),
  gdb: () => withSleeper('3', (pid) => run('gdb', ['-n', '--batch', '-p', `${pid}`, '-ex', 'detach'], GDB_FAILED)),
  'stap-kernel': tryScript,
  ...Object.fromEntries(JOINED.map((type) => [`join-${type}`, () => tryJoin(type)])),
};

/** undefined: there is none that may be run. */
function programOf(name: string): string | undefined {
  try {
    return trustedProgram(name);
  } catch {
    return undefined;
  }
}

/** That a script is understood is not yet that its module loads. */
async function tryScript(): Promise<Attempt | undefined> {
  const attempt = await run('stap', ['-p2', '-e', 'probe begin { exit() }']);
  return attempt && { ...attempt, partial: true };
}

/** gdb ends with 0 also when it could not attach. */
const GDB_FAILED = /ptrace: .*/;

/** Tries those of the abilities that can be tried, one after the other. */
export async function tryAbilities(names: readonly AbilityName[]): Promise<Record<string, Attempt>> {
  const found: Record<string, Attempt> = {};
  for (const name of names) {
    const attempt = await TRIALS[name]?.();
    if (attempt) found[name] = attempt;
  }
  return found;
}

/** Runs a tool to its end. What it was is said as a user would type it. */
async function run(name: string, args: string[], failed?: RegExp): Promise<Attempt | undefined> {
  const file = programOf(name);
  if (file === undefined) return undefined;
  const typed = [name, ...args].join(' ');
  try {
    const limits = { timeoutMs: TRY_MS, maxBytes: 16 * 1024 * 1024, encoding: 'latin1' } as const;
    const { status, stdout, stderr } = await capture({ file, args, env: cleanEnvironment() }, limits);
    const failure = failed?.exec(stderr)?.[0];
    if (status === 0 && failure === undefined) return { ok: true, text: `${typed}: it worked` };
    return { ok: false, text: `${typed}: ${failure ?? (failureLine(stderr || stdout) || `status ${status}`)}` };
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    return { ok: false, text: `${typed}: ${error.message}` };
  }
}

/** undefined: the program is not there. */
async function withProgram<T>(name: string, work: (path: string) => Promise<T>): Promise<T | undefined> {
  const path = programOf(name);
  return path === undefined ? undefined : await work(path);
}

const withSleeper = <T>(seconds: string, work: (pid: number) => Promise<T>) =>
  withProgram('sleep', (sleep) => withChild([sleep, seconds], work));

/** Does something to a child that sleeps; it has ended when this resolves. */
async function withChild<T>(argv: readonly string[], work: (pid: number) => Promise<T>): Promise<T> {
  const [file = '', ...args] = argv;
  const child = spawn(file, args, { stdio: 'ignore', env: childEnv(cleanEnvironment()) });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  try {
    await Promise.race([ended, new Promise((resolve) => child.once('spawn', resolve))]);
    return await work(child.pid ?? 0);
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

const PACKET_EVERY_MS = 50;
const DISCARD_PORT = 9;

/** While packets of ours pass the loopback interface. */
async function withPackets<T>(work: () => Promise<T>): Promise<T> {
  const socket = createSocket('udp4');
  socket.on('error', () => {}); // an interface that is down
  const timer = setInterval(() => socket.send('spc', DISCARD_PORT, '127.0.0.1', () => {}), PACKET_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    socket.close();
  }
}

const FLAGS = { net: '--net', ipc: '--ipc', uts: '--uts', cgroup: '--cgroup' } as const;

/** Joins a namespace that a child of ours has just made. */
async function tryJoin(type: (typeof JOINED)[number]): Promise<Attempt | undefined> {
  const [file, sleep] = [programOf('unshare'), programOf('sleep')];
  if (file === undefined || sleep === undefined) return undefined;
  const what = `joining a ${type} namespace`;
  return await withChild([file, FLAGS[type], sleep, '5'], async (pid) => {
    const startTime = await unshared(pid);
    if (startTime === undefined) return { ok: false, text: `${what}: none could be made to be joined` };
    try {
      const target = { text: `process ${pid}`, pid, startTime, spec: { kind: 'pid', pid } as const };
      const child = spawnJoined(target, [type], { file: '/bin/true', args: [] }, { stdio: 'ignore' });
      const status = await new Promise<number>((resolve) => {
        child.once('error', () => resolve(127));
        child.once('exit', (code, signal) => resolve(exitStatus(code, signal)));
      });
      return { ok: status === 0, text: `${what}: ${status === 0 ? 'it worked' : `status ${status}`}` };
    } catch (error) {
      if (!(error instanceof SpcError)) throw error;
      return { ok: false, text: [what, error.message, error.why].filter(Boolean).join(': ') };
    }
  });
}

/** The start time of unshare(1) when it has done its work and become sleep; undefined: it failed. */
async function unshared(pid: number): Promise<number | undefined> {
  for (let tries = 0; tries < 100; tries++) {
    const stat = parseStat(tryReadText(`/proc/${pid}/stat`, 4096) ?? '');
    if (!stat || stat.state === 'Z') return undefined;
    if (stat.comm === 'sleep') return stat.startTime;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return undefined;
}
