/** Evidence of the machine the tests run on, beside what the system's own files say. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { tryAbilities } from '../../../src/io/doctor/attempts.ts';
import { askEngines } from '../../../src/io/doctor/engines.ts';
import { readKernel } from '../../../src/io/doctor/kernel.ts';
import { readSelf } from '../../../src/io/doctor/self.ts';
import { readTargetEvidence } from '../../../src/io/doctor/target.ts';
import { findTools } from '../../../src/io/doctor/tools.ts';
import { startTimeOf } from '../../e2e/containers/journal.ts';

const children: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'spc-doctor-'));
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

describe('the kernel', () => {
  it('is told by its own files', async () => {
    const kernel = await readKernel();
    const config = gunzipSync(readFileSync('/proc/config.gz')).toString();
    expect(kernel.release).toBe(release());
    expect(kernel.configFrom).toBe('/proc/config.gz');
    for (const [name, value] of Object.entries(kernel.config))
      expect(config.includes(`\nCONFIG_${name}=${value}\n`)).toBe(value !== 'n');
    const paranoid = Number(readFileSync('/proc/sys/kernel/perf_event_paranoid', 'utf8'));
    expect(kernel.sysctls['kernel.perf_event_paranoid']).toBe(paranoid);
  });
});

describe('this process', () => {
  it('is on the host, with the rights that /proc tells', () => {
    const self = readSelf();
    const status = readFileSync('/proc/self/status', 'utf8');
    const [, mask = ''] = /^CapEff:\s*(\w+)$/m.exec(status) ?? [];
    const bits = [...BigInt(`0x${mask}`).toString(2)].filter((bit) => bit === '1').length;
    expect(self.capabilities).toHaveLength(bits);
    expect(self).toMatchObject({ contained: false, initial: { pid: true, user: true, net: true } });
    expect(`Seccomp:\t${self.seccomp}`).toBe(/^Seccomp:\t\d/m.exec(status)?.[0]);
  });
});

describe('engines', () => {
  const withPath = async <T>(path: string, work: () => Promise<T>) => {
    const before = process.env['PATH'];
    process.env['PATH'] = path;
    return await work().finally(() => {
      process.env['PATH'] = before;
    });
  };
  const program = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
  };

  it('that hang, write without end or are not there hold nobody up', async () => {
    program('docker', 'exec sleep 60');
    program('podman', 'exec yes');
    const found = await withPath(`${folder}:/usr/bin:/bin`, () => askEngines(2000));
    expect(found.docker).toMatchObject({ state: 'slow', why: expect.stringContaining('did not answer within') });
    expect(found.podman).toMatchObject({ state: 'silent', why: expect.stringContaining('without end') });
    const none = await withPath(join(folder, 'nothing'), () => askEngines(2000));
    expect(none).toEqual({ docker: { state: 'missing' }, podman: { state: 'missing' }, nerdctl: { state: 'missing' } });
  });
});

describe('tools', () => {
  it('are not those of the caller’s PATH', async () => {
    writeFileSync(join(folder, 'crun'), '#!/bin/sh\necho crun 99.9\n');
    chmodSync(join(folder, 'crun'), 0o755);
    const before = process.env['PATH'];
    process.env['PATH'] = `${folder}:${before}`;
    const { strace, crun } = await findTools(10_000).finally(() => {
      process.env['PATH'] = before;
    });
    expect(strace).toMatchObject({ path: '/usr/bin/strace', version: expect.stringMatching(/^\d+\.\d+/) });
    expect(JSON.stringify(crun)).not.toContain('99.9');
  });
});

describe('a target', () => {
  const start = (file: string, ...args: string[]) => {
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    children.push(child);
    return child;
  };
  const look = (pid: number) => {
    const target = {
      spec: { kind: 'pid', pid } as const,
      text: `pid:${pid}`,
      title: 't',
      pid,
      startTime: Number(startTimeOf(pid)),
    };
    return readTargetEvidence(target, [pid]);
  };

  it('is told with its program, its network and who traces it', async () => {
    const { pid = 0 } = start('sleep', '60');
    expect(await look(pid)).toMatchObject({
      shared: { pid: true, net: true, user: true },
      program: { bits: 64, static: false },
      processes: [{ pid, comm: 'sleep', threads: 1, tracer: null }],
    });
    const tracer = start('strace', '-o', '/dev/null', '-p', `${pid}`);
    await new Promise((resolve) => tracer.stderr?.once('data', resolve));
    expect((await look(pid)).processes[0]?.tracer).toEqual({ pid: tracer.pid, comm: 'strace' });
  });

  it('whose program is static is told so', async () => {
    const { pid = 0 } = start('busybox', 'sleep', '60');
    expect((await look(pid)).program).toEqual({ bits: 64, static: true });
  });

  it('that has ended gives nothing, and no error', async () => {
    const child = start('true');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(await look(child.pid ?? 0)).toMatchObject({ processes: [], program: null, uid: null });
  });
});

describe('really trying', () => {
  it('runs nothing that only the caller’s PATH or environment names', async () => {
    const [ran, before] = [join(folder, 'ran'), process.env['PATH']];
    for (const name of ['sleep', 'true']) {
      writeFileSync(join(folder, name), `#!/bin/sh\necho ${name} >> ${ran}\nexec /bin/${name} "$@"\n`);
      chmodSync(join(folder, name), 0o755);
    }
    process.env['PATH'] = `${folder}:${before}`;
    await tryAbilities(['strace', 'strace-launch', 'join-net']).finally(() => {
      process.env['PATH'] = before;
    });
    expect(existsSync(ran)).toBe(false);
  });

  it('leaves no process behind', async () => {
    const found = await tryAbilities(['strace', 'strace-launch', 'tcpdump', 'join-net', 'docker']);
    expect(Object.entries(found).map(([name, { ok }]) => [name, ok])).toEqual([
      ['strace', true],
      ['strace-launch', true],
      ['tcpdump', true],
      ['join-net', true],
    ]);
    const own = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    const known = children.map(({ pid }) => `${pid}`);
    expect(own.filter((pid) => !known.includes(pid))).toEqual([]);
  });
});
