/** A script on the kernel runtime: stap compiles a module, loads it by staprun, and removes it in the end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningTracer } from '../types.ts';
import { cacheFolder } from './cache.ts';
import { scriptError, stapCall } from './compile.ts';
import { runTool } from './run.ts';
import { note, type StapJob } from './start.ts';
import { asTracer, requireBegun } from './tracer.ts';

/** What it costs: man stap has no number; a kprobe or tracepoint of a module is cheaper than BPF's. */
const COST = 'each probe that fires costs less than a microsecond';

/** A word of ours that the module prints when it runs: stap itself says nothing. */
const READY = 'spc: the script runs';

/**
 * Checks the script first, then has stap compile and run it. Resolves when it runs. No argument names a file of the target:
 * see chooseRuntime. Throws as `compile` and `requireBegun`.
 */
export async function startKernel(job: StapJob): Promise<RunningTracer> {
  const { setting, stap, script, args, filter } = job;
  const work = mkdtempSync(join(cacheFolder(), `run.new-${process.pid}-`));
  const remove = async () => rmSync(work, { recursive: true, force: true });
  try {
    const prelude = { filter, runtime: 'kernel' as const, vmlinux: '' };
    const { words, options } = stapCall({ script, args, prelude, paths: [] }, work);
    const checked = await runTool(setting, stap, ['-p2', ...words], options);
    if (checked.status !== 0) throw scriptError(script, checked.stderr);
    note(setting, 'checked; stap compiles a module now');
    const begin = ['-E', `probe begin(9999) { warn("${READY}") }`];
    const target = setting.target.pid > 0 ? ['-x', `${setting.target.pid}`] : [];
    const running = await setting.toolbox.start(stap, [...target, ...begin, ...words], options);
    const heard = asTracer(job, running, COST, remove, READY);
    await requireBegun(heard, heard.signed, setting.ending, { name: 'stap' });
    return heard.tracer;
  } catch (error) {
    await remove();
    throw error;
  }
}
