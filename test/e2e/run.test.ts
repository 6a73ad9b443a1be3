/** `spc run` on real engines: the label's container runs, and everything of it reaches the user. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trustImage } from '../../src/io/trusted.ts';
import { makeImages } from './images.ts';
import {
  AUDIT_LOG,
  auditLines,
  errorOf,
  removeScratch,
  run,
  SCRATCH,
  SPC,
  spc,
  spcOnTerminal,
  start,
  until,
} from './spc.ts';

const ENVIRONMENT = { ...process.env, SPC_AUDIT_LOG: AUDIT_LOG } as Record<string, string>;

afterAll(removeScratch);

describe.each(['docker', 'podman'] as const)('%s', (engine) => {
  const given = ['--engine', engine, '--assumeyes'];
  const name = (suffix: string) => `spc-e2e-${engine}-${process.pid}-${suffix}`;
  const remove = (container: string) => run([engine, 'rm', '-f', container]);
  const idOf = (image: string) =>
    run([engine, 'image', 'inspect', '--format', '{{.Id}}', image])
      .stdout.trim()
      .replace(/^(?!sha256:)/, 'sha256:');

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

  it('RUN_OPTS_FILE gives options from a folder of the container, and nothing else', () => {
    const folder = '/etc/spc-e2e-optsfile';
    const file = `${folder}/opts`;
    const show = () => spc(['run', '--json', '--display', '--engine', engine, 'localhost/spc-e2e-optsfile']);
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    try {
      writeFileSync(file, '-e A=1\n--memory 64m\n', { mode: 0o644 });
      expect(JSON.parse(show().stdout).commands[0]).toEqual(expect.arrayContaining(['--env=A=1', '--memory=64m']));
      writeFileSync(file, 'root:x:0:0:root:/root:/bin/sh\n');
      expect(errorOf(show())).toMatchObject({ code: 'config' });
      rmSync(file);
      symlinkSync('/etc/passwd', file);
      expect(errorOf(show())).toMatchObject({ code: 'config' });
      rmSync(file);
      expect(JSON.parse(show().stdout).commands[0]).not.toContain('--memory=64m');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("spc-label's labels", () => {
    const image = 'localhost/spc-label';
    const mark = '/tmp/spc-lab-installed';
    rmSync(mark, { force: true });
    const container = name('label');
    try {
      expect(spc(['run', ...given, '--name', container, image]).status).toBe(82);
      expect(spc(['install', ...given, image]).status).toBe(0);
      expect(existsSync(mark)).toBe(true);
      expect(spc(['run', ...given, '--name', container, image]).status).toBe(0);
      expect(run([engine, 'exec', container, 'ls', '/host/etc/passwd']).stdout).toBe('/host/etc/passwd\n');
      expect(spc(['uninstall', ...given, image]).status).toBe(0);
      expect(existsSync(mark)).toBe(false);
      const opts = spc([
        'label',
        'expand',
        '--engine',
        engine,
        '--json',
        '--label',
        'OPTS',
        '--opt1=-e A=1',
        '--opt2',
        'two words',
        image,
      ]);
      const id = JSON.parse(opts.stdout);
      expect(id.argv).toEqual([
        'docker',
        'run',
        '--rm',
        '--name',
        'spc-label',
        '-e',
        'A=1',
        image,
        'echo',
        'o2=two words',
        'o3=',
      ]);
      const quote = JSON.parse(
        spc(['label', 'expand', '--engine', engine, '--json', '--label', 'QUOTE', image]).stdout,
      );
      expect(quote.argv.slice(-2)).toEqual(['-c', 'echo "a  b"; echo c']);
    } finally {
      remove(container);
    }
  });

  describe('install, run, uninstall, stop, version, help', () => {
    it('go by their labels and the record', () => {
      const image = 'localhost/spc-e2e-install';
      const label = (verb: string) => spc([verb, ...given, image]);
      label('uninstall');
      expect(spc(['run', ...given, image]).status).toBe(82);
      expect(spc(['run', ...given, '--ignore', image]).stdout).toBe('running\n');
      expect(label('install').stdout).toBe('installing spc-e2e-install\n');
      expect(label('run').stdout).toBe('running\n');
      expect(label('uninstall').stdout).toBe('uninstalling\n');
      expect(spc(['run', ...given, image]).status).toBe(82);
      expect(label('help').stdout).toBe('this is help\n');
      expect(spc(['version', '--engine', engine, image]).stdout).toBe(`example 7 3 ${idOf(image)}\n`);
      expect(JSON.parse(spc(['info', '--engine', engine, '--json', image]).stdout).labels.Release).toBe('3');
    });

    it('stop runs the STOP label of the container', () => {
      const container = name('service');
      try {
        expect(spc(['run', ...given, '--name', container, 'localhost/spc-e2e-service']).status).toBe(0);
        expect(spc(['stop', ...given, container]).status).toBe(0);
        const state = run([
          engine,
          'inspect',
          '--format',
          '{{.State.Running}} {{.State.ExitCode}}',
          container,
        ]).stdout.trim();
        expect(state).toBe('false 137');
      } finally {
        remove(container);
      }
    });
  });

  describe('what must not run', () => {
    const mark = '/tmp/spc-e2e-evil';
    const json = (args: string[], env: Record<string, string> = {}) =>
      errorOf(spc([args[0] ?? '', '--json', ...given, ...args.slice(1)], { env }));
    beforeAll(() => rmSync(mark, { force: true }));
    afterAll(() => expect(existsSync(mark)).toBe(false));

    it('no such image', () => expect(json(['run', 'localhost/spc-e2e-nope']).code).toBe('no-image'));
    it('no label', () => expect(json(['run', 'localhost/spc-e2e-bare']).code).toBe('no-label'));
    it('RUN and run both present', () =>
      expect(json(['run', 'localhost/spc-e2e-twice'])).toMatchObject({ code: 'label-ambiguous' }));
    it('shell syntax in a label: no shell runs', () =>
      expect(json(['run', 'localhost/spc-e2e-evil']).code).toBe('unknown-variable'));
    it.each([
      ['OTHER', 'not-an-engine'],
      ['SHELL', 'not-an-engine'],
      ['QUOTE', 'label-syntax'],
      ['ESC', 'label-characters'],
      ['ENVLEAK', 'unknown-variable'],
    ])('label %s is refused: %s', (label, code) => {
      const env = { AWS_SECRET_ACCESS_KEY: 'spc-e2e-secret' };
      const image = `localhost/spc-e2e-label-${label.toLowerCase()}`;
      const value = JSON.parse(spc(['label', 'show', '--json', '--engine', engine, 'localhost/spc-e2e-evil']).stdout)[
        label
      ] as string;
      const built = run([engine, 'build', '-q', '-t', image, '-'], {
        env: { ...process.env, DOCKER_BUILDKIT: '0' } as Record<string, string>,
        input: `FROM localhost/spc-bb\nLABEL RUN=${JSON.stringify(value)
          .replaceAll('$', '\\$')
          .replace(/\\u001b/g, '\u001b')
          .replace(/\\u0007/g, '\u0007')}\n`,
      });
      expect(built.status).toBe(0);
      const outcome = spc(['run', '--json', ...given, image], { env });
      expect(errorOf(outcome).code).toBe(code);
      expect(outcome.stdout + outcome.stderr).not.toContain('spc-e2e-secret');
      expect(outcome.stderr).not.toContain('\u001b');
    });

    it('without a terminal and without --yes: refused, with the rule that would allow it', () => {
      const { status, stderr } = spc([
        'run',
        '--engine',
        engine,
        '--name',
        name('no'),
        'localhost/spc-e2e-host',
        'true',
      ]);
      expect(status).toBe(79);
      expect(stderr).toContain('"privileged"');
      expect(auditLines().at(-1)).toMatchObject({ decision: 'refuse', image: { ref: 'localhost/spc-e2e-host' } });
    });

    it('on a terminal it asks, and Enter means no', () => {
      const { status, stdout } = spcOnTerminal(
        ['run', '--engine', engine, '--name', name('ask'), 'localhost/spc-e2e-host', 'echo', 'ran'],
        { input: '\n' },
      );
      expect(stdout).toContain('[y/N]');
      expect(stdout).not.toContain('ran\r');
      expect(status).toBe(79);
    });

    it('on a terminal y runs it', () => {
      const { status, stdout } = spcOnTerminal(
        ['run', '--engine', engine, '--rm', '--name', name('yes'), 'localhost/spc-e2e-host', 'echo', 'it ran'],
        { input: 'y\n' },
      );
      expect(stdout).toContain('it ran\r\n');
      expect(status).toBe(0);
    });
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

describe('engines that do not answer', () => {
  const nowhere = { DOCKER_HOST: 'unix:///run/spc-e2e-no.sock' };
  it('one that was named: an error', () => {
    const outcome = spc(['run', '--json', '--engine', 'docker', 'localhost/spc-bb'], { env: nowhere });
    expect(errorOf(outcome).code).toBe('engine-down');
    expect(outcome.status).toBe(69);
  });
  it('one that DOCKER_HOST points at: no other host takes its place', () => {
    const outcome = spc(['info', '--json', 'localhost/spc-e2e-plain'], { env: nowhere });
    expect(errorOf(outcome).code).toBe('engine-down');
  });
  it('when none was named: the next is used, and that is said', () => {
    const folder = `${SCRATCH}/down`;
    mkdirSync(folder, { recursive: true });
    const words = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
    writeFileSync(`${folder}/docker`, `#!/bin/sh\necho "${words}" >&2\nexit 1\n`, { mode: 0o755 });
    const env = { PATH: `${folder}:${process.env['PATH']}` };
    const { stderr, stdout } = spc(['info', '--json', 'localhost/spc-e2e-plain'], { env });
    expect(stderr).toContain('using podman');
    expect(JSON.parse(stdout).engine).toBe('podman');
  });
  it('one that hangs: given up after 10 s', async () => {
    const socket = `/run/spc-e2e-${process.pid}.sock`;
    const code = `require('net').createServer(() => {}).listen(${JSON.stringify(socket)})`;
    const server = spawn(process.execPath, ['-e', code]);
    await until(() => existsSync(socket), 'the false engine');
    try {
      const outcome = spc(['run', '--json', '--engine', 'docker', 'localhost/spc-bb'], {
        env: { DOCKER_HOST: `unix://${socket}` },
      });
      expect(errorOf(outcome).code).toBe('engine-timeout');
      expect(outcome.status).toBe(75);
    } finally {
      server.kill();
      rmSync(socket, { force: true });
    }
  });
  it('docker that refuses the user', () => {
    const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
    const { status, stderr } = run([...nobody, SPC, 'run', '--engine', 'docker', 'localhost/spc-bb']);
    expect(status).toBe(77);
    expect(stderr).toContain('permission denied');
  });
  it('one that is not installed', () => {
    expect(errorOf(spc(['run', '--json', '--engine', 'nerdctl', 'x'])).code).toBe('engine-down');
  });
});
