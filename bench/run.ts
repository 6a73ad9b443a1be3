/**
 * spc beside its peers, in one run. Usage: npm run bench [-- [RACE…] [ROUNDS]], e.g. `npm run bench -- processes 5`;
 * without a name, all races run.
 */
import { measureCis } from './cis.ts';
import { measureClock } from './clock.ts';
import * as enter from './enter.ts';
import * as label from './label.ts';
import * as processes from './processes.ts';
import { measure, type Race, type Result } from './race.ts';
import { report } from './report.ts';
import * as start from './start.ts';
import { measureStrace } from './strace.ts';
import { measureVolume } from './strace-volume.ts';
import { measureSyscalls } from './syscalls.ts';
import { measureTcpdump } from './tcpdump.ts';
import { measureTui } from './tui/tui.ts';

interface Meeting {
  races: Race[];
  /** What is no race: it is measured, and printed. */
  alone?(rounds: number): void | Promise<void>;
  /** Says what no single race shows. */
  summary?(results: Result[][]): void;
  /** Removes what the races made, also after a failure. */
  finish?(): void;
}

const MEETINGS: Record<string, Meeting> = {
  start,
  label,
  processes,
  enter,
  clock: { races: [], alone: measureClock },
  strace: { races: [], alone: measureStrace },
  'strace-volume': { races: [], alone: measureVolume },
  syscalls: { races: [], alone: measureSyscalls },
  tcpdump: { races: [], alone: measureTcpdump },
  tui: { races: [], alone: measureTui },
  cis: { races: [], alone: measureCis },
};

const words = process.argv.slice(2);
const rounds = Number(words.find((word) => /^\d+$/.test(word)) ?? 15);
const chosen = words.filter((word) => !/^\d+$/.test(word));

for (const name of chosen.length > 0 ? chosen : Object.keys(MEETINGS)) {
  const meeting = MEETINGS[name];
  if (!meeting) throw new Error(`no such race: ${name}; there are ${Object.keys(MEETINGS).join(', ')}`);
  await hold(meeting);
}

async function hold({ races, alone, summary, finish }: Meeting): Promise<void> {
  try {
    await alone?.(rounds);
    summary?.(races.map(run));
    if (!summary) races.forEach(run);
  } finally {
    finish?.();
  }
}

function run(race: Race): Result[] {
  race.before?.();
  const results = measure(race, rounds);
  report(race.title, results);
  race.after?.();
  return results;
}
