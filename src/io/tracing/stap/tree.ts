/**
 * The build tree stap compiles against for the BPF runtime: any kernel's headers, made to look like the running kernel's. It
 * is a tree of links; only what differs is a file of ours. /lib/modules/RELEASE/build is never made: bpftrace would find it, and
 * fail on what such headers lack.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SpcError } from '../../../core/errors.ts';
import type { StapFacts } from '../../../tracers/stap/runtime.ts';
import { readKernelConfig } from '../../kernel.ts';
import { cacheFolder, madeOnce } from './cache.ts';
import { runTool, type Tools } from './run.ts';

export interface BuildTree {
  /** For stap -r. */
  directory: string;
  /** A header with the running kernel's structures. */
  vmlinux: string;
  /** Directories that are needed to compile against it: it is mostly links. */
  paths: string[];
}

/** Tracepoints of these headers can be probed. All there are would cost stap 80 s a script. */
const TRACE_HEADERS = ['syscalls.h', 'sched.h'];

/**
 * The tree for the running kernel, made at the first call: 1–2 s. Throws `no-tool` for want of headers or bpftool,
 * `no-capability` without BTF or symbols, and as `madeOnce`.
 */
export async function buildTree(tools: Tools, facts: StapFacts): Promise<BuildTree> {
  if (!facts.headers) throw noHeaders();
  if (!facts.btf) throw noBtf();
  const headers = realpathSync(facts.headers);
  const directory = join(cacheFolder(), treeName(facts.release, headers));
  await madeOnce(directory, async (tree) => {
    link(headers, tree);
    makeOurs(tree, headers, facts.release);
    writeFileSync(join(tree, 'vmlinux.h'), await structures(tools), { flag: 'wx' });
  });
  const linked = [
    headers,
    dirname(dirname(dirname(traceEvents(headers)))),
    ...['scripts', 'tools'].flatMap((name) => real(join(headers, name))),
  ];
  return { directory, vmlinux: join(directory, 'vmlinux.h'), paths: [directory, ...new Set(linked)] };
}

/** Where a path leads; none: it is not there. */
const real = (path: string): string[] => (existsSync(path) ? [realpathSync(path)] : []);

/** Release, headers, and which build of that release: two kernels of one name differ in their structures. */
function treeName(release: string, headers: string): string {
  const build = createHash('sha256').update(readFileSync('/proc/version')).digest('hex').slice(0, 8);
  const version = basename(headers).replace(/^linux-headers-/, '');
  return `${release}-${version}-${build}`.replaceAll(/[^\w.+-]/g, '_');
}

/** Fills a directory with links to all that is in another. */
function link(from: string, to: string): void {
  for (const name of readdirSync(from)) symlinkSync(realpathSync(join(from, name)), join(to, name));
}

/** Makes a directory of the tree our own, and all above it: what was a link becomes a directory of links. */
function own(tree: string, path: string): string {
  if (path === '.') return tree;
  const directory = join(own(tree, dirname(path)), basename(path));
  const target = linkTarget(directory);
  if (target === undefined && existsSync(directory)) return directory;
  rmSync(directory, { force: true });
  mkdirSync(directory, { mode: 0o755 });
  if (target !== undefined) link(target, directory);
  return directory;
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** A file of ours in place of the headers' own. */
function put(tree: string, path: string, text: string): void {
  const file = join(own(tree, dirname(path)), basename(path));
  rmSync(file, { force: true });
  writeFileSync(file, text, { flag: 'wx' });
}

/** What differs from the headers: whose they are, and how many. */
function makeOurs(tree: string, headers: string, release: string): void {
  put(tree, 'include/config/kernel.release', `${release}\n`);
  put(tree, 'include/generated/utsrelease.h', `#define UTS_RELEASE "${release}"\n`);
  const config = readKernelConfig(release);
  if (config) put(tree, '.config', config.text);
  put(tree, 'System.map', symbols());
  const events = own(tree, 'include/trace/events');
  for (const name of readdirSync(events)) rmSync(join(events, name), { recursive: true });
  const source = traceEvents(headers);
  for (const name of TRACE_HEADERS) symlinkSync(join(source, name), join(events, name));
}

/** Debian has what is common to all architectures in a directory that the Makefile names. */
function traceEvents(headers: string): string {
  const makefile = readFileSync(join(headers, 'Makefile'), 'latin1');
  const [, common] = /^include (\/\S+)\/Makefile$/m.exec(makefile) ?? [];
  const places = [headers, ...(common ? [common] : [])].map((place) => join(place, 'include/trace/events'));
  const found = places.find((place) => existsSync(join(place, 'sched.h')));
  if (!found) throw noHeaders();
  return realpathSync(found);
}

/** System.map's form of the kernel's functions: stap looks there what the kernel can do, raw tracepoints among it. */
function symbols(): string {
  const lines = readFileSync('/proc/kallsyms', 'latin1').split('\n');
  const functions = lines.filter((line) => / [Tt] \S+$/.test(line));
  if (functions.length > 0) return `${functions.join('\n')}\n`;
  throw new SpcError(
    'no-capability',
    "the kernel's symbols cannot be read",
    '/proc/kallsyms shows none',
    'run spc as root',
  );
}

async function structures(tools: Tools): Promise<string> {
  const bpftool = await tools.toolbox.find('bpftool');
  const btf = '/sys/kernel/btf/vmlinux';
  const args = ['btf', 'dump', 'file', btf, 'format', 'c'];
  const { status, stdout, stderr } = await runTool(tools, bpftool, args, { paths: [btf] });
  if (status === 0 && stdout.includes('struct task_struct {')) return stdout;
  throw new SpcError(
    'system',
    "bpftool cannot show the kernel's structures",
    stderr.trim(),
    `see ${bpftool.path} ${args.join(' ')}`,
  );
}

function noHeaders(): SpcError {
  return new SpcError(
    'no-tool',
    'there are no kernel headers here',
    'stap compiles against them; those of another kernel will do',
    'install linux-headers-amd64 (Debian), linux-headers-generic (Ubuntu) or kernel-devel (Fedora, RHEL)',
  );
}

function noBtf(): SpcError {
  return new SpcError(
    'no-capability',
    "stap's BPF runtime cannot be used here",
    'there is no /sys/kernel/btf/vmlinux: the kernel was built without CONFIG_DEBUG_INFO_BTF',
    'spc strace needs nothing of the kernel',
  );
}
