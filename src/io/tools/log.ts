/** The build's log: what the tools say goes there, and a failure quotes its end. */
import { type FileHandle, open } from 'node:fs/promises';
import { SpcError } from '../../core/errors.ts';
import type { Invocation } from '../../core/types.ts';

export interface Log {
  path: string;
  file: FileHandle;
  /** Where this tool's words begin: bytes. */
  start: number;
}

/** Opens the log for appending; others may be appending too. */
export async function openLog(path: string): Promise<Log> {
  const file = await open(path, 'a+', 0o600);
  return { path, file, start: (await file.stat()).size };
}

const TAIL_BYTES = 8192;

/** What was said since the log was opened, at most its last 8 KiB. */
export async function wordsSince({ file, start }: Log): Promise<string> {
  const { size } = await file.stat();
  const from = Math.max(start, size - TAIL_BYTES);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
  return buffer.toString('utf8', 0, bytesRead);
}

const ERROR_LINE = /^(E:|Err:|Error|error|Curl error|No match|dpkg-deb:|tar:)/;

/** The `build-failed` of a tool that ended with a status other than 0: its error lines, the log's path, what to try. */
export function toolFailed({ file, args }: Invocation, status: number, words: string, logPath: string): SpcError {
  const lines = words
    .split('\n')
    .map((line) => line.trimEnd())
    .filter(Boolean);
  const errors = lines.filter((line) => ERROR_LINE.test(line));
  const said = (errors.length > 0 ? errors : lines).slice(-4).join('\n') || `${file} said nothing`;
  const { what = `${file} failed with status ${status}`, hint } = REASONS.find(({ when }) => when.test(words)) ?? OTHER;
  return new SpcError('build-failed', what, `${said}\nlog: ${logPath}`, hint, { cause: [file, ...args] });
}

interface Reason {
  when: RegExp;
  what?: string;
  hint: string;
}

/** By the tools' own words, in English: they run with LC_ALL=C.UTF-8. */
const REASONS: Reason[] = [
  {
    when: /No space left on device|You don't have enough free space|needs \d+\S* more space/i,
    what: 'the disk is full',
    hint: 'make room, or work on another disk with --work-dir DIR',
  },
  {
    when: /Unable to locate package|Unable to find a match|No match for argument|no installation candidate/i,
    what: 'a package is not known',
    hint: 'check its name, and that its repository is configured on this host',
  },
  {
    when: /no enabled repos/i,
    what: 'dnf has no repository',
    hint: 'give a folder of *.repo files with --sources DIR',
  },
  {
    when: /releasever|release version/i,
    what: 'the distribution to install is not known',
    hint: 'name its release, as --release 41',
  },
  {
    when: /Could not (connect|resolve)|Temporary failure resolving|Failed to (fetch|download)|Cannot download|Connection (refused|timed out)|Curl error/i,
    what: 'packages cannot be downloaded',
    hint: 'is the package mirror reachable from here, and a proxy set if one is needed?',
  },
];

const OTHER: Pick<Reason, 'what' | 'hint'> = { hint: 'the log has the rest' };
