/** Ten million lines through the pipe and the parser: none lost, memory bounded. */
import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { openPipe } from '../src/io/linux/pipe.ts';
import { pump } from '../src/io/tracing/pump.ts';
import { straceParser } from '../src/tracers/strace/parser.ts';

const LINES = 10_000_000;

/** Threads in turn, every eighth line in two halves around another's. */
const AWK = `BEGIN { for (i = 0; i < ${LINES}; i++) {
  p = 1000 + i % 97; t = sprintf("%d<worker-%d> 17953360%02d.%09d ", p, p, i / 1000000, i % 1000000 * 1000)
  if (i % 8 == 0) { print t "futex(0x7f0000000000, FUTEX_WAIT_PRIVATE, 2, NULL <unfinished ...>"; q = t; n = 1 }
  else if (i % 8 == 1) { print t "write(1</dev/null<char 1:3>>, \\"x\\", 1) = 1 <0.000001234>"; sub(/ .*/, "", q); split(t, a, " "); print q " " a[2] " <... futex resumed>) = 0 <0.000123456>" }
  else print t "read(3</etc/some/path.conf>, \\"some text of 32 chars\\"..., 4096) = 12 <0.000012123>" } }`;

const CONTEXT = {
  begin: { seconds: 1795336000, nanoseconds: 0 },
  nsPidOf: (pid: number) => pid,
  forget: () => {},
  nameOf: () => '',
};

/** Throws when a line was lost or invented. One round is enough: it takes half a minute. */
export async function measureVolume(): Promise<void> {
  const { reader, write } = openPipe();
  const child = spawn('awk', [AWK], { stdio: ['ignore', write, 'inherit'] });
  closeSync(write);
  const parser = straceParser(CONTEXT);
  const counts: Record<string, number> = {};
  let peak = 0;
  let bytes = 0;
  const count = (events: readonly { kind: string }[]) => {
    for (const { kind } of events) counts[kind] = (counts[kind] ?? 0) + 1;
  };
  const before = process.cpuUsage();
  await pump(reader, {
    write: (chunk) => {
      bytes += chunk.length;
      count(parser.push(chunk, 0));
      peak = Math.max(peak, process.memoryUsage.rss());
    },
    end: () => count(parser.end(0)),
  });
  child.kill();
  const { user, system } = process.cpuUsage(before);
  console.log(`\n${LINES} calls of strace, ${(bytes / 1e6).toFixed(0)} MB → ${JSON.stringify(counts)}`);
  console.log(`${((user + system) / 1e6).toFixed(1)} s of CPU, peak RSS ${(peak / 1e6).toFixed(0)} MB`);
  if (counts['syscall'] !== LINES || Object.keys(counts).length > 1) throw new Error('lines were lost or invented');
}
