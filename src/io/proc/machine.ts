/** What numbers of /proc are counted in. */
import { readFileSync } from 'node:fs';
import { endianness, totalmem, uptime } from 'node:os';
import { tryReadProc } from './read.ts';

export interface Machine {
  ticksPerSecond: number;
  /** Bytes. */
  pageSize: number;
  /** Milliseconds since 1970. */
  bootTime: number;
  /** Bytes. */
  memory: number;
}

/** getauxval(3): AT_PAGESZ and AT_CLKTCK, the sources of sysconf(3). */
const AT_PAGESZ = 6n;
const AT_CLKTCK = 17n;

/** What every Linux on amd64 and arm64 has told its programs so far. */
const USUAL = { pageSize: 4096, ticksPerSecond: 100 };

/** Reads it. The clock may be set, and boot time with it, so nothing is kept. */
export function readMachine(): Machine {
  const auxiliary = readAuxiliary();
  return {
    ticksPerSecond: auxiliary.get(AT_CLKTCK) ?? USUAL.ticksPerSecond,
    pageSize: auxiliary.get(AT_PAGESZ) ?? USUAL.pageSize,
    bootTime: bootTime(),
    memory: totalmem(),
  };
}

/** Pairs of words: what it is, and its value. Empty when /proc/self/auxv is not to be read. */
function readAuxiliary(): Map<bigint, number> {
  const values = new Map<bigint, number>();
  try {
    const bytes = readFileSync('/proc/self/auxv');
    const word = (at: number) => (endianness() === 'LE' ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    for (let at = 0; at + 16 <= bytes.length; at += 16) values.set(word(at), Number(word(at + 8)));
  } catch {
    // a program that gave up its privileges may not read its own
  }
  return values;
}

/** By `btime` of proc_stat(5), whole seconds and the same at every look; where /proc has no such file (`subset=pid`), by the uptime. */
function bootTime(): number {
  const [, seconds] = /^btime (\d+)$/m.exec(tryReadProc('/proc/stat') ?? '') ?? [];
  return 1000 * (seconds ? Number(seconds) : Math.round(Date.now() / 1000 - uptime()));
}
