/**
 * Stands in for a tool, so that its stream has a rate of its own: real lines of strace, with new times; lines of a log; what a
 * script of bpftrace prints; packets. Usage: standin.ts ROLE RATE TOTAL REPORT [the tool's own words…]. It waits at the total,
 * and when it is told to end, writes to REPORT how many lines it wrote.
 */
import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FIXTURES = join(import.meta.dirname, '../../test/fixtures');
const TICK_MS = 10;
const NS = 1_000_000_000n;

const [role = '', rate = '1000', total = '0', report = '', ...words] = process.argv.slice(2);

/** `count` more lines, the first of them the number-th; `time`: nanoseconds since 1970. */
type Lines = (number: number, count: number, time: bigint) => Buffer;

interface Role {
  version: string;
  /** Before the first line. */
  begin(): void;
  lines: Lines;
  /** At its end; and on SIGUSR1. */
  end?(written: number): void;
}

/** Complete calls of a real program. */
function straceCalls(): string[] {
  const text = readFileSync(join(FIXTURES, 'strace/threads.txt'), 'utf8');
  return text.split('\n').filter((line) => /\) += .*>$/.test(line) && !/unfinished|resumed/.test(line));
}

function strace(): Role {
  const pids = (words[words.indexOf('-p') + 1] ?? '1').split(',');
  const tails = straceCalls().map((line) => line.slice(line.indexOf(' ', line.indexOf(' ') + 1)));
  const line = (number: number, time: bigint) =>
    `${pids[number % pids.length]}<shop> ${seconds(time)}${tails[number % tails.length]}\n`;
  return {
    version: 'strace -- version 6.1',
    begin: () => writeSync(2, pids.map((pid) => `strace: Process ${pid} attached\n`).join('')),
    lines: eachLine(line),
  };
}

function log(): Role {
  const line = (number: number, time: bigint) =>
    `${rfc3339(time)} 10.88.0.${number % 250} GET /cart/${number} HTTP/1.1 ${number % 37 ? 200 : 404} ${(number * 7919) % 9973}\n`;
  return { version: 'Docker version 20.10.24', begin: () => {}, lines: eachLine(line) };
}

function bpftrace(): Role {
  const ready = /spc: ready \w+/.exec(words.join(' '))?.[0] ?? 'ready';
  const printed = (text: string) => `${JSON.stringify({ type: 'printf', data: `${text}\n` })}\n`;
  const line = (number: number) =>
    printed(`shop ${number % 4096} futex ${(number * 7919) % 9973} us, the call number ${number}`);
  return { version: 'bpftrace v0.17.0', begin: () => writeSync(1, printed(ready)), lines: eachLine(line) };
}

/** Packets of a capture on all interfaces, with new times. */
function tcpdump(): Role {
  const capture = readFileSync(join(FIXTURES, 'tcpdump/any.pcap'));
  const packets: Buffer[] = [];
  for (let at = 24; at < capture.length; ) {
    const length = 16 + capture.readUInt32LE(at + 8);
    packets.push(capture.subarray(at, at + length));
    at += length;
  }
  const packet = (number: number, time: bigint) => {
    const copy = Buffer.from(packets[number % packets.length] ?? '');
    copy.writeUInt32LE(Number(time / NS), 0);
    copy.writeUInt32LE(Number(time % NS), 4);
    return copy;
  };
  return {
    version: 'tcpdump version 4.99.3',
    begin: () => {
      writeSync(2, 'tcpdump: listening on any, link-type LINUX_SLL2 (Linux cooked v2), snapshot length 262144 bytes\n');
      writeSync(1, capture.subarray(0, 24));
    },
    lines: (number, count, time) =>
      Buffer.concat(Array.from({ length: count }, (_, i) => packet(number + i, time + BigInt(i)))),
    end: (n) => writeSync(2, `${n} packets captured, ${n} packets received by filter, 0 packets dropped by kernel\n`),
  };
}

const eachLine =
  (line: (number: number, time: bigint) => string): Lines =>
  (number, count, time) => {
    let text = '';
    for (let i = 0; i < count; i++) text += line(number + i, time + BigInt(i * 1000));
    return Buffer.from(text, 'latin1');
  };

const seconds = (time: bigint) => `${time / NS}.${String(time % NS).padStart(9, '0')}`;
const rfc3339 = (time: bigint) =>
  `${new Date(Number(time / 1_000_000n)).toISOString().slice(0, 19)}.${String(time % NS).padStart(9, '0')}Z`;

const ROLES: Record<string, () => Role> = { strace, log, bpftrace, tcpdump };

const { version, begin, lines, end } = (ROLES[role] ?? log)();
if (words.includes('--version')) {
  console.log(version);
  process.exit(0);
}

let written = 0;
const begun = process.hrtime.bigint();
const epoch = BigInt(Date.now()) * 1_000_000n;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    end?.(written);
    writeFileSync(report, JSON.stringify({ role, written }));
    process.exit(0);
  });
process.on('SIGUSR1', () => end?.(written));
begin();
setInterval(write, TICK_MS);

/** As many as are due; whoever does not read makes it wait, as it would the tool. */
function write(): void {
  const now = process.hrtime.bigint() - begun;
  const due = Math.min(Number(total), Number((now * BigInt(rate)) / NS));
  const count = Math.min(due - written, Number(rate) / 10);
  if (count <= 0) return;
  const bytes = lines(written, count, epoch + now);
  for (let at = 0; at < bytes.length; ) at += writeSome(bytes, at);
  written += count;
}

function writeSome(bytes: Buffer, at: number): number {
  try {
    return writeSync(1, bytes, at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    process.exit(1);
  }
}
