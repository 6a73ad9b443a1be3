/** `spc doctor` where it is: on the host as root and as an ordinary user, in containers, and with what it advised itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/core/doctor/diagnosis.ts';
import type { DoctorReport } from '../../src/core/doctor/report.ts';
import { EXIT } from '../../src/core/errors.ts';
import { onEngine, removeScratch, run, SPC, spc } from './spc.ts';

const NOT_READY = EXIT['not-ready'].status;
const IMAGE = 'localhost/spc-tools';
const ROOT = dirname(dirname(SPC));
/** The image has no Node.js and no bpftrace: the host's programs are its own distribution's. */
const MOUNTS = [...new Set(['/usr', ROOT, dirname(realpathSync(`${ROOT}/node_modules`))])];

type Engine = 'docker' | 'podman';

const children: ChildProcess[] = [];
function sleeper(): number {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  children.push(child);
  return child.pid ?? 0;
}
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  removeScratch();
});

/** Runs a command in a fresh container, as far as possible like those of any user. */
function inside(engine: Engine, flags: readonly string[], command: readonly string[]) {
  const mounts = MOUNTS.flatMap((path) => ['-v', `${path}:${path}:ro`]);
  const name = onEngine(engine).name(`doctor-${Math.random().toString(36).slice(2)}`);
  return run([engine, 'run', '--rm', '--name', name, ...mounts, ...flags, IMAGE, ...command]);
}

function reportOf({ stdout, stderr }: { stdout: string; stderr: string }): DoctorReport {
  if (!stdout.startsWith('{')) throw new Error(`${stdout} ${stderr}`);
  return JSON.parse(stdout);
}

function row({ abilities }: DoctorReport, name: string): Diagnosis {
  const found = abilities.find(({ ability }) => ability === name);
  if (!found) throw new Error(`no row ${name}`);
  return found;
}

const config = gunzipSync(readFileSync('/proc/config.gz')).toString();
const isSet = (option: string) => new RegExp(`^CONFIG_${option}=[ym]$`, 'm').test(config);

describe('on the host, as root', () => {
  const outcome = spc(['doctor', '--json']);
  const report = reportOf(outcome);

  it('is ready', () => {
    expect(outcome.status).toBe(0);
    expect(report).toMatchObject({ schema: 1, ready: true, failures: [], contained: false });
  });

  it.each(['strace', 'strace-launch', 'tcpdump', 'bpftrace', 'perf', 'processes', 'files', 'join-net', 'join-mnt'])(
    'finds that %s works',
    (name) => expect(row(report, name)).toMatchObject({ state: 'works', advice: [] }),
  );

  it('says what this kernel was built without', () => {
    const { state, evidence, advice } = row(report, 'stap-kernel');
    expect(evidence.includes('CONFIG_MODULES is not set')).toBe(!isSet('MODULES'));
    if (isSet('MODULES')) return;
    expect(state).toBe('missing');
    expect(advice.find(({ platform }) => platform === 'host')?.text).toContain('a kernel built with CONFIG_MODULES=y');
  });

  it('names the versions that engines and tools tell', () => {
    const version = run(['docker', 'version', '--format', '{{.Server.Version}}']).stdout.trim();
    const patient = reportOf(spc(['doctor', '--json', '--try', '--for', 'docker,strace-launch']));
    expect(row(patient, 'docker').summary).toContain(version);
    const [, strace = 'none'] = /version (\S+)/.exec(run(['strace', '--version']).stdout) ?? [];
    expect(row(patient, 'strace-launch').evidence).toContain(`${strace}, /usr/bin/strace`);
  });

  it('really tries what it is told to', () => {
    const names = ['strace', 'strace-launch', 'tcpdump', 'bpftrace', 'perf', 'gdb', 'join-net', 'join-uts'];
    const tried = reportOf(spc(['doctor', '--json', '--try', '--for', names.join(',')]));
    const said = tried.abilities.map(({ ability, state, summary }) => [ability, state, summary.startsWith('tried: ')]);
    expect(said.toSorted()).toEqual(names.map((name) => [name, 'works', true]).toSorted());
  });

  it('explains one ability in full', () => {
    const { stdout, status } = spc(['doctor', '--explain', 'bpftrace']);
    expect(stdout).toContain('/sys/kernel/btf/vmlinux is there');
    expect(stdout).toContain('CONFIG_BPF_SYSCALL=y');
    expect(status).toBe(0);
  });

  it('knows no other names', () => {
    const { status, stderr } = spc(['doctor', '--for', 'bpftrase']);
    expect(status).toBe(EXIT.usage.status);
    expect(stderr).toContain('bpftrace');
  });

  it('fits a screen of 80 columns', () => {
    const outcome = run(['script', '-qec', `stty cols 80; '${SPC}' doctor`, '/dev/null'], {
      env: { ...process.env, NO_COLOR: '1' },
    });
    const lines = outcome.stdout.replaceAll(/\^D|[\b\0]/g, '').split(/\r?\n/);
    expect(lines.some((line) => line.includes('SPC ITSELF'))).toBe(true);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('as an ordinary user', () => {
  const user = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
  const outcome = run([...user, SPC, 'doctor', '--json'], { env: { ...process.env, HOME: '/nonexistent' } });
  const report = reportOf(outcome);

  it('is not ready: nothing can be joined', () => {
    expect(outcome.status).toBe(NOT_READY);
    expect(report.failures.map(({ ability }) => ability)).toEqual(['join-net', 'join-pid']);
  });

  it('says what is limited, what is denied, and that root could', () => {
    expect(row(report, 'strace')).toMatchObject({ state: 'limited' });
    expect(row(report, 'strace-launch')).toMatchObject({ state: 'works' });
    expect(row(report, 'tcpdump')).toMatchObject({ state: 'denied' });
    expect(row(report, 'bpftrace').summary).toBe('bpftrace runs as root only; this is user 65534');
    expect(row(report, 'bpftrace').advice[0]).toMatchObject({ platform: 'host', text: 'run it as root: sudo spc …' });
  });

  it('is right that a command can be traced', () => {
    const tried = run([...user, SPC, 'doctor', '--json', '--try', '--for', 'strace-launch,strace']);
    expect(tried.status).toBe(0);
    expect(row(reportOf(tried), 'strace-launch').summary).toMatch(/^tried: .*it worked$/);
  });
});

describe('about a target', () => {
  it('names who traces it, and that strace cannot, too', async () => {
    const pid = sleeper();
    const tracer = spawn('strace', ['-o', '/dev/null', '-p', `${pid}`], { stdio: ['ignore', 'ignore', 'pipe'] });
    children.push(tracer);
    await new Promise((resolve) => tracer.stderr.once('data', resolve));
    const { status, stdout } = spc(['doctor', '--json', '--for', 'strace', `pid:${pid}`]);
    const { failures, target } = JSON.parse(stdout) as DoctorReport;
    expect(failures[0]?.why).toContain(`traced already, by process ${tracer.pid} (strace)`);
    expect(target?.findings[0]).toMatchObject({ level: 'blocks', tracers: ['strace'] });
    expect(status).toBe(NOT_READY);
    expect(spc(['doctor', '--for', 'tcpdump', `pid:${pid}`]).status).toBe(0);
  });

  it('tells a process in the host’s network, and a thread of the kernel', () => {
    const { stdout } = spc(['doctor', `pid:${sleeper()}`]);
    expect(stdout).toContain('it has no network of its own');
    expect(spc(['doctor', '--for', 'strace', 'pid:2']).stdout).toContain('is a thread of the kernel');
  });
});

describe.each<Engine>(['docker', 'podman'])('in a container of %s', (engine) => {
  const doctor = (flags: readonly string[], ...args: string[]) =>
    inside(engine, flags, [SPC, 'doctor', '--json', ...args]);
  let plain: DoctorReport;
  let status: number | null;
  beforeAll(() => {
    const outcome = doctor([]);
    status = outcome.status;
    plain = reportOf(outcome);
  });

  it('knows that it is in one, and is not ready', () => {
    expect(plain.contained).toBe(true);
    expect(status).toBe(NOT_READY);
    expect(row(plain, 'join-net')).toMatchObject({ state: 'denied' });
    expect(row(plain, 'processes')).toMatchObject({ state: 'limited' });
    expect(row(plain, 'bpftrace').evidence).toContain('tracefs is not mounted: there are no tracepoints to name');
  });

  it('is right: what it says is denied fails when it is tried', () => {
    const tried = reportOf(doctor([], '--try', '--for', 'bpftrace,perf,join-net,strace-launch'));
    expect(tried.abilities.map(({ ability, state }) => [ability, state])).toEqual([
      ['strace-launch', 'works'],
      ['bpftrace', 'denied'],
      ['perf', 'denied'],
      ['join-net', 'denied'],
    ]);
  });

  it('needs no more than SYS_PTRACE and the host’s processes for strace', () => {
    const flags = flagsFor(engine, row(plain, 'strace'));
    expect(flags).toEqual(['--cap-add=SYS_PTRACE', '--pid=host']);
    const pid = sleeper();
    const attach = ['timeout', '-s', 'INT', '1', 'strace', '-o', '/dev/null', '-p', `${pid}`];
    expect(inside(engine, flags, attach).stderr).toContain(`Process ${pid} attached`);
    for (const [at] of flags.entries())
      expect(inside(engine, flags.toSpliced(at, 1), attach).stderr).not.toContain(`Process ${pid} attached`);
  });

  it.each(['strace', 'tcpdump', 'bpftrace', 'perf'])('%s works with what it advised', (name) => {
    const flags = flagsFor(engine, row(plain, name));
    const outcome = doctor(flags, '--try', '--for', name);
    const found = row(reportOf(outcome), name);
    expect([outcome.status, found.state, found.evidence[0]]).toEqual([0, 'works', expect.stringMatching(/it worked$/)]);
  });

  it('a session that may not trace says so, with what would let it', () => {
    const { status, stderr } = inside(engine, ['--pid=host'], [SPC, 'strace', `pid:${sleeper()}`, '-d', '1s']);
    expect(status).toBe(EXIT['no-capability'].status);
    expect(stderr).toMatch(/try: .*--cap-add=SYS_PTRACE --pid=host; spc doctor --explain strace/);
  });

  it('joining networks works with what it advised', () => {
    const flags = flagsFor(engine, row(plain, 'join-net'));
    expect(row(reportOf(doctor(flags, '--try', '--for', 'join-net')), 'join-net').state).toBe('works');
  });
});

/** docker's as its version has it. */
function flagsFor(engine: Engine, { advice }: Diagnosis): string[] {
  const major = Number.parseInt(run(['docker', 'version', '--format', '{{.Server.Version}}']).stdout, 10);
  const platform = engine === 'docker' && major < 23 ? 'docker before 23' : engine;
  const found = advice.find((each) => each.platform === platform);
  if (!found) throw new Error(`no advice for ${platform}`);
  return found.flags;
}
