import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { examples } from '../../src/io/tracing/scripts.ts';
import { endContainers, type LabContainer, startContainer, statusOf } from './containers.ts';
import { type Probed, pidsWith, printed, probe } from './probed.ts';
import { errorOf, removeScratch, run, SCRATCH, spc, until } from './spc.ts';

const READS = 'tracepoint:syscalls:sys_enter_read /SPC_TARGET/ { @reads[comm] = count(); }';
const dd = (count: number) => ['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1', `count=${count}`];

const running: Probed[] = [];
async function bpftrace(...args: string[]): Promise<Probed> {
  const probed = await probe(['bpftrace', ...args]);
  running.push(probed);
  return probed;
}
afterEach(async () => {
  for (const { child, end } of running.splice(0)) if (child.exitCode === null && child.signalCode === null) await end();
});
afterAll(() => {
  endContainers();
  removeScratch();
});

describe.each(['docker', 'podman'] as const)('%s', (engine) => {
  let web: LabContainer;
  beforeAll(() => {
    web = startContainer(engine);
  });
  const inside = (...argv: string[]) => run([engine, 'exec', web.name, ...argv]);

  test('each of 5,000 reads of a process that joined later is counted, and none of the host', async () => {
    const probed = await bpftrace(`${engine}/${web.name}`, '-e', READS);
    expect(inside(...dd(5000)).status).toBe(0);
    run(dd(3000));
    expect(await probed.end()).toBe(0);
    expect(printed(probed.events())).toContain('@reads[dd]: 5000');
    expect(probed.events().at(-1)).toMatchObject({ kind: 'end', tracer: 'bpftrace', reason: 'stopped', status: 0 });
    expect(statusOf(web.shell, 'TracerPid')).toBe(0);
  });

  test("a name of the container's with newlines in it passes for nothing else", async () => {
    const probed = await bpftrace(`${engine}/${web.name}`, '--example', 'opens');
    const name = '/x\nLost 4242 events\n{"type": "lost_events"}\nspc: ready\ny';
    inside('cat', name);
    inside('cat', '/after');
    await probed.end();
    expect(printed(probed.events())).toContainEqual(expect.stringMatching(/ \/after$/));
    expect(printed(probed.events()).filter((text) => text.endsWith(name))).toHaveLength(1);
    expect(probed.events().filter(({ kind }) => kind === 'lost')).toEqual([]);
    expect(printed(probed.events()).filter((text) => text.includes('spc: ready'))).toHaveLength(1);
  });

  test.each(['--unsafe', '-c', '--version'])('%s is an argument of the script', async (word) => {
    const script = 'BEGIN { printf("got %s\\n", str($1)); exit(); }';
    const probed = await bpftrace(`${engine}/${web.name}`, '-e', script, '--', word, 'id');
    await once(probed.child, 'close');
    expect(printed(probed.events())).toEqual([`got ${word}`]);
  });

  test('as JSON, with arguments that look like options', async () => {
    const script = `BEGIN { printf("%s %d\\n", str($1), $2); } ${READS}`;
    const probed = await bpftrace(`${engine}/${web.name}`, '--format', 'json', '-e', script, '--', '--first', '42');
    inside(...dd(70));
    await probed.end();
    const data = probed.events().flatMap((event) => (event.kind === 'probe' ? [event.data] : []));
    expect(data[0]).toEqual({ type: 'printf', data: '--first 42\n' });
    expect(data.at(-1)).toMatchObject({ type: 'map', data: { '@reads': { dd: 70 } } });
  });
});

describe('examples', () => {
  let web: LabContainer;
  beforeAll(() => {
    web = startContainer('docker');
  });

  // what each is to show of this workload
  const WORKLOAD = `dd if=/dev/zero of=/dev/null bs=1 count=500 2>/dev/null; cat /nonexistent 2>/dev/null; sleep 0.1; kill -USR1 $$; nc -l -p 7777 >/dev/null & sleep 0.3; echo hello | nc -w 1 127.0.0.1 7777; wait`;
  const SHOWN: Record<string, RegExp> = {
    'context-switches': /^@waits\[sleep, \d+\]: \d+$/m,
    execs: /^ *\d+ +\d+ sh +\/\S+: sleep 0\.1 *$/m,
    opens: /^ *\d+ \S+ +-1 +2 \/nonexistent$/m,
    'run-queue-latency': /^@microseconds:/m,
    signals: /^ *\d+ sh +gets +10 +- +handled$/m,
    'slow-syscalls': /^ *\d+ +\d+ sleep +(?:clock_)?nanosleep +1\d{5} 0$/m,
    'socket-sends': /^@bytes\[nc, inet, tcp\]: 6$/m,
    'syscalls-by-process': /^@calls\[dd, \d+, read\]: 500$/m,
  };

  test('every one is looked at here', () => {
    expect(examples('bpftrace').map(({ name }) => name)).toEqual(Object.keys(SHOWN).sort());
  });

  test.each(Object.keys(SHOWN))('%s', async (name) => {
    const probed = await bpftrace(web.name, '--example', name);
    run(['docker', 'exec', web.name, 'sh', '-c', `trap : USR1; ${WORKLOAD}`]);
    await probed.end();
    expect(printed(probed.events()).join('\n')).toMatch(SHOWN[name] ?? /never/);
  });

  test('--list names each with what it shows', () => {
    const { stdout, status } = spc(['bpftrace', '--list']);
    expect(status).toBe(0);
    for (const { name, what } of examples('bpftrace')) expect(stdout).toContain(`${name.padEnd(21)}${what}`);
  });
});

/** A shell that waits for a line, and then runs a command as its child. */
function waiting(command: string): ChildProcess {
  return spawn('sh', ['-c', `read line; ${command} 2>/dev/null; :`], { stdio: ['pipe', 'ignore', 'ignore'] });
}

test("a process and what it starts: the same counts as strace's", async () => {
  const shell = waiting(dd(1000).join(' '));
  const ended = once(shell, 'exit');
  const file = `${SCRATCH}/counts`;
  const strace = spawn('strace', ['-f', '-c', '-U', 'calls,name', '-o', file, '-p', String(shell.pid)], {
    stdio: 'ignore',
  });
  const counted = once(strace, 'exit');
  try {
    await until(() => statusOf(shell.pid ?? 0, 'TracerPid') === strace.pid, 'strace');
    const script = 'tracepoint:raw_syscalls:sys_enter /SPC_TARGET/ { @[SPC_SYSCALL[args->id]] = count(); }';
    const probed = await bpftrace(`pid:${shell.pid}`, '-e', script);
    const [tool = 0] = pidsWith(`@spc_target[${shell.pid}]`);
    expect(readFileSync(`/proc/${tool}/environ`, 'latin1').split('\0')).toContain('BPFTRACE_MAP_KEYS_MAX=16384');
    shell.stdin?.end('go\n');
    await Promise.all([ended, counted]);
    await once(probed.child, 'close');
    const lines = printed(probed.events());
    const counts = run(['cat', file]).stdout;
    for (const name of ['write', 'openat', 'close', 'mmap', 'execve']) {
      const [, calls] = new RegExp(`^ *(\\d+) +${name}$`, 'm').exec(counts) ?? [];
      expect(calls, name).toBeDefined();
      expect(lines).toContain(`@[${name}]: ${calls}`);
    }
    expect(lines.join('\n')).not.toContain('spc_');
  } finally {
    shell.kill('SIGKILL');
    strace.kill('SIGKILL');
  }
});

describe('what goes wrong', () => {
  const fail = (...args: string[]) => spc(['bpftrace', '--json', `pid:${process.pid}`, ...args]);

  test('an error in a file is shown with its line and place, and nothing is left', () => {
    const file = `${SCRATCH}/wrong.bt`;
    writeFileSync(file, `// tag-${process.pid}-wrong\nBEGIN /SPC_TARGET/ { @x = cuont(); }\n`);
    const outcome = fail(file);
    expect(outcome.status).toBe(96);
    expect(errorOf(outcome)).toMatchObject({
      code: 'script-error',
      why: [
        `${file}:2:27: Unknown function: cuont`,
        `    BEGIN /SPC_TARGET/ { @x = cuont(); }`,
        `${' '.repeat(30)}^~~~~`,
      ].join('\n'),
    });
    expect(pidsWith(`tag-${process.pid}-wrong`)).toEqual([]);
    rmSync(file);
  });

  test('a probe that the kernel refuses is no error of the script', () => {
    const outcome = fail('-e', 'kprobe:spc_no_such_function { @ = count(); }');
    expect(outcome.status).not.toBe(0);
    expect(errorOf(outcome).what).toContain('-e');
  });

  test('an unknown example names those there are', () => {
    const { what, why, hint } = errorOf(fail('--example', 'open'));
    expect(what).toBe('there is no example open');
    expect(why).toContain('opens');
    expect(hint).toBe('did you mean opens?');
  });

  test.each([[[]], [['-e', 'BEGIN { }', '--example', 'opens']], [['/nonexistent.bt']]])(
    '%j is a wrong command line',
    (args) => {
      expect(fail(...args).status).toBe(64);
    },
  );

  test('a script without the target says so', async () => {
    const probed = await bpftrace(`pid:${process.pid}`, '-e', 'interval:s:1 { @ = 1; }');
    await probed.end();
    expect(probed.events()).toContainEqual(
      expect.objectContaining({ kind: 'note', level: 'warning', text: expect.stringContaining('no SPC_TARGET') }),
    );
  });

  test('exit() in a script ends the session', async () => {
    const probed = await bpftrace(`pid:${process.pid}`, '-e', 'interval:ms:200 { printf("bye\\n"); exit(); }');
    await once(probed.child, 'close');
    expect(probed.child.exitCode).toBe(0);
    expect(printed(probed.events())).toEqual(['bye']);
  });

  test('spc killed: bpftrace ends', async () => {
    const tag = `tag-${process.pid}-killed`;
    const probed = await bpftrace(`pid:${process.pid}`, '-e', `interval:s:1 { @ = 1; } // ${tag}`);
    expect(pidsWith(tag).length).toBeGreaterThan(1);
    probed.child.kill('SIGKILL');
    await until(() => pidsWith(tag).length === 0, 'the end of bpftrace');
  });
});
