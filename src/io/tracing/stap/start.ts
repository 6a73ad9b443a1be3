/** A SystemTap script on a target. */
import { SpcError } from '../../../core/errors.ts';
import type { TargetFilter } from '../../../core/session/filter.ts';
import { chooseRuntime, type RuntimeChoice, type StapFacts } from '../../../tracers/stap/runtime.ts';
import { findExample, readScript, type Script } from '../scripts.ts';
import { readTargetFilter } from '../target-filter.ts';
import type { RunningTracer, StartTracer, Tool, TraceSetting } from '../types.ts';
import { startBpf } from './bpf.ts';
import { readStapFacts } from './facts.ts';
import { isTargetFile } from './files.ts';
import { startKernel } from './kernel.ts';

export type ScriptSource =
  | { kind: 'file'; path: string }
  | { kind: 'text'; text: string }
  | { kind: 'example'; name: string };

export interface StapOptions {
  source: ScriptSource;
  /** The script's arguments, $1 and on; `target:/path` is a file of the target. */
  args: readonly string[];
}

/** What both runtimes start with. */
export interface StapJob {
  setting: TraceSetting;
  stap: Tool;
  script: Script;
  args: readonly string[];
  filter: TargetFilter;
  facts: StapFacts;
  /** The stream's name; a session may have several scripts. */
  name: string;
}

const RUNTIMES = { bpf: startBpf, kernel: startKernel } satisfies Record<
  RuntimeChoice['runtime'],
  (job: StapJob) => Promise<RunningTracer>
>;

let started = 0;

/** Compiles the script for the runtime this machine can run, and runs it. Throws as StartTracer, and `script-error`. */
export function startStap({ source, args }: StapOptions): StartTracer {
  return async (setting) => {
    const script = scriptOf(source);
    requireRoot();
    const stap = await setting.toolbox.find('stap');
    const facts = readStapFacts();
    const { runtime, why } = chooseRuntime(facts, args.some(isTargetFile));
    const { why: whyFilter, ...filter } = readTargetFilter(setting);
    requireProcesses(filter, setting);
    note(setting, `${runtime === 'bpf' ? 'BPF' : 'kernel'} runtime: ${why.join('; ')}`);
    note(setting, `spc_target() is true for ${setting.target.title}: ${whyFilter}`);
    return await RUNTIMES[runtime]({ setting, stap, script, args, filter, facts, name: `stap-${++started}` });
  };
}

function scriptOf(source: ScriptSource): Script {
  if (source.kind === 'text') return { name: '-e', text: source.text };
  return source.kind === 'file' ? readScript('stap', source.path) : findExample('stap', source.name);
}

/** Something the user should know, in the stream. */
export function note(setting: TraceSetting, text: string): void {
  setting.tell({ kind: 'note', tracer: 'stap', level: 'info', text });
}

function requireRoot(): void {
  if (process.geteuid?.() === 0) return;
  throw new SpcError('no-root', 'stap needs root', 'it puts programs into the kernel', 'run spc with sudo');
}

function requireProcesses(filter: TargetFilter, { target }: TraceSetting): void {
  if (filter.kind !== 'pids' || filter.pids.length > 0) return;
  throw new SpcError('target-gone', `no process of ${target.title} runs`, 'a script would see nothing');
}
