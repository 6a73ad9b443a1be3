/** bpftrace on a target. */
import { randomBytes } from 'node:crypto';
import { arch } from 'node:os';
import { syscallNames, syscallNumber } from '../../core/syscalls/names.ts';
import { type NamedCall, prepare, READY } from '../../tracers/bpftrace/prepare.ts';
import { MAP_KEYS, watch } from '../../tracers/bpftrace/watch.ts';
import { familyOf } from '../proc/family.ts';
import { type AttachedProgram, runProgram } from './bpftrace-run.ts';
import { runningTracer } from './running-tracer.ts';
import { readTargetFilter } from './target-filter.ts';
import type { RunningTracer, StartTracer, TraceSetting } from './types.ts';

export interface BpftraceOptions {
  /** The script, and what messages call it: a file's name, `-e`. */
  text: string;
  name: string;
  args: readonly string[];
  format: 'text' | 'json';
}

/** As measured: the table of docs/bpftrace.md. */
const COST =
  'each event its probes fire for costs 0.4–0.8 µs, also in processes the predicate leaves out: a program that does nothing but system calls takes 2–3 × the CPU time beside one probe a call, 4–5 × beside two';

/** Runs a script with SPC_TARGET as the target's predicate. It sees everything from when it resolves. */
export function startBpftrace(options: BpftraceOptions): StartTracer {
  return async (setting) => {
    const filter = readTargetFilter(setting);
    const prepared = prepare(options.text, watch(filter), calls(), readyLine());
    const isListed = filter.kind === 'pids' && prepared.usesTarget;
    const env = isListed ? { BPFTRACE_MAP_KEYS_MAX: String(MAP_KEYS) } : {};
    const missed = isListed ? startedMeanwhile(setting, filter.pids) : () => [];
    const attached = await runProgram(setting, { ...options, prepared, env });
    tellScope(setting, prepared.usesTarget, filter.why);
    tellMissed(setting, missed());
    return tracerOf(attached, setting, options, prepared.ready);
  };
}

/** A script may print a text of the target as a line of its own: it shall not be this. */
const readyLine = () => `${READY} ${randomBytes(8).toString('hex')}`;

/** The system calls of this machine. */
const calls = () => syscallNames(arch()).map((name): NamedCall => [syscallNumber(arch(), name) ?? -1, name]);

function tellScope(setting: TraceSetting, usesTarget: boolean, why: string): void {
  if (usesTarget)
    setting.tell({ kind: 'note', tracer: 'bpftrace', level: 'info', text: `the target by its kernel mark: ${why}` });
  else
    setting.tell({
      kind: 'note',
      tracer: 'bpftrace',
      level: 'warning',
      text: 'the script has no SPC_TARGET: it sees every process of the machine',
    });
}

/**
 * Between the reading of the numbers and the probe of fork(2) lies the start of bpftrace: what the target has started
 * meanwhile no probe saw begin. Some of it may have begun after the probe, just before the look.
 */
export function startedMeanwhile({ pidsOf }: Pick<TraceSetting, 'pidsOf'>, known: readonly number[]): () => number[] {
  const before = new Set(familyOf(known));
  return () => [...new Set([...pidsOf(), ...familyOf(known)])].filter((pid) => !before.has(pid));
}

function tellMissed(setting: TraceSetting, missed: readonly number[]): void {
  if (missed.length === 0) return;
  const text = `perhaps not watched, as they were started while bpftrace was: ${missed.join(', ')}`;
  setting.tell({ kind: 'note', tracer: 'bpftrace', level: 'warning', text });
}

function tracerOf(
  { running, passTo }: AttachedProgram,
  setting: TraceSetting,
  { format }: BpftraceOptions,
  ready: string,
): RunningTracer {
  const form = format === 'json' ? 'bpftrace-json' : 'bpftrace';
  const output = setting.stream('bpftrace-1', 'bpftrace', form, { ready });
  const done = passTo(output, setting.stream('bpftrace-1-notes', 'bpftrace', 'bpftrace-notes'));
  // a script may end of its own accord: `exit()`
  return runningTracer(running, done, { tracer: 'bpftrace', cost: COST, ownEnd: 'command-ended' });
}
