/** Real namespaces and veths; `ip` is the witness, never the means. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globalAddresses, type Network } from '../../../src/core/inspect/network.ts';
import { readNetworks } from '../../../src/io/inspect/network.ts';
import { readPorts } from '../../../src/io/inspect/ports.ts';

const id = `spc${process.pid}`;
const [RED, BLUE, BRIDGE] = [`${id}-red`, `${id}-blue`, `br${process.pid}`];
const hostInode = statSync('/proc/self/ns/net').ino;
const children: ChildProcess[] = [];

const ip = (...words: string[]) => execFileSync('ip', words, { encoding: 'utf8' });
const inNs = (name: string, ...words: string[]) => ip('-n', name, ...words);
const bound = (name: string) => `/run/netns/${name}`;
const inodeOf = (name: string) => statSync(bound(name)).ino;

/** A process that stays in a namespace until the tests end. */
function stay(argv: string[]): number {
  const [file = '', ...args] = argv;
  const child = spawn(file, args, { stdio: 'ignore' });
  children.push(child);
  return child.pid ?? 0;
}

beforeAll(() => {
  for (const name of [RED, BLUE]) ip('netns', 'add', name);
  ip('link', 'add', BRIDGE, 'type', 'bridge');
  // Both have a link of index 77 whose other end has index 78 … in namespaces that differ
  ip('link', 'add', `${id}r`, 'index', '7780', 'type', 'veth', 'peer', 'name', 'eth0', 'index', '77', 'netns', RED);
  ip('link', 'set', `${id}r`, 'master', BRIDGE, 'up');
  inNs(
    RED,
    'link',
    'add',
    'to-blue',
    'index',
    '78',
    'type',
    'veth',
    'peer',
    'name',
    'to-red',
    'index',
    '77',
    'netns',
    BLUE,
  );
  inNs(BLUE, 'link', 'add', 'own0', 'index', '7780', 'type', 'veth', 'peer', 'name', 'own1', 'index', '79');
  inNs(RED, 'addr', 'add', '10.111.0.2/24', 'dev', 'eth0');
  inNs(RED, 'addr', 'add', '2001:db8::2/64', 'dev', 'eth0', 'nodad');
  inNs(RED, 'link', 'set', 'eth0', 'mtu', '1400', 'up');
  inNs(RED, 'route', 'add', 'default', 'via', '10.111.0.1');
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const name of [RED, BLUE]) ip('netns', 'del', name);
  ip('link', 'del', BRIDGE);
});

const peersOf = (network: Network | undefined) =>
  Object.fromEntries(network?.links.flatMap(({ name, peer }) => (peer ? [[name, peer]] : [])) ?? []);

describe('readNetworks', () => {
  it('tells links, addresses and routes of a bound namespace', async () => {
    const red = (await readNetworks([bound(RED)], hostInode)).get(inodeOf(RED));
    const eth0 = red?.links.find(({ name }) => name === 'eth0');
    const [witness] = JSON.parse(inNs(RED, '-j', 'addr', 'show', 'eth0'));
    expect(eth0).toMatchObject({
      index: 77,
      kind: 'veth',
      mac: witness.address,
      mtu: 1400,
      state: witness.operstate.toLowerCase(),
    });
    expect(red && globalAddresses(red)).toEqual(['10.111.0.2', '2001:db8::2']);
    expect(eth0?.addresses.map(({ address, prefix }) => `${address}/${prefix}`)).toEqual(
      witness.addr_info.map((each: { local: string; prefixlen: number }) => `${each.local}/${each.prefixlen}`),
    );
    expect(red?.routes).toEqual([{ gateway: '10.111.0.1', link: 'eth0', family: 4, metric: 0 }]);
    expect(red?.gaps).toEqual([]);
  });

  it('finds the other end of a veth by its namespace, where indices are equal', async () => {
    const networks = await readNetworks([bound(RED), bound(BLUE)], hostInode);
    expect(peersOf(networks.get(inodeOf(RED)))).toEqual({
      eth0: { index: 7780, name: `${id}r`, bridge: BRIDGE, namespace: hostInode, onHost: true },
      'to-blue': { index: 77, name: 'to-red', bridge: '', namespace: inodeOf(BLUE), onHost: false },
    });
    expect(peersOf(networks.get(inodeOf(BLUE)))).toMatchObject({
      'to-red': { index: 78, name: 'to-blue', namespace: inodeOf(RED), onHost: false },
      own0: { index: 79, name: 'own1', namespace: inodeOf(BLUE), onHost: false },
      own1: { index: 7780, name: 'own0', namespace: inodeOf(BLUE), onHost: false },
    });
  });

  it('leaves an end nameless in a namespace it was not shown', async () => {
    const networks = await readNetworks([bound(BLUE)], hostInode);
    expect([...networks.keys()]).toEqual([inodeOf(BLUE)]);
    expect(peersOf(networks.get(inodeOf(BLUE)))['to-red']).toMatchObject({ index: 78, name: '', namespace: null });
  });

  it('takes a namespace that is given twice for one, and the host for itself', async () => {
    const pid = stay(['nsenter', `--net=${bound(RED)}`, 'sleep', '1000']);
    await inside(pid, inodeOf(RED));
    const networks = await readNetworks([bound(RED), pid, process.pid], hostInode);
    expect([...networks.keys()].sort()).toEqual([inodeOf(RED), hostInode].sort());
    expect(networks.get(hostInode)?.links.map(({ name }) => name)).toContain(BRIDGE);
  });

  it('passes over a process that has ended and a file that is no namespace', async () => {
    const networks = await readNetworks([2 ** 22 + 1, '/run/netns/there-is-none', bound(RED)], hostInode);
    expect([...networks.keys()]).toEqual([inodeOf(RED)]);
    const [wrong] = (await readNetworks(['/etc/passwd'], hostInode)).values();
    expect(wrong).toMatchObject({ links: [], gaps: [expect.stringContaining('EINVAL')] });
  });

  it('comes back each time and leaves no descriptor behind', async () => {
    const before = readdirSync('/proc/self/fd').length;
    for (let round = 0; round < 50; round++) {
      await readNetworks([bound(RED), bound(BLUE), bound(RED)], hostInode);
      await readPorts(bound(RED), []);
    }
    expect(readlinkSync('/proc/thread-self/ns/net')).toBe(`net:[${hostInode}]`);
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });

  it('reads a namespace with very many links whole', async () => {
    const batch = Array.from({ length: 300 }, (_, at) => `link add many${at} type bridge\n`).join('');
    execFileSync('ip', ['-n', BLUE, '-batch', '-'], { input: batch });
    const blue = (await readNetworks([bound(BLUE)], hostInode)).get(inodeOf(BLUE));
    expect(blue?.links.filter(({ kind }) => kind === 'bridge')).toHaveLength(300);
  });
});

describe('readPorts', () => {
  it('finds who listens, by a process and by a bound file alike', async () => {
    const pid = stay(['nsenter', `--net=${bound(RED)}`, 'busybox', 'nc', '-l', '-p', '8123']);
    const other = stay(['nsenter', `--net=${bound(RED)}`, 'sleep', '1000']);
    await inside(other, inodeOf(RED));
    const found = await listening(() => readPorts(bound(RED), [other, pid]));
    expect(found).toMatchObject([{ port: 8123, pids: [pid] }]);
    expect((await readPorts(other, [pid])).ports).toEqual(found);
    expect((await readPorts(other, [])).ports).toMatchObject([{ port: 8123, pids: [] }]);
    expect((await readPorts(bound(BLUE), [pid])).ports).toEqual([]);
  });

  it('says when nothing can be read', async () => {
    for (const gone of [2 ** 22 + 1, '/run/netns/there-is-none']) {
      expect(await readPorts(gone, [])).toEqual({ ports: null, gaps: [expect.any(String)] });
    }
    await expect(readPorts('/etc/passwd', [])).rejects.toMatchObject({ code: 'system' });
  });
});

async function until<T>(ready: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 500; tries++) {
    const value = await ready();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('waited in vain');
}

const inside = (pid: number, inode: number) => until(() => statSync(`/proc/${pid}/ns/net`).ino === inode || undefined);

const listening = (read: () => ReturnType<typeof readPorts>) =>
  until(async () => {
    const { ports } = await read();
    return ports?.length ? ports : undefined;
  });
