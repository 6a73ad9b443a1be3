/** A script → what stapbpf loads, compiled at the first call and kept. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../../../core/errors.ts';
import { parseStapProblems, problemText } from '../../../tracers/stap/errors.ts';
import { type PreludeFacts, prelude } from '../../../tracers/stap/prelude.ts';
import type { Script } from '../scripts.ts';
import type { Tool } from '../types.ts';
import { cacheFolder, madeOnce, prune } from './cache.ts';
import { runTool, type Tools } from './run.ts';

/** Raised when the same words compile to something else. */
const FORM = 2;
const KEPT = 100;

/** All that a compiled script depends on. */
export interface CompileFacts {
  script: Script;
  /** The script's arguments, $1 and on. */
  args: readonly string[];
  prelude: PreludeFacts;
  /** Directory for stap -r. */
  tree: string;
  stap: Tool;
  /** What stap reads beside: the tree and what it links to, files of the target. */
  paths: readonly string[];
}

/** The script as it is compiled: its folder, and the name it goes by. */
export interface Compiled {
  /** The file stapbpf loads. */
  module: string;
  /** It was there already. */
  reused: boolean;
}

/** What tells one compiled script from another: 32 hexadecimal digits. */
export function scriptKey({ script, args, prelude: facts, tree, stap }: CompileFacts): string {
  const parts = [FORM, script.text, args, prelude(facts), tree, stap.version, stap.from];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Throws `script-error` with line and caret, `no-tool` and `system` when stap itself fails. */
export async function compile(tools: Tools, facts: CompileFacts): Promise<Compiled> {
  const key = scriptKey(facts);
  const name = `spc_${key.slice(0, 16)}`;
  const folder = cacheFolder('scripts');
  const directory = join(folder, key);
  const module = `${name}.bo`;
  let reused = true;
  const make = async (work: string) => {
    reused = false;
    await runStap(tools, facts, work, name);
    if (!existsSync(join(work, module)))
      throw new SpcError('system', 'stap failed', 'it ended well and compiled nothing');
    // only what is run is kept
    for (const file of readdirSync(work)) if (file !== module) rmSync(join(work, file), { recursive: true });
  };
  await madeOnce(directory, make, module);
  prune(folder, KEPT, directory);
  return { module: join(directory, module), reused };
}

/**
 * Passes 1 to 4 in one call: the first two are the check, and take nearly all of the time. stap leaves its result in the
 * directory it is called in.
 */
async function runStap(tools: Tools, facts: CompileFacts, work: string, name: string): Promise<void> {
  const env = await tools.toolbox.find('env');
  const { words, options } = stapCall(facts, work);
  const args = ['-C', work, facts.stap.path, '-p4', '-m', name, '--bpf', '-r', facts.tree, ...words];
  const { status, stderr } = await runTool(tools, env, args, options);
  if (status !== 0) throw scriptError(facts.script, stderr);
}

/** Writes script and tapset into a directory, and gives the words for stap that all runtimes share. */
export function stapCall({ script, args, prelude: facts, paths }: Omit<CompileFacts, 'stap' | 'tree'>, work: string) {
  const [file, tapset, temporary] = [join(work, 'script.stp'), join(work, 'tapset'), join(work, 'tmp')];
  writeFileSync(file, script.text, { flag: 'wx' });
  for (const folder of [tapset, temporary]) mkdirSync(folder);
  for (const [name, text] of Object.entries(prelude(facts))) writeFileSync(join(tapset, name), text, { flag: 'wx' });
  const state = cacheFolder('state');
  return {
    // what looks like an option is an argument all the same
    words: [`--tmpdir=${temporary}`, '-I', tapset, '--', file, ...args],
    // not ~/.systemtap: what root keeps there changes what a script means
    options: { env: { SYSTEMTAP_DIR: state }, paths: [work, state, ...paths] },
  };
}

/** What stap said, as the user shall read it. */
export function scriptError({ name }: Script, stderr: string): SpcError {
  const problems = parseStapProblems(stderr);
  const text = problemText(problems, name);
  if (text !== '') return new SpcError('script-error', `${name} has an error`, text, hintFor(text));
  return new SpcError('system', 'stap failed', stderr.trim().split('\n').slice(-5).join('\n'));
}

/** Probes that other kernels have, or that a stripped program has no more, and what to use instead. */
function hintFor(text: string): string {
  if (
    /\bprocess(?:\([^)]*\))?\.(?:function|statement|mark|plt|begin)/.test(text) &&
    /no match|resolving probe/.test(text)
  )
    return 'the file has no symbol of that name: is it stripped? nm -D FILE and readelf -Ws FILE list what it has';
  if (/no match|probe point mismatch|resolving probe point/.test(text))
    return 'a kernel without kprobes has kernel.trace("sys_enter"), "sys_exit", "sched_…", timers, perf and process().function; see docs/stap.md';
  return '';
}
