/** A script on the BPF runtime: compiled by stap against a tree of ours, run by stapbpf. */
import { existsSync, readFileSync } from 'node:fs';
import { FILE_LINKS, MOUNT_DEBUGFS } from '../../../tracers/stap/shim.ts';
import type { RunningTracer, StartOptions } from '../types.ts';
import { compile } from './compile.ts';
import { type TargetFiles, targetFiles } from './files.ts';
import { removeStaleUprobes } from './leftovers.ts';
import { shim } from './shim.ts';
import { note, type StapJob } from './start.ts';
import { asTracer, requireBegun } from './tracer.ts';
import { buildTree } from './tree.ts';
import { watching } from './watching.ts';

/** What it costs, as measured: bench of docs/stap.md. */
const COST = 'each probe that fires for the target costs it 0.3–2 µs; those of other processes half of that';

/** The verifier's words: the script is understood, and too much for it. */
const REFUSED = /program load failed|verif/;

/** Prepares, compiles and starts. Throws as `buildTree`, `compile`, `shim` and Toolbox.start. */
export async function startBpf(job: StapJob): Promise<RunningTracer> {
  const { setting, stap, script, filter, facts } = job;
  const stapbpf = await setting.toolbox.find('stapbpf');
  const { directory: tree, vmlinux, paths } = await buildTree(setting, facts);
  const files = await targetFiles(job.args, setting.target);
  try {
    const prelude = { filter, runtime: 'bpf' as const, vmlinux };
    const { module, reused } = await compile(setting, {
      script,
      args: files.args,
      prelude,
      tree,
      stap,
      paths: [...paths, ...files.paths],
    });
    note(setting, reused ? 'compiled earlier' : 'compiled');
    const needs = needsOf(module, files);
    const options = await startOptions(job, needs, module);
    if (needs.debugfs) note(setting, 'debugfs is mounted for stapbpf, in a mount namespace of its own');
    await removeStaleUprobes();
    const pid = setting.target.pid;
    const running = await setting.toolbox.start(stapbpf, [...(pid > 0 ? ['-x', `${pid}`] : []), module], options);
    const heard = asTracer(job, running, COST, removeStaleUprobes);
    await requireBegun(heard, watching(running), setting.ending, { name: 'stapbpf', refused: REFUSED });
    return heard.tracer;
  } finally {
    files.close();
  }
}

interface Needs {
  debugfs: boolean;
  files: TargetFiles;
}

/** stapbpf reaches tracefs only below debugfs, for uprobes and kprobes; the kinds of probes are the names of sections. */
function needsOf(module: string, files: TargetFiles): Needs {
  const sections = readFileSync(module).toString('latin1');
  const usesTracefs = /[\0.](?:uprobe|kprobe|trace)\//.test(sections);
  const debugfs = usesTracefs && !existsSync('/sys/kernel/debug/tracing/uprobe_events');
  return { debugfs, files };
}

async function startOptions(job: StapJob, { debugfs, files }: Needs, module: string): Promise<StartOptions> {
  const object = await shim(job.setting);
  const env = {
    LD_PRELOAD: object,
    ...(debugfs && { [MOUNT_DEBUGFS]: '1' }),
    ...(files.links.length > 0 && { [FILE_LINKS]: files.links.join(';') }),
  };
  return { env, paths: [module, object, ...files.paths] };
}
