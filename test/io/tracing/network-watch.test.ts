import { type ChildProcess, spawn } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { hostNamespaces } from '../../../src/io/proc/namespaces.ts';
import { NetworkWatch } from '../../../src/io/tracing/network-watch.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Resolves when it runs, in a network of its own or in that of a process. */
async function sleeper(...options: string[]): Promise<number> {
  const child = spawn('nsenter', [...options, 'sh', '-c', 'echo here; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child.pid ?? 0;
}

it('tells of a network that is new, once, and of nothing else', async () => {
  const watch = new NetworkWatch(hostNamespaces().net);
  await sleeper();
  const own = spawn('unshare', ['-n', 'sh', '-c', 'echo here; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(own);
  await new Promise((resolve) => own.stdout?.once('data', resolve));
  expect(readlinkSync(`/proc/${own.pid}/ns/net`)).not.toBe(readlinkSync('/proc/self/ns/net'));
  expect(watch.hasChanged()).toBe(true);
  expect(watch.hasChanged()).toBe(false);
  // another in the same network and cgroup, one on the host's, and one that has gone
  await sleeper('-t', `${own.pid}`, '-n');
  await sleeper();
  own.kill('SIGKILL');
  expect(watch.hasChanged()).toBe(false);
});

it('sees who was on its way into its network at the first look', async () => {
  const child = spawn('sh', ['-c', 'echo here; read x; exec unshare -n sh -c "echo there; exec sleep 60"'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  children.push(child);
  const said = () => new Promise((resolve) => child.stdout?.once('data', resolve));
  await said();
  const watch = new NetworkWatch(hostNamespaces().net);
  child.stdin?.write('go\n');
  await said();
  expect(watch.hasChanged()).toBe(true);
});
