/** Programs of the host, and their versions. */
import { accessSync, constants, statSync } from 'node:fs';
import { TOOLS, type ToolEvidence, type ToolName } from '../../core/doctor/evidence.ts';
import { parseVersion } from '../../core/doctor/parse.ts';
import { capture } from '../process.ts';

/** Where programs of the host are; never the working directory, never what only the caller's PATH names. */
const DIRECTORIES = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** A version that takes longer is left out. */
const VERSION_MS = 600;

/** Those whose version says something, and that tell it in milliseconds: gdb loads Python first. */
const ASKED: readonly ToolName[] = ['strace', 'tcpdump', 'stap', 'bpftrace', 'perf', 'runc', 'crun'];

/** All of them, at once. */
export async function findTools(): Promise<Record<ToolName, ToolEvidence>> {
  const entries = await Promise.all(TOOLS.map(async (name) => [name, await findTool(name)] as const));
  return Object.fromEntries(entries) as Record<ToolName, ToolEvidence>;
}

/** Where a program is, undefined when it is not there. */
export function pathOf(name: string): string | undefined {
  return DIRECTORIES.map((directory) => `${directory}/${name}`).find(isExecutable);
}

async function findTool(name: ToolName): Promise<ToolEvidence> {
  const path = pathOf(name);
  if (path === undefined) return null;
  return { path, version: ASKED.includes(name) ? await versionOf(path) : '' };
}

async function versionOf(path: string): Promise<string> {
  try {
    const limits = { timeoutMs: VERSION_MS, maxBytes: 64 * 1024 };
    const { stdout, stderr } = await capture({ file: path, args: ['--version'] }, limits);
    return parseVersion(stdout.trim() || stderr);
  } catch {
    return '';
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
