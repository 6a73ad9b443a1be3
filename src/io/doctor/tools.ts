/** Programs of the host, and their versions. */
import { TOOLS, type ToolEvidence, type ToolName } from '../../core/doctor/evidence.ts';
import { parseVersion } from '../../core/doctor/parse.ts';
import { SpcError } from '../../core/errors.ts';
import { capture } from '../process.ts';
import { cleanEnvironment } from '../toolbox/environment.ts';
import { trustedProgram } from '../toolbox/host.ts';

/** Those whose version says something, and that tell it in milliseconds: gdb loads Python first. */
const ASKED: readonly ToolName[] = ['strace', 'tcpdump', 'stap', 'bpftrace', 'perf', 'runc', 'crun'];

/** All of them, at once. @param ms how long each may take to tell its version, which is left out otherwise */
export async function findTools(ms: number): Promise<Record<ToolName, ToolEvidence>> {
  const entries = await Promise.all(TOOLS.map(async (name) => [name, await findTool(name, ms)] as const));
  return Object.fromEntries(entries) as Record<ToolName, ToolEvidence>;
}

async function findTool(name: ToolName, ms: number): Promise<ToolEvidence> {
  try {
    const path = trustedProgram(name);
    if (path === undefined) return null;
    return { path, version: ASKED.includes(name) ? await versionOf(path, ms) : '' };
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    return { unsafe: error.why };
  }
}

async function versionOf(path: string, ms: number): Promise<string> {
  try {
    const limits = { timeoutMs: ms, maxBytes: 64 * 1024 };
    const { stdout, stderr } = await capture({ file: path, args: ['--version'], env: cleanEnvironment() }, limits);
    return parseVersion(stdout.trim() || stderr);
  } catch {
    return '';
  }
}
