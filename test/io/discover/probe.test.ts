/** What is told of a process by its mounts, however many. Files of /proc are made up, and cut as the real ones are. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { systemProbe } from '../../../src/io/discover/probe.ts';
import { MAX_MOUNTINFO } from '../../../src/io/proc/read.ts';
import { makeProcess } from '../../core/containers/process.ts';

const files = vi.hoisted(() => new Map<string, string>());
const reads = vi.hoisted(() => [] as string[]);
vi.mock('../../../src/io/proc/read.ts', async (original) => ({
  ...(await original<object>()),
  tryReadProc: (path: string, maxBytes = 128 * 1024) => {
    reads.push(path);
    return files.get(path)?.slice(0, maxBytes);
  },
}));

const ROOT = '30 1 254:0 / / rw - ext4 /dev/vda rw\n';
const LAYERS = `31 30 0:90 / /merged rw - overlay overlay rw,lowerdir=${'/layer:'.repeat(500)}\n`;
const BIND = '32 30 254:0 / /late rw - ext4 /dev/vda rw\n';
const stat = (pid: number, start: number) =>
  `${pid} (sleep) S 1 1 1 0 -1 0${' 0'.repeat(12)} ${start}${' 0'.repeat(30)}\n`;
const main = makeProcess({ pid: 42, startTime: 420 });

function judge(mountinfo: string) {
  files.set('/proc/42/mountinfo', mountinfo);
  return systemProbe().facts(main);
}

describe('facts of a process', () => {
  beforeEach(() => {
    files.clear();
    files.set('/proc/1/mountinfo', ROOT);
    files.set('/proc/42/status', 'CapEff:\t00000000a80425fb\nSeccomp:\t2\nSeccomp_filters:\t1\n');
    files.set('/proc/42/stat', stat(42, 420));
  });

  it("finds the host's / behind hundreds of overlays", () => {
    expect(judge(LAYERS.repeat(500) + BIND)).toMatchObject({ hostRoots: ['/late'], mountsCut: false });
  });

  it('says that there is more', () => {
    const lines = Math.ceil(MAX_MOUNTINFO / LAYERS.length);
    expect(judge(LAYERS.repeat(lines) + BIND)).toMatchObject({ hostRoots: [], mountsCut: true });
  });

  it('are read when they are asked for', () => {
    const facts = judge(BIND);
    reads.length = 0;
    expect([facts?.filters, reads]).toEqual([1, []]);
    expect([facts?.hostRoots, reads.includes('/proc/42/mountinfo')]).toEqual([['/late'], true]);
  });

  it("are not another's who got its number", () => {
    const facts = judge(BIND);
    files.set('/proc/42/stat', stat(42, 999));
    expect(facts?.hostRoots).toEqual([]);
    expect(systemProbe().facts(main)).toBeUndefined();
  });
});
