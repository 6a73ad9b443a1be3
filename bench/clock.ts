/**
 * How exactly what tracers tell lies on one clock: a datagram as strace saw it sent, and as tcpdump saw it leave. Between the
 * two the kernel is at work, and strace, which stops the call: the clocks' own error is what is left of a lower bound.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, SPC } from './race.ts';
import { printRow } from './report.ts';

/** A hundred a second over the loopback of a network namespace of its own. */
const LOAD =
  'ip link set lo up; exec python3 -c "import socket, time\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n' +
  "while True: s.sendto(b'x', ('127.0.0.1', 9999)); time.sleep(0.01)\"";

interface Told {
  kind: string;
  at: number;
}

/** Records for three seconds a round. */
export function measureClock(rounds: number): void {
  const place = spawn('unshare', ['--net', 'sh', '-c', LOAD], { stdio: 'ignore' });
  const folder = mkdtempSync(join(tmpdir(), 'spc-bench-clock-'));
  try {
    must(['sleep', '1']);
    const found = Array.from({ length: rounds }, (_, i) => record(place.pid ?? 0, `${folder}/${i}`));
    show(
      found.flatMap(({ apart }) => apart),
      found.flatMap(({ uncertainties }) => uncertainties),
    );
  } finally {
    place.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nanoseconds from a call's beginning to its packet, and how far off the session says that its clocks may be. */
function record(pid: number, directory: string): { apart: number[]; uncertainties: number[] } {
  const tracers = ['--strace=-e trace=sendto', '--tcpdump=udp port 9999'];
  const lines = must([SPC, 'record', `pid:${pid}`, ...tracers, '-d', '3s', '-o', directory, '--json']).split('\n');
  const events: Told[] = lines.slice(1).map((line) => JSON.parse(line));
  const packets = events.filter(({ kind }) => kind === 'packet').map(({ at }) => at);
  const calls = events.filter(({ kind }) => kind === 'syscall').map(({ at }) => at);
  const apart = calls.flatMap((at, i) => {
    const packet = packets.find((each) => each >= at && each < (calls[i + 1] ?? at));
    return packet === undefined ? [] : [packet - at];
  });
  const { clock } = JSON.parse(readFileSync(`${directory}/manifest.json`, 'utf8'));
  return { apart, uncertainties: clock.readings.map(({ uncertainty }: { uncertainty: number }) => uncertainty) };
}

function show(apart: number[], uncertainties: number[]): void {
  console.log(`\none sendto(2) as strace and tcpdump see it (${apart.length} calls, µs)`);
  printRow('', ['median', 'p95', 'max']);
  printRow('from the call to its packet', figures(apart));
  printRow('how far off the clocks may be', figures(uncertainties));
}

function figures(values: number[]): string[] {
  const sorted = values.toSorted((a, b) => a - b);
  const quantile = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return [quantile(0.5), quantile(0.95), quantile(1)].map((ns) => (ns / 1000).toFixed(1));
}
