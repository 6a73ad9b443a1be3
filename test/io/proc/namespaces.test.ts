import { execFileSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hostNamespaces, readNamespaces } from '../../../src/io/proc/namespaces.ts';

const NOBODY = 'setpriv --reuid 65534 --regid 65534 --clear-groups';
const MODULE = new URL('../../../src/io/proc/namespaces.ts', import.meta.url).href;
const SHOW = `import(${JSON.stringify(MODULE)}).then((m) => console.log(JSON.stringify([m.hostNamespaces(), m.readNamespaces('self'), m.readNamespaces(2) ?? null])))`;

const netOf = (pid: number | string) => Number(/\d+/.exec(readlinkSync(`/proc/${pid}/ns/net`))?.[0]);
const isReadable = (pid: number) => readNamespaces(pid) !== undefined;

describe('hostNamespaces', () => {
  it('are those of process 1, else of the kernel', () => {
    expect(hostNamespaces().net).toBe(netOf([1, 2].find(isReadable) ?? 'self'));
  });

  it.runIf(process.geteuid?.() === 0)('are not our own from within others', () => {
    const [host, own] = JSON.parse(execFileSync('unshare', ['-n', process.execPath, '-e', SHOW], { encoding: 'utf8' }));
    expect(host).toEqual(hostNamespaces());
    expect(own.net).not.toBe(host.net);
  });

  it.runIf(process.geteuid?.() === 0)('are our own where process 2 is anybody', () => {
    const script = `${NOBODY} unshare -U -n sleep 60 & sleep 0.3; ${NOBODY} "$1" -e "$2"`;
    const words = ['-pf', '--mount-proc', '--kill-child', 'sh', '-c', script, 'sh', process.execPath, SHOW];
    const [host, own, second] = JSON.parse(execFileSync('unshare', words, { encoding: 'utf8' }));
    expect(second?.net, 'process 2 can be read').toBeGreaterThan(0);
    expect(second.net).not.toBe(own.net);
    expect(host).toEqual(own);
  });
});
