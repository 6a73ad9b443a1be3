/** `spc tcpdump` on real containers, held against tcpdump's own reading of the same capture. */
import { existsSync, globSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { PacketEvent, TraceEvent } from '../../src/core/events.ts';
import { endContainers, type LabContainer, must, startContainer } from './containers.ts';
import { type Outcome, removeScratch, run, SCRATCH, spc, start, until } from './spc.ts';

afterAll(() => {
  endContainers();
  removeScratch();
});

const events = (text: string): TraceEvent[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

const packetsIn = (text: string) => events(text).filter((event): event is PacketEvent => event.kind === 'packet');

/** Runs `traffic` while spc captures; ends it with SIGINT, or when it ends itself. */
async function capture(args: string[], traffic: () => void): Promise<Outcome> {
  const child = start(['tcpdump', '--json', ...args]);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  try {
    await until(() => output.stdout.includes('listening on') || child.exitCode !== null, 'tcpdump to listen');
    traffic();
    if (!args.includes('-c')) child.kill('SIGINT');
    const status = await ended;
    return { ...output, status };
  } finally {
    child.kill('SIGKILL');
  }
}

const addressOf = (container: LabContainer) =>
  must('nsenter', '-t', `${container.pid}`, '-n', 'ip', '-4', '-o', 'addr', 'show', 'eth0')
    .split(/\s+/)[3]
    ?.split('/')[0] ?? '';

/** Sends datagrams, and makes connections that are refused, from a container's network. */
function send(from: LabContainer | string, to: string, count: number): void {
  const program = [
    'import socket,sys',
    's=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)',
    `[s.sendto(b"x"*10,("${to}",9999)) for i in range(${count})]`,
    `[socket.socket().connect_ex(("${to}",9998)) for i in range(${count})]`,
  ].join('\n');
  const where = typeof from === 'string' ? [from] : ['-t', `${from.pid}`, '-n'];
  must('nsenter', ...where, 'python3', '-c', program);
}

/** What tcpdump itself finds in a capture. */
const countOf = (file: string, filter = '') =>
  must('sh', '-c', `tcpdump -r "$0" -n ${filter} 2>/dev/null | wc -l`, file).trim();

describe.each(['docker', 'podman'] as const)('tcpdump on %s', (engine) => {
  const web = startContainer(engine);
  const peer = startContainer(engine);

  it('counts every packet over a veth as tcpdump does, and names both ends', async () => {
    const directory = `${SCRATCH}/${engine}-count`;
    const filter = ['udp', 'port', '9999', 'or', 'tcp', 'port', '9998'];
    const { status, stdout } = await capture([web.name, '--record', directory, '--', ...filter], () =>
      send(peer, addressOf(web), 500),
    );
    expect(status).toBe(0);
    const packets = packetsIn(stdout);
    const incoming = packets.filter(({ direction }) => direction === 'in');
    expect(incoming.filter(({ protocol }) => protocol === 'UDP')).toHaveLength(500);
    expect(incoming.filter(({ protocol }) => protocol === 'TCP')).toHaveLength(500);
    expect(packets.filter(({ direction }) => direction === 'out')).toHaveLength(500); // each refused
    expect(new Set(packets.map((packet) => packet.interface))).toEqual(new Set(['eth0']));
    expect(new Set(incoming.map(({ sourceName }) => sourceName))).toEqual(new Set([peer.name]));
    expect(new Set(incoming.map(({ destinationName }) => destinationName))).toEqual(new Set([web.name]));
    const [file = ''] = globSync(`${directory}/tcpdump.*.raw`);
    expect(countOf(file)).toBe(`${packets.length}`);
    expect(packetsIn(spc(['replay', directory, '--json']).stdout)).toEqual(packets);
  });

  it('sees both directions at the host side', async () => {
    const { stdout } = await capture([web.name, '--host-side', '--no-record', 'udp or tcp'], () =>
      send(peer, addressOf(web), 20),
    );
    const packets = packetsIn(stdout);
    expect(packets.filter(({ direction }) => direction === 'out')).toHaveLength(40);
    expect(packets.filter(({ direction }) => direction === 'in')).toHaveLength(20);
    expect(packets[0]?.interface).toMatch(/^veth/);
  });

  it('sees the loopback of a container without a network', async () => {
    const alone = startContainer(engine, ['--network', 'none']);
    const { stdout } = await capture([alone.name, '--no-record', 'udp'], () => send(alone, '127.0.0.1', 30));
    expect(packetsIn(stdout)).toHaveLength(30);
    expect(packetsIn(stdout)[0]).toMatchObject({ interface: 'lo', source: '127.0.0.1', destinationPort: 9999 });
    const refused = spc(['tcpdump', alone.name, '--host-side', '--no-record']);
    expect(refused.status).toBe(64);
    expect(refused.stderr).toContain('has no host side');
  });

  it('ends after as many packets as were asked for', async () => {
    const args = [web.name, '-c', '5', '--no-record', 'udp'];
    const { status, stdout } = await capture(args, () => send(peer, addressOf(web), 50));
    expect(status).toBe(0);
    expect(packetsIn(stdout)).toHaveLength(5);
  });

  it('writes a capture to stdout that tcpdump reads, and nothing else', async () => {
    const file = `${SCRATCH}/${engine}-stdout.pcap`;
    const child = start(['tcpdump', web.name, '-w', '-', '-c', '7', '--no-record', 'udp']);
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise((resolve) => child.on('close', resolve));
    await until(() => chunks.length > 0, 'the header');
    send(peer, addressOf(web), 7);
    await ended;
    writeFileSync(file, Buffer.concat(chunks));
    expect(countOf(file, 'udp')).toBe('7');
  });

  it('sees with the tcpdump of an image what it sees with the host’s', async () => {
    const image = ['--image', 'localhost/spc-tools', '--engine', engine];
    const seen = async (...from: string[]) => {
      const { status, stdout, stderr } = await capture([web.name, '--no-record', ...from, 'udp port 9999'], () =>
        send(peer, addressOf(web), 20),
      );
      expect(status, stderr).toBe(0);
      const told = packetsIn(stdout).map(({ direction, sourceName, length }) => ({ direction, sourceName, length }));
      return { from: JSON.parse(stdout.split('\n', 1)[0] ?? '').tracers[0].from, told };
    };
    const [host, other] = [await seen('--from', 'host'), await seen(...image)];
    expect(host.told).toHaveLength(20);
    expect(other.told).toEqual(host.told);
    expect([host.from, other.from]).toEqual(['host', `image localhost/spc-tools (${engine})`]);
  });

  it('ends when nobody reads the capture any more', async () => {
    const child = start(['tcpdump', web.name, '-w', '-', '--no-record', 'udp']);
    const ended = new Promise((resolve) => child.on('close', resolve));
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.stdout?.destroy();
    const sending = setInterval(() => send(peer, addressOf(web), 1), 200);
    expect(await ended.finally(() => clearInterval(sending))).toBe(0);
  });
});

describe('tcpdump', () => {
  it('captures in a network namespace that no process is in', async () => {
    const name = `spc-tcpdump-${process.pid}`;
    must('ip', 'netns', 'add', name);
    try {
      must('ip', '-n', name, 'link', 'set', 'lo', 'up');
      const args = [`netns:${name}`, '--no-record', 'udp'];
      const { status, stdout } = await capture(args, () => send(`--net=/run/netns/${name}`, '127.0.0.1', 3));
      expect(status).toBe(0);
      expect(packetsIn(stdout)).toHaveLength(3);
    } finally {
      must('ip', 'netns', 'del', name);
    }
  });

  it.each([
    ['a filter that is none', ['tcp', 'prot', '80'], "does not understand the filter 'tcp prot 80'"],
    ['an interface that is not there', ['-i', 'nosuch'], 'has no interface nosuch'],
    ['an option in the filter', ['--', '-w', '/etc/x'], "'-w' is no part of a filter"],
  ])('refuses %s', (_, args, message) => {
    const { status, stderr } = spc(['tcpdump', 'host', '--no-record', ...args]);
    expect(stderr).toContain(message);
    expect(status).toBe(64);
  });

  it('writes a copy nobody else may read, never through a link, never over a file', () => {
    const [file, link, aim] = ['copy.pcap', 'link.pcap', 'aim'].map((name) => `${SCRATCH}/${name}`) as [
      string,
      string,
      string,
    ];
    const write = (path: string, ...more: string[]) =>
      spc(['tcpdump', 'host', '--no-record', '-d', '100ms', '-w', path, ...more, 'port', '1']);
    symlinkSync(aim, link);
    for (const more of [[], ['--force']]) expect(write(link, ...more).stderr).toContain('it is a symbolic link');
    expect(existsSync(aim)).toBe(false);
    expect(write(file).status).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file).length).toBeGreaterThanOrEqual(24);
    expect(write(file)).toMatchObject({ status: 64 });
    expect(write(file, '--force').status).toBe(0);
    rmSync(file);
  });

  it.each([
    ['no target', ['nosuch'], 91],
    ['a filter that is none', ['host', 'tcp', 'prot', '80'], 64],
  ])('leaves an earlier copy as it was, and makes no new one, with %s', (_, words, status) => {
    const [kept, fresh] = [`${SCRATCH}/kept.pcap`, `${SCRATCH}/fresh.pcap`];
    writeFileSync(kept, 'an earlier capture');
    const write = (...to: string[]) => spc(['tcpdump', '--no-record', ...to, ...words]).status;
    expect(write('-w', kept, '--force')).toBe(status);
    expect(readFileSync(kept, 'utf8')).toBe('an earlier capture');
    expect(write('-w', fresh)).toBe(status);
    expect(existsSync(fresh)).toBe(false);
  });

  it('has no wireshark to start without a display', () => {
    const { status, stderr } = spc(['tcpdump', 'host', '--no-record', '--wireshark'], {
      env: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined },
    });
    expect([64, 94]).toContain(status);
    expect(stderr).toContain('wireshark');
  });

  it('tells what was dropped', async () => {
    const web = startContainer('docker');
    const { stdout } = await capture([web.name, '--immediate', '-B', '300', '--no-record', 'udp'], () =>
      send(web, '127.0.0.1', 5000),
    );
    const lost = events(stdout).flatMap((event) => (event.kind === 'lost' ? [event] : []));
    const count = lost.reduce((sum, each) => sum + (each.count ?? 0), 0);
    const last = events(stdout).findLast((event) => event.kind === 'note' && event.text.endsWith('dropped by kernel'));
    expect(last).toMatchObject({ text: `${count} packets dropped by kernel` });
    expect(count).toBeGreaterThan(0);
  });
});

it('needs tcpdump and python3 here', () => expect(run(['python3', '--version']).status).toBe(0));
