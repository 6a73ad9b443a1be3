/** perf on a target. */
import { SpcError } from '../../core/errors.ts';
import { targetFilter } from '../../core/session/filter.ts';
import { lastLine } from '../../core/text.ts';
import { type PerfRequest, type PerfScope, perfArguments, perfScope } from '../../tracers/perf/arguments.ts';
import { Held } from './held.ts';
import { perfAttached } from './perf-attached.ts';
import { createPerfFile, type PerfFile } from './perf-file.ts';
import { pump } from './pump.ts';
import { runningTracer } from './running-tracer.ts';
import { readFilterFacts } from './target-filter.ts';
import { requireTracefs } from './tracefs.ts';
import type { RunningTool, RunningTracer, StartTracer, Tool, TraceSetting } from './types.ts';

export interface PerfOptions extends PerfRequest {
  /** record: the file of samples, which must not be there yet. */
  output: string;
}

const COST: Readonly<Record<PerfOptions['mode'], string>> = {
  stat: 'counters in the kernel: next to nothing, more for tracepoints',
  trace: '~10 µs a system call: 100–180 × slower where nothing but system calls is made; ~0.02 % of them are lost',
  record: 'a sample 4,000 times a second and CPU: a few percent',
};

/** A process of the list may end before perf opens it, and perf gives up then. */
const TRIES = 4;

/** Watches a target with perf stat, trace or record. */
export function startPerf(options: PerfOptions): StartTracer {
  return async (setting) => {
    const scope = scopeOf(setting);
    perfArguments(options, scope);
    const tool = await setting.toolbox.find('perf');
    const file = options.mode === 'record' ? createPerfFile(options.output) : undefined;
    const tracefs = options.mode === 'trace' ? [await requireTracefs(setting.guard)] : [];
    const started = await attach(setting, tool, options, [...tracefs, '/sys/fs/cgroup']).catch((error: unknown) => {
      file?.remove();
      throw error;
    });
    tellScope(setting, started.scope);
    return tracerOf(started, setting, options, file);
  };
}

function scopeOf(setting: TraceSetting): PerfScope {
  const facts = readFilterFacts(setting);
  return perfScope(facts, targetFilter(facts));
}

interface Started {
  running: RunningTool;
  scope: PerfScope;
  output: Held;
  notes: Held;
  pumped: Promise<unknown>;
}

/** Throws `system`, `usage`, `no-capability`, `target-gone` with what perf says. */
async function attach(setting: TraceSetting, tool: Tool, options: PerfOptions, paths: string[]): Promise<Started> {
  for (let tries = 1; ; tries++) {
    const scope = scopeOf(setting);
    const running = await setting.toolbox.start(tool, perfArguments(options, scope), { paths });
    const [output, notes] = [new Held(), new Held()];
    const pumped = Promise.all([pump(running.stdout, output), pump(running.stderr, notes)]);
    let isOver = setting.ending.aborted;
    const over = () => {
      isOver = true;
    };
    setting.ending.addEventListener('abort', over);
    void pumped.then(over);
    await perfAttached(await running.pid(), () => isOver);
    setting.ending.removeEventListener('abort', over);
    if (!isOver) return { running, scope, output, notes, pumped };
    output.drop();
    notes.drop();
    const status = await running.stop(500);
    await pumped;
    const hasVanished = /No such process|Problems (?:finding threads|parsing the target)/.test(notes.text);
    if (hasVanished && tries < TRIES && setting.pidsOf().length > 0) continue;
    throw refusal(status, notes.text, options);
  }
}

/** 129: perf did not understand its command line. */
function refusal(status: number, stderr: string, { mode }: PerfOptions): SpcError {
  const said = stderr
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 4)
    .join('\n');
  const what = `perf ${mode} did not start`;
  const hint = 'CAP_PERFMON is needed, or a lower kernel.perf_event_paranoid';
  if (/perf_event_paranoid/.test(stderr))
    return new SpcError('no-capability', what, 'the kernel lets only privileged users watch this target', hint);
  if (/No permission|Operation not permitted/.test(stderr)) return new SpcError('no-capability', what, said, hint);
  if (status === 129) return new SpcError('usage', what, said);
  return new SpcError('system', what, said || lastLine(stderr) || `exit status ${status}`);
}

function tellScope(setting: TraceSetting, scope: PerfScope): void {
  const text = {
    host: 'every process of the machine',
    cgroup: `the target by its cgroup${scope.kind === 'cgroup' ? `, /${scope.path}` : ''}`,
    pids: 'the target by the processes it has now, and what they start: one that joins it from outside is not seen',
  }[scope.kind];
  setting.tell({ kind: 'note', tracer: 'perf', level: 'info', text });
}

function tracerOf(
  { running, output, notes, pumped }: Started,
  setting: TraceSetting,
  { mode, output: path }: PerfOptions,
  file: PerfFile | undefined,
): RunningTracer {
  output.passTo(file ?? setting.stream('perf-1', 'perf', 'perf'));
  notes.passTo(setting.stream('perf-1-notes', 'perf', 'perf-notes'));
  const done = pumped.then(async () => await tellFile(setting, path, file));
  // perf ends when the last process it watches has
  return runningTracer(running, done, { tracer: 'perf', cost: COST[mode], ownEnd: 'target-ended' });
}

async function tellFile(setting: TraceSetting, path: string, file: PerfFile | undefined): Promise<void> {
  if (!file) return;
  const error = await file.done;
  if (error === '')
    setting.tell({
      kind: 'note',
      tracer: 'perf',
      level: 'info',
      text: `samples are in ${path}: perf report -i ${path}`,
    });
  else setting.tell({ kind: 'note', tracer: 'perf', level: 'error', text: `${path} is cut off: ${error}` });
}
