/** `spc run --engine builtin`: the same labels with no engine at all. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAPABILITIES } from '../../src/core/capabilities.ts';
import { imageNames, makeImages } from './images.ts';
import { errorOf, removeScratch, run, SCRATCH, SPC, spc, start, until } from './spc.ts';

const given = ['--engine', 'builtin', '--assumeyes'];
// A store of this test's own, and a PATH on which no engine is found
const env = { SPC_STORE: `${SCRATCH}/store`, PATH: `${SCRATCH}/bin` };
const builtin = (args: string[], more: { input?: string } = {}) => spc(args, { env, ...more });
const name = (suffix: string) => `spc-e2e-builtin-${process.pid}-${suffix}`;

beforeAll(() => {
  makeImages('docker');
  const archive = `${SCRATCH}/images.tar`;
  run(['docker', 'save', '-o', archive, 'localhost/spc-tools', 'localhost/spc-label', ...imageNames()]);
  run(['mkdir', '-p', env.PATH]);
  // What the launcher, a shell script, needs; and no engine
  for (const program of ['sh', 'readlink']) run(['ln', '-s', `/usr/bin/${program}`, `${env.PATH}/${program}`]);
  const loaded = builtin(['image', 'load', archive]);
  if (loaded.status !== 0) throw new Error(loaded.stderr);
  rmSync(archive);
});
afterAll(removeScratch);

describe('builtin', () => {
  it('is chosen when no engine answers', () => {
    expect(JSON.parse(builtin(['info', '--json', 'localhost/spc-tools']).stdout).engine).toBe('builtin');
  });

  it('knows an image by the id docker gives it', () => {
    const id = run(['docker', 'image', 'inspect', '--format', '{{.Id}}', 'localhost/spc-tools']).stdout.trim();
    expect(JSON.parse(builtin(['info', '--json', 'localhost/spc-tools']).stdout).id).toBe(id);
  });

  it('shows the processes of the host', () => {
    const { stdout, status } = builtin(['run', ...given, 'localhost/spc-tools', 'ps', '-e', '-o', 'pid=']);
    expect(status).toBe(0);
    expect(stdout.split('\n').map(Number)).toContain(process.pid);
  });

  it('passes arguments, input, output and exit status', () => {
    const script = ['sh', '-c', 'for a; do echo "[$a]"; done; cat; exit 7', '--', 'a  b', '$NAME', '; id', ''];
    const { stdout, status } = builtin(['run', ...given, 'localhost/spc-e2e-host', ...script], { input: 'in\n' });
    expect(stdout).toBe('[a  b]\n[$NAME]\n[; id]\n[]\nin\n');
    expect(status).toBe(7);
  });

  it('passes a signal on', async () => {
    const script = 'trap "echo got it; exit 9" TERM; echo ready; while :; do sleep 0.1; done';
    const child = start(['run', ...given, '--name', name('term'), 'localhost/spc-e2e-host', 'sh', '-c', script], {
      env,
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    await until(() => output.includes('ready'), 'the container');
    child.kill('SIGTERM');
    const status = await new Promise((resolve) => child.on('exit', resolve));
    expect([output, status]).toEqual(['ready\ngot it\n', 9]);
  });

  it('traces a process of a docker container', async () => {
    const target = name('target');
    const loop = 'while :; do echo tick >/dev/null; sleep 0.2; done';
    run(['docker', 'run', '-d', '--name', target, 'localhost/spc-bb', 'sh', '-c', loop]);
    try {
      const pid = run(['docker', 'inspect', '--format', '{{.State.Pid}}', target]).stdout.trim();
      const command = ['strace', '-f', '-e', 'trace=write', '-p', pid];
      const child = start(['run', ...given, '--name', name('strace'), 'localhost/spc-tools', ...command], { env });
      let trace = '';
      child.stderr?.on('data', (chunk) => {
        trace += chunk;
      });
      await until(() => /write\(1, "tick\\n", 5\)\s+= 5/.test(trace), 'a write call');
      child.kill('SIGINT');
      await new Promise((resolve) => child.on('exit', resolve));
      expect(run(['docker', 'inspect', '--format', '{{.State.Running}}', target]).stdout.trim()).toBe('true');
    } finally {
      run(['docker', 'rm', '-f', target]);
    }
  });

  it('runs in the background, is joined, and stopped', () => {
    const container = name('service');
    const { stdout, status } = builtin([
      'run',
      ...given,
      '-d',
      '--name',
      container,
      'localhost/spc-e2e-host',
      'sleep',
      '1000',
    ]);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^[0-9a-f]{64}\n$/)]);
    try {
      const joined = builtin([
        'run',
        ...given,
        '--name',
        container,
        'localhost/spc-e2e-host',
        'sh',
        '-c',
        'ls /host/proc/1 >/dev/null && echo joined',
      ]);
      expect(joined.stdout).toBe('joined\n');
      expect(builtin(['run', ...given, '--name', container, 'localhost/spc-tools', 'true']).status).toBe(73);
    } finally {
      expect(builtin(['stop', ...given, container]).status).toBe(0);
    }
    expect(builtin(['stop', '--json', ...given, container]).status).toBe(67);
  });

  it('keeps limits around the tool', () => {
    const limits = ['--memory', '64m', '--cpus', '0.5', '--pids-limit', '50'];
    const { stdout } = builtin([
      'run',
      ...given,
      ...limits,
      '--name',
      name('limits'),
      'localhost/spc-e2e-host',
      'cat',
      '/proc/self/cgroup',
    ]);
    const path = /spc\/[0-9a-f]{64}/.exec(stdout)?.[0];
    expect(path).toBeDefined();
    // its group is gone with it
    expect(existsSync(`/sys/fs/cgroup/memory/${path}`)).toBe(false);
  });

  it('opens only descriptors 0 to 2', () => {
    const { stdout } = builtin(['run', ...given, 'localhost/spc-e2e-host', 'sh', '-c', 'ls /proc/$$/fd; true']);
    expect(stdout.trim().split(/\s+/)).toEqual(expect.arrayContaining(['0', '1', '2']));
    // the shell's own script descriptor is 10 and up where it has one; nothing of spc's is between
    expect(
      stdout
        .trim()
        .split(/\s+/)
        .map(Number)
        .filter((fd) => fd > 2 && fd < 10),
    ).toEqual([]);
  });

  it('INSTALL and UNINSTALL act on the host', () => {
    const mark = '/tmp/spc-e2e-mark';
    rmSync(mark, { force: true });
    expect(builtin(['run', ...given, 'localhost/spc-e2e-mark', 'true']).status).toBe(82);
    expect(builtin(['install', ...given, 'localhost/spc-e2e-mark']).status).toBe(0);
    expect(existsSync(mark)).toBe(true);
    expect(builtin(['run', ...given, 'localhost/spc-e2e-mark', 'echo', 'ran']).stdout).toBe('ran\n');
    expect(builtin(['uninstall', ...given, 'localhost/spc-e2e-mark']).status).toBe(0);
    expect(existsSync(mark)).toBe(false);
  });

  it.each([
    ['spc-e2e-evil', 'unknown-variable'],
    ['spc-e2e-twice', 'label-ambiguous'],
    ['spc-e2e-bare', 'no-label'],
    ['spc-e2e-nope', 'no-image'],
  ])('%s is refused: %s', (image, code) => {
    expect(errorOf(builtin(['run', '--json', ...given, `localhost/${image}`])).code).toBe(code);
    expect(existsSync('/tmp/spc-e2e-evil')).toBe(false);
  });

  it('--spc opens every wall for an image without a label', () => {
    const words = ['sh', '-c', 'ls -d /host/proc/1 && echo $HOST'];
    expect(builtin(['run', ...given, '--spc', 'localhost/spc-e2e-bare', ...words]).stdout).toBe(
      '/host/proc/1\n/host\n',
    );
  });

  it('refuses by name what it cannot honour, and runs nothing', () => {
    const outcome = builtin([
      'run',
      '--json',
      ...given,
      '--runtime',
      'kata',
      '--opt1',
      '-p 80:80',
      'localhost/spc-e2e-opts',
      'true',
    ]);
    expect(errorOf(outcome)).toMatchObject({ code: 'unsupported' });
    expect(errorOf(outcome).what + errorOf(outcome).why).toMatch(/-p 80:80/);
    expect(errorOf(outcome).what + errorOf(outcome).why).toMatch(/runtime/);
  });

  it('names a capability that this root has not got', ({ skip }) => {
    const eff = BigInt(`0x${/^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]}`);
    const lacking = CAPABILITIES.find((_, bit) => !(eff & (1n << BigInt(bit))));
    if (!lacking) return skip('this root has every capability');
    const outcome = builtin(['run', '--json', ...given, '--opt1', lacking, 'localhost/spc-e2e-capability', 'true']);
    expect(errorOf(outcome)).toMatchObject({ code: 'no-capability', why: expect.stringContaining(`CAP_${lacking}`) });
    expect(outcome.status).toBe(83);
  });

  it('says that it needs root', () => {
    const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
    const { status, stderr } = run([...nobody, SPC, 'run', '--engine', 'builtin', 'localhost/spc-bb']);
    expect(status).toBe(77);
    expect(stderr).toContain('needs root');
  });

  it('needs a yes like any engine', () => {
    expect(builtin(['run', '--engine', 'builtin', 'localhost/spc-e2e-host', 'true']).status).toBe(79);
  });

  it('leaves nothing behind', () => {
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(`${SCRATCH}/store`);
  });
});
