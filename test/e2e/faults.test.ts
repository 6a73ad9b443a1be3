/** However a session ends, its target works on, untraced, and nothing of the session is left. Needs test/lab/up. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { endSession, journals, killAll, leftOf, type Session, startSession } from './faults/session.ts';
import { type Engine, startWorkload, type Workload } from './faults/workload.ts';
import { removeScratch, run, SCRATCH, spc, until } from './spc.ts';

const ENGINES: Engine[] = ['docker', 'podman'];

/** Each tracer's command on a target, telling something several times a second. */
const TRACERS = [
  { tracer: 'strace', args: (name: string) => ['strace', name] },
  { tracer: 'tcpdump', args: (name: string) => ['tcpdump', '--record', `${SCRATCH}/record-${name}`, name] },
  { tracer: 'bpftrace', args: (name: string) => ['bpftrace', name, '-e', 'interval:ms:50 { printf("x\\n"); }'] },
  { tracer: 'perf', args: (name: string) => ['perf', name, 'trace'] },
];

const cleanup: (() => void)[] = [];
afterEach(() => {
  for (const undo of cleanup.splice(0).reverse()) undo();
});
afterAll(removeScratch);

function workload(engine: Engine, limit?: number): Workload {
  const made = startWorkload(engine, limit);
  cleanup.push(made.remove);
  return made;
}

async function session(...[args, options]: Parameters<typeof startSession>): Promise<Session> {
  const made = await startSession(args, options);
  cleanup.push(() => endSession(made));
  return made;
}

/** The target works on as before, and the session is gone without a trace. */
async function expectClean(target: Workload, traced: Session, affinity: string[]): Promise<void> {
  await until(() => leftOf(traced).length === 0, 'the session to leave nothing').catch(() => {});
  expect(leftOf(traced)).toEqual([]);
  await until(() => target.harmed().length === 0, 'the target to be untraced').catch(() => {});
  expect(target.harmed()).toEqual([]);
  await target.advances();
  expect(target.affinity()).toEqual(affinity);
}

function expectEnd([status, signal]: Awaited<Session['ended']>, ends: Fault['ends']): void {
  if (ends === undefined) expect([null, 0]).not.toContain(status);
  else expect(signal ?? status).toBe(ends);
}

interface Fault {
  name: string;
  /** What befalls the session. */
  act(traced: Session): void | Promise<void>;
  /** Exit status, or the signal that ended it; undefined: any status of failure. */
  ends: number | NodeJS.Signals | undefined;
}

const FAULTS: Fault[] = [
  { name: 'Ctrl-C', act: ({ toGroup }) => toGroup('SIGINT'), ends: 0 },
  { name: 'SIGTERM', act: ({ child }) => void child.kill('SIGTERM'), ends: 0 },
  { name: 'SIGHUP', act: ({ toGroup }) => toGroup('SIGHUP'), ends: 0 },
  { name: 'a closed pipe', act: ({ child }) => void child.stdout?.destroy(), ends: 0 },
  { name: 'kill -9', act: ({ child }) => void child.kill('SIGKILL'), ends: 'SIGKILL' },
  {
    name: 'kill -9 of the tool',
    act: async ({ child, tools }) => {
      // one that is started again, too
      await until(() => {
        killAll(tools());
        return child.exitCode !== null;
      }, 'the session to end');
    },
    ends: undefined,
  },
  {
    name: 'kill -9 of the guard, then of spc',
    act: async (traced) => {
      const guard = traced.guard();
      process.kill(guard, 'SIGKILL');
      await until(() => ![0, guard].includes(traced.guard()), 'another guard'); // asked once a look: it may go between two
      traced.child.kill('SIGKILL');
    },
    ends: 'SIGKILL',
  },
  {
    name: 'a stop of spc for a while',
    act: async ({ child, lines, toGroup }) => {
      child.kill('SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const before = lines();
      child.kill('SIGCONT');
      await until(() => lines() > before + 5, 'it to go on');
      toGroup('SIGINT');
    },
    ends: 0,
  },
];

describe.each(ENGINES)('a target of %s', (engine) => {
  describe.each(TRACERS)('traced by $tracer', ({ args }) => {
    it.each(FAULTS)('survives $name', async ({ act, ends }) => {
      const target = workload(engine);
      await target.advances();
      const affinity = target.affinity();
      const traced = await session(args(target.name));
      await act(traced);
      expectEnd(await traced.ended, ends);
      await expectClean(target, traced, affinity);
    });

    it('is told when it ends', async () => {
      const target = workload(engine, 25);
      const traced = await session(args(target.name));
      expect(await traced.ended).toEqual([0, null]);
      expect(await traced.stderr).toMatch(/target has ended/);
      await until(() => leftOf(traced).length === 0, 'nothing left');
    });

    it.each([['kill'], ['stop', '-t', '0'], ['restart', '-t', '0']])('may be ended by %s', async (...words) => {
      const target = workload(engine);
      const traced = await session(args(target.name));
      expect(run([engine, ...words, target.name]).status).toBe(0);
      expect(await traced.ended).toEqual([0, null]);
      await until(() => leftOf(traced).length === 0, 'nothing left');
      if (words[0] === 'restart') await target.advances();
      if (words[0] === 'restart') expect(target.harmed()).toEqual([]);
    });
  });

  it('works on when the disk is full', async () => {
    const target = workload(engine);
    const affinity = target.affinity();
    const disk = `${SCRATCH}/disk-${engine}`;
    mkdirSync(disk, { mode: 0o700 });
    expect(run(['mount', '-t', 'tmpfs', '-o', 'size=4m,mode=700', 'none', disk]).status).toBe(0);
    cleanup.push(() => run(['umount', '-l', disk]));
    const traced = await session(['strace', '--record', `${disk}/session`, target.name]);
    expect(() => writeFileSync(`${disk}/rest`, Buffer.alloc(4e6))).toThrow(/ENOSPC/);
    expect(await traced.ended).toEqual([71, null]);
    expect(await traced.stderr).toMatch(/the disk is full/);
    await expectClean(target, traced, affinity);
  });

  it('works on when nobody reads what its tracer says, and Ctrl-C comes again and again', async () => {
    const target = workload(engine);
    const affinity = target.affinity();
    const traced = await session(['strace', target.name], { read: false });
    for (let pressed = 0; pressed < 3; pressed++) {
      traced.toGroup('SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (traced.child.exitCode !== null || traced.child.signalCode !== null) break;
    }
    await traced.ended;
    await expectClean(target, traced, affinity);
  });

  it('works on when neither spc nor its guard lived to end the tool: the next start does', async () => {
    const target = workload(engine);
    const affinity = target.affinity();
    const traced = await session(['strace', target.name]);
    for (const pid of traced.tools()) process.kill(pid, 'SIGSTOP'); // else it ends of a broken pipe
    run(['kill', '-KILL', String(traced.child.pid), String(traced.guard())]);
    await traced.ended;
    expect(traced.tools()).toHaveLength(1);
    expect(journals(traced.run)).toHaveLength(1);
    const next = spc(['strace', '-d', '300ms', target.name], { env: { SPC_RUN: traced.run } });
    expect(next.stderr).toMatch(/left by an earlier session, and now ended: process \d+/);
    await expectClean(target, traced, affinity);
  });
});

describe.each([['docker'], ['podman']])('a tool from an image of %s', (engine) => {
  const image = ['--image', 'localhost/spc-tools', '--engine', engine];
  const faults = FAULTS.filter(({ name }) => ['Ctrl-C', 'kill -9', 'kill -9 of the tool'].includes(name));
  it.each(faults)('leaves nothing after $name', async ({ act, ends }) => {
    const target = workload('docker');
    await target.advances();
    const affinity = target.affinity();
    const traced = await session(['strace', ...image, target.name]);
    expect(traced.containers).not.toEqual([]);
    await act(traced);
    expectEnd(await traced.ended, ends);
    await expectClean(target, traced, affinity);
  });

  it('leaves nothing when the engine client is killed', async () => {
    const target = workload('docker');
    const affinity = target.affinity();
    const traced = await session(['strace', ...image, target.name]);
    const [tool = 0] = traced.tools();
    const clients = run(['pgrep', '-f', `^[^ ]*${engine} run .*--name=${traced.containers[0]?.name}`]).stdout;
    expect(clients.trim()).not.toBe('');
    run(['kill', '-KILL', ...clients.trim().split('\n')]);
    await until(() => !traced.tools().includes(tool) || undefined, 'its tool to be ended');
    traced.toGroup('SIGINT');
    await traced.ended;
    await expectClean(target, traced, affinity);
  });
});
