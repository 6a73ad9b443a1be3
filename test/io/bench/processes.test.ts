import { describe, expect, it } from 'vitest';
import type { ProcessEntry, ProcessTable } from '../../../src/core/processes/types.ts';
import { engineProcesses } from '../../../src/io/bench/processes.ts';
import { DOCKER, PODMAN, ROOTLESS } from '../../core/bench/evidence.ts';

/** No such pids: the programs cannot be read, so names count. */
const FAR = 1 << 30;

const entry = (over: Partial<ProcessEntry>): ProcessEntry => ({
  ...{ pid: FAR, ppid: 1, startTime: 1, state: 'S', comm: 'dockerd', kernelThread: false, ticks: 0, threads: 1 },
  ...{ rss: 0, tty: 0, uid: 0, argv: ['dockerd'], ns: { pid: 1 } },
  ...over,
});

const table = (...processes: ProcessEntry[]): ProcessTable => ({
  ...{ processes, host: { pid: 1 }, at: 0, bootTime: 0, ticksPerSecond: 100, memory: 0, gaps: [] },
});

/** All daemons are the one that was asked. */
const anyDaemon = ([first]: readonly ProcessEntry[]) => (first ? { ok: first } : { missing: 'none' });

const found = (...processes: Partial<ProcessEntry>[]) => {
  const own = table(...processes.map((over, at) => entry({ pid: FAR + at, ...over })));
  return engineProcesses(own, DOCKER.engine, '/run/docker.sock', anyDaemon);
};

describe('of the engine', () => {
  it('are its programs with their words', () =>
    expect(found({ argv: ['dockerd', '--icc=false'] }, { comm: 'bash' }, { comm: 'containerd', argv: [] })).toEqual({
      ok: [
        { name: 'dockerd', pid: FAR, uid: 0, exe: '', argv: ['dockerd', '--icc=false'] },
        { name: 'containerd', pid: FAR + 2, uid: 0, exe: '', argv: [] },
      ],
    }));

  it('is not what another user calls dockerd', () => expect(found({ uid: 1000 })).toEqual({ missing: 'none' }));

  it('is not what runs in a container', () => expect(found({ ns: { pid: 2 } })).toEqual({ missing: 'none' }));

  it('is not another daemon', () => {
    const processes = found({}, {}, { comm: 'containerd' });
    expect('ok' in processes && processes.ok.map(({ pid }) => pid)).toEqual([FAR, FAR + 2]);
  });

  it("without root is its user's", () => {
    const { uid } = ROOTLESS.engine;
    const engine = { ...ROOTLESS.engine, name: 'docker' } as const;
    const processes = engineProcesses(table(entry({}), entry({ uid })), engine, '', anyDaemon);
    expect('ok' in processes && processes.ok.map((process) => process.uid)).toEqual([uid]);
  });

  it('of podman needs no daemon', () =>
    expect(engineProcesses(table(entry({ comm: 'conmon' })), PODMAN.engine, '')).toMatchObject({
      ok: [{ name: 'conmon' }],
    }));
});
