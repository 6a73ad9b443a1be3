/** The host's own tools. */
import { accessSync, constants, lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { attempt } from '../inspect/files.ts';
import { capture } from '../process.ts';
import { checkTrusted } from '../safe-file.ts';
import type { Tool } from '../tracing/types.ts';
import { cleanEnvironment } from './environment.ts';

/** Never the working directory, never what only the caller's PATH names. */
const DIRECTORIES = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** What some call the package that has the tool, where it is not the tool's name. */
const PACKAGES: Readonly<Record<string, string>> = { stap: 'systemtap', perf: 'perf (Debian: linux-perf)' };

export const packageOf = (tool: string): string => PACKAGES[tool] ?? tool;

/**
 * The absolute path of a program that nobody but root, or the caller, can have put there or can change. undefined: there is none. Throws `no-tool` when there is one, but others may change it.
 */
export function trustedProgram(name: string, directories: readonly string[] = DIRECTORIES): string | undefined {
  const found = directories.map((directory) => `${directory}/${name}`).filter(isExecutable);
  const reasons: string[] = [];
  for (const path of found) {
    const why = whyUnsafe(path);
    if (why === '') return path;
    reasons.push(why);
  }
  if (reasons.length === 0) return undefined;
  throw new SpcError('no-tool', `no ${name} here can be trusted`, reasons.join('; '), 'mend who may write there');
}

function isExecutable(path: string): boolean {
  return (
    attempt(() => {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    }) === true
  );
}

/** Both the name's directories and the file's own, which a link may lead to. */
function whyUnsafe(path: string): string {
  try {
    const real = realpathSync(path);
    checkTrusted(dirname(path));
    checkTrusted(dirname(real));
    const { uid, mode } = lstatSync(real);
    const isOwn = uid === 0 || uid === process.geteuid?.();
    return isOwn && (mode & 0o022) === 0 ? '' : `${real} may be changed by others`;
  } catch (error) {
    return (error as SpcError).why || (error as Error).message;
  }
}

/** A tool of the host and its version; undefined when it has none. Throws `no-tool` for one that others may change. */
export async function hostTool(name: string): Promise<Tool | undefined> {
  const path = trustedProgram(name);
  return path === undefined ? undefined : { name, path, version: await versionOf(path), from: 'host' };
}

/** The first line it says to --version; empty when it says nothing, or nothing soon. */
async function versionOf(path: string): Promise<string> {
  const asked = capture({ file: path, args: ['--version'], env: cleanEnvironment() }, { maxBytes: 64 * 1024 });
  const { stdout, stderr } = await asked.catch(() => ({ stdout: '', stderr: '' }));
  return firstLine(stdout) || firstLine(stderr);
}

/** The first line that is not empty. */
export const firstLine = (text: string): string => text.trimStart().split('\n')[0]?.trim() ?? '';
