import { describe, expect, it } from 'vitest';
import { planBuiltin } from '../../src/engines/builtin.ts';
import { CONTEXT, failure, IMAGE, plan, spec } from './builtin-plan.ts';

describe('the options it cannot honour', () => {
  it.each([
    'publish=80:80',
    'publish-all',
    'dns=1.1.1.1',
    'add-host=a:1',
    'link=x',
    'ip=1.2.3.4',
    'mac-address=x',
    'network-alias=a',
    'restart=always',
    'volumes-from=x',
    'init',
    'sysctl=a=b',
    'env-file=/x',
    'log-driver=syslog',
    'health-cmd=x',
    'gpus=all',
    'cpu-shares=5',
    'cpuset-cpus=0',
    'memory-swap=1g',
    'blkio-weight=9',
    'cgroup-parent=x',
    'device-cgroup-rule=a',
    'oom-kill-disable',
    'runtime=kata',
    'cidfile=/x',
    'pull=always',
    'platform=linux/arm64',
    'attach=stdout',
    'replace',
    'userns=keep-id',
    'cgroupns=private',
    'ipc=none',
    'pid=container:nobody',
    'network=bridge',
    'network=mynet',
    'uts=x',
    'security-opt=seccomp=/p.json',
    'security-opt=apparmor=docker-default',
    'security-opt=mask=/x',
    'volume=named:/x',
    'volume=/a:/b:U',
    'volume=/a:/',
    'volume=/a:/proc/sys',
    'volume=/a:relative',
    'volume=/a:/b:ro:x',
    'mount=type=volume,target=/x',
    'mount=target=/x',
    'mount=type=bind,src=rel,dst=/x',
    'mount=type=bind,src=/a,dst=/b,bind-nonrecursive',
    'mount=type=npipe,target=/x',
    'tmpfs=/x:huge=always',
    'device=/dev/sda:r',
    'device=disk',
    'memory=lots',
    'cpus=-1',
    'ulimit=nofile',
    'ulimit=x=1',
    'cap-add=FLY',
    'workdir=rel',
    'constructor=x',
    'sig-proxy=false',
  ])('--%s', (word) => {
    const error = failure(() => plan([word]));
    expect(error.code).toBe('unsupported');
    expect(error.message).toBe(`the builtin engine cannot honour --${word}`);
    expect(error.why).not.toBe('');
  });

  it('lists all of them at once', () => {
    const error = failure(() => planBuiltin(spec(['publish=80:80', 'restart=always', 'rm']), IMAGE, CONTEXT));
    expect(error.message).toBe('the builtin engine cannot honour --publish=80:80, --restart=always');
  });

  it('options of the engine itself', () => {
    const error = failure(() => planBuiltin({ ...spec(['network=host']), globals: ['--host', 'x'] }, IMAGE, CONTEXT));
    expect(error.message).toContain('--host x');
  });

  it.each(['/proc/self/fd/7', '/x/../proc/thread-self/fd', '/proc/1/task/1/fd/3'])('a working directory %s', (path) => {
    expect(failure(() => plan([`workdir=${path}`])).why).toContain('CVE-2024-21626');
    expect(failure(() => plan([], {}, { workdir: path })).why).toContain('CVE-2024-21626');
  });

  it('a terminal where there is none, or for a detached container', () => {
    expect(failure(() => plan(['tty'], { terminal: false })).message).toContain('--tty');
    expect(failure(() => plan(['tty', 'detach'])).message).toContain('--tty with --detach');
  });

  it('SELinux labels where SELinux is in force', () => {
    expect(failure(() => plan(['volume=/a:/b:z'], { selinux: true })).message).toContain('--volume=/a:/b:z');
    expect(failure(() => plan(['security-opt=label=type:x'], { selinux: true })).code).toBe('unsupported');
    expect(plan(['security-opt=label=disable'], { selinux: true }).masked).toBe(true);
  });

  it('a device by another name in a privileged container', () => {
    expect(failure(() => plan(['privileged', 'device=/dev/a:/dev/b'])).message).toContain('--device');
  });
});

it.each(['../x', '', '-x', 'a/b', 'a b'])('the name %j is refused', (name) => {
  expect(failure(() => plan([`name=${name}`])).code).toBe('usage');
});

it('an image without a command needs one', () => {
  expect(failure(() => plan([], {}, { cmd: [] })).code).toBe('usage');
});
