/** `spc enter` on real containers, namespaces and users. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { endContainers, type LabContainer, startContainer } from './containers.ts';
import { removeScratch, run, SPC, spc, start, until } from './spc.ts';

const children: ChildProcess[] = [];
afterAll(() => {
  endContainers();
  removeScratch();
  for (const child of children) child.kill('SIGKILL');
});

const link = (pid: number | 'self', type: string) => readlinkSync(`/proc/${pid}/ns/${type}`);
const sh = (script: string) => ['--', 'sh', '-c', script];
const bash = (script: string) => run(['bash', '-c', script]);
const links = (...types: string[]) => `readlink ${types.map((type) => `/proc/self/ns/${type}`).join(' ')}`;
const alive = (pid: number) => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

describe.each(['docker', 'podman'] as const)('a container of %s', (maker) => {
  const web: LabContainer = startContainer(maker, ['-e', 'GREETING=hello there', '-e', 'LD_PRELOAD=/nowhere.so']);

  it("by default: the host's files and tools, in its network, processes, memory and name", () => {
    const { stdout, status } = spc(['enter', web.name, ...sh(`${links('net', 'ipc', 'uts', 'mnt')}; hostname`)]);
    const joined = ['net', 'ipc', 'uts'].map((type) => link(web.pid, type));
    expect(stdout).toBe(`${[...joined, link('self', 'mnt'), web.hostname].join('\n')}\n`);
    expect(status).toBe(0);
  });

  it('as a member of its pid namespace', () => {
    const [pid, ...more] = spc(['enter', web.name, ...sh('echo $$; cat /proc/self/status')]).stdout.split('\n');
    const [, inner] = /^NSpid:\s+\d+\s+(\d+)$/m.exec(more.join('\n')) ?? [];
    expect(Number(pid)).toBeLessThan(Number(inner));
    expect(Number(pid)).toBeLessThan(1000);
  });

  it('by the beginning of its id, by engine and name, by pid', () => {
    for (const target of [
      web.id.slice(0, 12),
      `${maker}/${web.name}`,
      `pid:${web.pid}`,
      `ns:uts:${link(web.pid, 'uts').slice(5, -1)}`,
    ])
      expect(spc(['enter', target, '--', 'hostname']).stdout).toBe(`${web.hostname}\n`);
  });

  it('with its files: its programs, and a line that says so', () => {
    const { stdout, stderr } = spc([
      'enter',
      web.name,
      '--ns',
      'mnt,pid',
      ...sh('pwd; cat /etc/os-release; exec ls -l /proc/self/exe'),
    ]);
    expect(stdout).toMatch(/^\/\n(?!.*debian)/is);
    expect(stdout).toContain('busybox');
    expect(stderr).toMatch(/joining mnt: files and programs are those of/);
  });

  it('with its environment: as it is for its own programs, without what acts on those of the host', () => {
    const theirs = spc(['enter', '-q', '--env', '--root', 'target', web.name, '--', '/bin/env']);
    expect(theirs.stdout).toContain('GREETING=hello there\n');
    expect(theirs.stdout).toContain('LD_PRELOAD=/nowhere.so\n');
    const ours = spc(['enter', '--env', web.name, '--', 'env'], { env: { CALLER: 'mine' } });
    expect(ours.stdout).toContain('GREETING=hello there\n');
    expect(ours.stdout).toContain('CALLER=mine\n');
    expect(ours.stdout).not.toContain('nowhere');
    expect(ours.stderr).toMatch(/left out .*LD_PRELOAD/);
  });

  it('without --env nothing of the caller reaches its programs', () => {
    const { stdout } = spc(['enter', '-q', '--ns', 'mnt', web.name, '--', '/bin/env'], {
      env: { SECRET: 'x', TERM: 'xterm' },
    });
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split('=')[0])
        .sort(),
    ).toEqual(['HOME', 'PATH', 'TERM']);
  });

  it("a fresh /proc shows its processes to the host's ps", () => {
    const { stdout } = spc(['enter', '--fresh-proc', web.name, '--', 'ps', '-eo', 'pid=,args=']);
    expect(stdout).toMatch(/^ *1 /);
    expect(stdout.trim().split('\n').length).toBeLessThan(12);
    expect(readFileSync('/proc/mounts', 'utf8').match(/^proc \/proc /gm)).toHaveLength(1);
  });

  it.each([
    ['of the host', []],
    ['of the target', ['-q', '--ns', 'mnt,pid']],
  ])('only standard input, output and error reach a program %s', (_, options) => {
    const command = ['enter', web.name, ...options, '--', 'sh', '-c', 'ls /proc/self/fd'].map((word) => `'${word}'`);
    const { stdout } = bash(`exec 9</etc/passwd 100</etc/passwd; '${SPC}' ${command.join(' ')}`);
    expect(stdout).toBe('0\n1\n2\n3\n'); // 3 is the directory that ls lists
  });

  it.each([
    ['here', []],
    ['by a helper', ['-q', '--ns', 'mnt,pid']],
  ])('exit status, signals and limits are right, %s', (_, options) => {
    const status = (...command: string[]) => spc(['enter', web.name, ...options, '--', ...command]).status;
    expect(status('sh', '-c', 'exit 7')).toBe(7);
    expect(status('sh', '-c', 'kill -TERM $$')).toBe(143);
    expect(status('nosuchprogram')).toBe(127);
    expect(status('/etc/passwd')).toBe(126);
    const limit = `ulimit -Sn 777; '${SPC}' enter ${web.name} ${options.join(' ')} -- sh -c 'ulimit -Sn; grep -E "Sig(Ign|Blk)" /proc/self/status; true'; true`;
    expect(bash(limit).stdout).toMatch(/^777\nSigBlk:\t0{16}\nSigIgn:\t0{16}\n$/);
  });

  it.each([
    ['here', [], 'SIGTERM', 143],
    ['here', [], 'SIGINT', 130],
    ['by a helper', ['-q', '--ns', 'mnt'], 'SIGTERM', 143],
    ['by a helper', ['-q', '--ns', 'mnt'], 'SIGHUP', 129],
  ] as const)('%s %o: %s ends the command', async (_, options, signal, status) => {
    const entered = start(['enter', web.name, ...options, '--', 'sh', '-c', 'echo ready; exec sleep 600']);
    children.push(entered);
    await new Promise((resolve) => entered.stdout?.once('data', resolve));
    const spcPid = entered.pid ?? 0;
    const [command = ''] = readFileSync(`/proc/${spcPid}/task/${spcPid}/children`, 'utf8').split(' ');
    entered.kill(signal);
    expect(await new Promise((resolve) => entered.once('exit', (code, by) => resolve(code ?? by)))).toBe(status);
    await until(() => !alive(Number(command)), 'the end of the command');
  });

  it('by a helper: what spc leaves when it is killed is killed', async () => {
    const entered = start(['enter', '-q', '--ns', 'mnt', web.name, '--', 'sh', '-c', 'echo ready; exec sleep 600']);
    await new Promise((resolve) => entered.stdout?.once('data', resolve));
    const spcPid = entered.pid ?? 0;
    const [command = ''] = readFileSync(`/proc/${spcPid}/task/${spcPid}/children`, 'utf8').split(' ');
    entered.kill('SIGKILL');
    await until(() => !alive(Number(command)), 'the end of the command');
  });

  it('as another user, by the passwd of the files that are used', () => {
    expect(spc(['enter', '-u', 'nobody', web.name, ...sh('id -u; id -g; echo $HOME')]).stdout).toBe(
      '65534\n65534\n/nonexistent\n',
    );
    expect(spc(['enter', '-q', '--ns', 'mnt', '-u', '5:7', web.name, ...sh('id -u; id -g')]).stdout).toBe('5\n7\n');
    expect(spc(['enter', '-u', 'nosuchuser', web.name, '--', 'id']).stderr).toContain('no user nosuchuser');
  });

  it('one that is not running', () => {
    const other = startContainer(maker);
    run([maker, 'kill', other.name]);
    const { status, stderr } = spc(['enter', other.name, '--', 'true']);
    expect(status).toBe(67);
    expect(stderr).toContain('is not running');
  });

  it('input reaches the command, and its end, too', () => {
    for (const options of [[], ['-q', '--ns', 'mnt']])
      expect(spc(['enter', web.name, ...options, '--', 'cat'], { input: 'a\nb\n' }).stdout).toBe('a\nb\n');
  });
});

describe('other targets', () => {
  it('a named network without a process', () => {
    const name = `spc-e2e-${process.pid}`;
    run(['ip', 'netns', 'add', name]);
    try {
      const { stdout, status } = spc(['enter', `netns:${name}`, '--', 'ip', '-o', 'link']);
      expect(stdout).toMatch(/^1: lo: [^\n]*\n$/);
      expect(status).toBe(0);
      expect(spc(['enter', `netns:${name}`, '--ns', 'pid', '--', 'true']).stderr).toContain('has no pid namespace');
    } finally {
      run(['ip', 'netns', 'del', name]);
    }
  });

  it('the host, where spc is already', () => {
    expect(spc(['enter', 'host', ...sh(links('net', 'uts'))]).stdout).toBe(
      `${link('self', 'net')}\n${link('self', 'uts')}\n`,
    );
  });

  it.each([
    ['nosuchcontainer', 91],
    ['pid:4194304', 91],
    ['ns:net:1', 91],
    ['netns:nosuch', 91],
    ['cgroup:/no/such', 91],
    ['pid:x', 64],
    ['pod:x', 64],
  ])('%s ends with %i', (target, status) => expect(spc(['enter', target, '--', 'true']).status).toBe(status));

  it.each([['--ns', 'nte'], ['--root', 'here'], ['--ns', 'mnt', '--root', 'host'], ['--nosuch']])(
    '%s is a wrong command line',
    (...options) => {
      expect(spc(['enter', 'host', ...options, '--', 'true']).status).toBe(64);
      expect(spc(['enter', ...options, 'host', '--', 'true']).status).toBe(64);
    },
  );

  it('words of the command are no options', () => {
    expect(spc(['enter', 'host', 'echo', '--ns', 'x', '-q']).stdout).toBe('--ns x -q\n');
    expect(spc(['enter', 'host', '--', 'echo', '--', '-q']).stdout).toBe('-- -q\n');
  });
});

describe('user namespaces', () => {
  /** Starts `sleep` in new ones; resolves to its host pid. */
  async function unshared(prefix: string[]): Promise<number> {
    const keeper = spawn(
      prefix[0] ?? '',
      [...prefix.slice(1), 'unshare', '-Urnpmf', '--kill-child', 'sh', '-c', 'echo in; sleep 600; true'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    children.push(keeper);
    await new Promise((resolve) => keeper.stdout?.once('data', resolve));
    const descend = (pid: number): number => {
      const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
      return child === undefined ? pid : descend(Number(child));
    };
    return descend(keeper.pid ?? 0);
  }
  const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

  it('root joins one of its own', async () => {
    const pid = await unshared(['env']);
    const { stdout, status } = spc([
      'enter',
      `pid:${pid}`,
      '-q',
      '--ns',
      'all',
      ...sh(`id -u; ${links('user', 'mnt', 'net', 'pid')}; exit 5`),
    ]);
    expect(stdout).toBe(`0\n${['user', 'mnt', 'net', 'pid'].map((type) => link(pid, type)).join('\n')}\n`);
    expect(status).toBe(5);
  });

  it('an ordinary user joins his own, and is root there', async () => {
    const pid = await unshared(AS_NOBODY);
    const { stdout } = run([
      ...AS_NOBODY,
      SPC,
      'enter',
      `pid:${pid}`,
      ...sh(`id -u; ${links('user', 'net', 'uts')}; ls /proc/self/fd`),
    ]);
    expect(stdout).toBe(`0\n${['user', 'net', 'uts'].map((type) => link(pid, type)).join('\n')}\n0\n1\n2\n3\n`);
  });

  it("an ordinary user and root's processes: what is missing is named", () => {
    const { status, stderr } = run([...AS_NOBODY, SPC, 'enter', `pid:${process.pid}`, '--', 'true']);
    expect(status).toBe(77);
    expect(stderr).toMatch(/cannot look into|cannot join/);
  });

  it('root without the capability: it is named', () => {
    const web = startContainer('docker');
    const without = (capability: string) =>
      run([
        'setpriv',
        `--bounding-set=-${capability}`,
        '--inh-caps=-all',
        SPC,
        'enter',
        `pid:${web.pid}`,
        '--',
        'true',
      ]);
    expect(without('sys_admin')).toMatchObject({ status: 83, stderr: expect.stringContaining('CAP_SYS_ADMIN') });
  });
});
