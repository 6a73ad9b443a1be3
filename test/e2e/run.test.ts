/** `spc run` on real engines: the label's container runs, and everything of it reaches the user. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trustImage } from '../../src/io/trusted.ts';
import { makeImages } from './images.ts';
import {
  AUDIT_LOG,
  auditLines,
  errorOf,
  onEngine,
  removeScratch,
  run,
  SCRATCH,
  SPC,
  spc,
  spcOnTerminal,
  start,
  until,
} from './spc.ts';

/** A limit as the kernel has it, under cgroup v1 or v2. */
function cgroupValue(pid: string, controller: string, v1: string, v2: string): string {
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(':'));
  const own = lines.find(([, controllers = '']) => controllers.split(',').includes(controller));
  const [folder, file] = own
    ? [
        `/sys/fs/cgroup/${readdirSync('/sys/fs/cgroup').find((entry) => entry.split(',').includes(controller))}${own[2]}`,
        v1,
      ]
    : [`/sys/fs/cgroup${lines.find(([number]) => number === '0')?.[2]}`, v2];
  return readFileSync(`${folder}/${file}`, 'utf8').trim();
}

const ENVIRONMENT = { ...process.env, SPC_AUDIT_LOG: AUDIT_LOG } as Record<string, string>;

afterAll(removeScratch);

describe.each(['docker', 'podman'] as const)('%s', (engine) => {
  const { given, name, remove, idOf } = onEngine(engine);

  beforeAll(() => makeImages(engine));

  it('shows the processes of the host, as the label grants', () => {
    const { stdout, status } = spc([
      'run',
      ...given,
      '--rm',
      '--name',
      name('ps'),
      'localhost/spc-tools',
      'ps',
      '-e',
      '-o',
      'pid=',
    ]);
    expect(status).toBe(0);
    expect(stdout.split('\n').map(Number)).toContain(process.pid);
  });

  it('gives a pipe clean lines, though the label says -t', () => {
    const { stdout } = spc([
      'run',
      ...given,
      '--rm',
      '--name',
      name('pipe'),
      'localhost/spc-e2e-host',
      'echo',
      'a line',
    ]);
    expect(stdout).toBe('a line\n');
  });

  it('gives a terminal a terminal', () => {
    const { stdout } = spcOnTerminal([
      'run',
      '-q',
      ...given,
      '--rm',
      '--name',
      name('tty'),
      'localhost/spc-e2e-host',
      'sh',
      '-c',
      'tty; sleep 0.5', // podman may lose the output of a program that ends at once
    ]);
    expect(stdout.trim()).toMatch(/^\/dev\/(pts\/\d+|console)$/);
  });

  it("passes arguments on one by one, blanks, dashes and the label's own words included", () => {
    const args = ['-n', 'a  b', '$NAME', 'IMAGE', '--privileged', '', '; id'];
    const script = ['sh', '-c', 'for a; do echo "[$a]"; done', '--'];
    const { stdout } = spc([
      'run',
      ...given,
      '--rm',
      '--name',
      name('args'),
      'localhost/spc-e2e-plain',
      ...script,
      ...args,
    ]);
    expect(stdout).toBe(args.map((arg) => `[${arg}]\n`).join(''));
  });

  it('passes standard input on', () => {
    const { stdout } = spc(['run', ...given, '--rm', '--name', name('in'), 'localhost/spc-e2e-plain', 'cat'], {
      input: 'from outside\n',
    });
    expect(stdout).toBe('from outside\n');
  });

  it.each([0, 7, 125, 126])('passes the exit status %i on', (status) => {
    const outcome = spc([
      'run',
      ...given,
      '--rm',
      '--name',
      name('exit'),
      'localhost/spc-e2e-plain',
      'sh',
      '-c',
      `exit ${status}`,
    ]);
    // 125 is also how engines say that they failed: spc then looks for a capability this root lacks
    expect(outcome.status).toBe(status);
  });

  it('passes a signal on, and ends with the status it made', async () => {
    const script = 'trap "echo got it; exit 9" TERM; echo ready; while :; do sleep 0.1; done';
    const child = start([
      'run',
      ...given,
      '--rm',
      '--name',
      name('term'),
      'localhost/spc-e2e-plain',
      'sh',
      '-c',
      script,
    ]);
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    await until(() => output.includes('ready'), 'the container');
    child.kill('SIGTERM');
    const status = await new Promise((resolve) => child.on('exit', resolve));
    expect(output).toContain('got it');
    expect(status).toBe(9);
  });

  it('traces a process of a container: its writes are seen, and it runs on', async () => {
    const target = name('target');
    run([
      engine,
      'run',
      '-d',
      '--name',
      target,
      'localhost/spc-bb',
      'sh',
      '-c',
      'while :; do echo tick >/dev/null; sleep 0.2; done',
    ]);
    try {
      const pid = run([engine, 'inspect', '--format', '{{.State.Pid}}', target]).stdout.trim();
      const child = start([
        'run',
        ...given,
        '--name',
        name('strace'),
        '--rm',
        'localhost/spc-tools',
        'strace',
        '-f',
        '-e',
        'trace=write',
        '-p',
        pid,
      ]);
      let trace = '';
      child.stderr?.on('data', (chunk) => {
        trace += chunk;
      });
      await until(() => /write\(1, "tick\\n", 5\)\s+= 5/.test(trace), 'a write call');
      child.kill('SIGINT');
      await new Promise((resolve) => child.on('exit', resolve));
      expect(run([engine, 'inspect', '--format', '{{.State.Running}}', target]).stdout.trim()).toBe('true');
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^TracerPid:\s+0$/m);
    } finally {
      remove(target);
    }
  });

  it('keeps limits around the tool', () => {
    const limits = ['--memory', '64m', '--cpus', '0.5', '--pids-limit', '50'];
    const container = name('limits');
    try {
      spc(['run', ...given, ...limits, '-d', '--name', container, 'localhost/spc-e2e-host', 'sleep', '100']);
      const pid = run([engine, 'inspect', '--format', '{{.State.Pid}}', container]).stdout.trim();
      expect(cgroupValue(pid, 'memory', 'memory.limit_in_bytes', 'memory.max')).toBe(String(64 * 1024 * 1024));
      expect(cgroupValue(pid, 'pids', 'pids.max', 'pids.max')).toBe('50');
      expect(cgroupValue(pid, 'cpu', 'cpu.cfs_quota_us', 'cpu.max').split(' ')[0]).toBe('50000');
    } finally {
      remove(container);
    }
  });

  it('runs the image by its id, not by its tag', () => {
    const container = name('pinned');
    try {
      spc(['run', ...given, '-d', '--name', container, 'localhost/spc-e2e-plain', 'sleep', '100']);
      const argv = auditLines().findLast(({ argv }) => argv.includes(`--name=${container}`))?.argv ?? [];
      expect(argv).toContain(idOf('localhost/spc-e2e-plain'));
      expect(argv).not.toContain('localhost/spc-e2e-plain');
    } finally {
      remove(container);
    }
  });

  it('--display prints the command and runs nothing, even for a stopped container', () => {
    const container = name('display');
    try {
      run([engine, 'create', '--name', container, 'localhost/spc-e2e-service', 'sleep', '100']);
      const { stdout, status } = spc([
        'run',
        '--engine',
        engine,
        '--display',
        '--name',
        container,
        'localhost/spc-e2e-service',
      ]);
      expect(status).toBe(0);
      expect(stdout).toBe(`${engine} start ${container}\n`);
      expect(run([engine, 'inspect', '--format', '{{.State.Running}}', container]).stdout.trim()).toBe('false');
    } finally {
      remove(container);
    }
  });

  it('--display prints what a shell takes back word for word', () => {
    const { stdout } = spc([
      'run',
      '--engine',
      engine,
      '--dry-run',
      '--name',
      'x',
      'localhost/spc-e2e-plain',
      'echo',
      "it's $HOME",
    ]);
    expect(stdout).toContain(`${idOf('localhost/spc-e2e-plain')} echo 'it'\\''s $HOME'`);
  });

  describe('a container of that name exists', () => {
    it('running: a second run joins it', () => {
      const container = name('join');
      try {
        spc(['run', ...given, '-d', '--name', container, 'localhost/spc-e2e-host', 'sleep', '1000']);
        const { stdout, stderr } = spc([
          'run',
          ...given,
          '--name',
          container,
          'localhost/spc-e2e-host',
          'cat',
          '/proc/1/comm',
          '/etc/hostname',
        ]);
        expect(stdout).not.toBe('');
        expect(stderr).toContain(`joining container ${container}`);
      } finally {
        remove(container);
      }
    });

    it('stopped: it is started and the arguments are run, where atomic lost them', () => {
      const container = name('stopped');
      try {
        run([engine, 'create', '--name', container, 'localhost/spc-e2e-service', 'sleep', '1000']);
        const { stdout, status } = spc([
          'run',
          ...given,
          '--name',
          container,
          'localhost/spc-e2e-service',
          'echo',
          'heard',
        ]);
        expect([stdout, status]).toEqual([stdout.endsWith('heard\n') ? stdout : 'heard', 0]);
        expect(run([engine, 'inspect', '--format', '{{.State.Running}}', container]).stdout.trim()).toBe('true');
      } finally {
        remove(container);
      }
    });

    it('of another image: refused, until --replace', () => {
      const container = name('taken');
      try {
        run([engine, 'create', '--name', container, 'localhost/spc-bb', 'true']);
        const refused = spc(['run', ...given, '--name', container, 'localhost/spc-e2e-plain', 'true']);
        expect(refused.status).toBe(73);
        expect(refused.stderr).toContain('--replace');
        const replaced = spc([
          'run',
          ...given,
          '--replace',
          '--name',
          container,
          'localhost/spc-e2e-plain',
          'echo',
          'new',
        ]);
        expect(replaced.stdout).toContain('new');
      } finally {
        remove(container);
      }
    });

    it('a command of the user leaves no container to block the next', () => {
      const typed = ['run', ...given, 'localhost/spc-e2e-plain'];
      remove('spc-e2e-plain');
      expect(spc([...typed, 'echo', 'one']).stdout).toBe('one\n');
      expect(spc([...typed, 'echo', 'two']).stdout).toBe('two\n');
      expect(run([engine, 'ps', '-aq', '--filter', 'name=^spc-e2e-plain$']).stdout).toBe('');
    });
  });

  it('two commands at once neither collide nor end with each other', async () => {
    const argv = ['run', ...given, 'localhost/spc-e2e-host', 'sh', '-c'];
    const first = start([...argv, 'echo up; sleep 3; echo first done']);
    let output = '';
    first.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    await until(() => output.includes('up'), 'the first');
    expect(spc([...argv, 'echo second']).stdout).toBe('second\n');
    await new Promise((resolve) => first.on('exit', resolve));
    expect(output).toBe('up\nfirst done\n');
  });

  it('--spc opens every wall for an image without a label', () => {
    const { stdout, status } = spc([
      'run',
      ...given,
      '--spc',
      'localhost/spc-e2e-bare',
      'sh',
      '-c',
      'ls -d /host/proc/1 && echo $HOST $NAME',
    ]);
    expect([status, stdout]).toEqual([0, '/host/proc/1\n/host spc-e2e-bare-spc\n']);
  });

  it('a label that runs a trusted image of someone else is not trusted', () => {
    const id = idOf('localhost/spc-tools');
    // A /var/lib/spc of this test's own, in a mount namespace: other tests must not see its trust
    const own = `${SCRATCH}/varlib`;
    mkdirSync(own, { recursive: true, mode: 0o755 });
    trustImage(id, { tag: 'localhost/spc-tools', engine, at: new Date().toISOString() }, `${own}/trusted.json`);
    const inside = ['unshare', '-m', 'sh', '-c', 'mount --bind "$0" /var/lib/spc && exec "$@"', own, SPC];
    const tryRun = (...words: string[]) =>
      run([...inside, 'run', '--json', '--engine', engine, ...words], { env: ENVIRONMENT });
    expect(tryRun('--rm', '--name', name('trusted'), 'localhost/spc-tools', 'true').status).toBe(0);
    const thief = tryRun('localhost/spc-e2e-thief');
    expect(errorOf(thief).code).toBe('refused');
    expect(thief.stderr).toContain('another image');
  });

  it('a plain container needs no question', () => {
    const { status, stdout } = spc([
      'run',
      '--engine',
      engine,
      '--rm',
      '--name',
      name('plain'),
      'localhost/spc-e2e-plain',
      'echo',
      'fine',
    ]);
    expect([status, stdout]).toEqual([0, 'fine\n']);
  });
});
