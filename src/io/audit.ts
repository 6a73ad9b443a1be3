/** The record of what was run: one JSON line for each decision, appended before anything starts. */
import { closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, type Stats, writeSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { asciiJson } from '../core/ascii-json.ts';
import { SpcError } from '../core/errors.ts';
import { maskSecrets } from '../core/secrets.ts';
import type { Decision, EngineName } from '../core/types.ts';

export interface AuditEntry {
  /** `run`, `install`, `uninstall`, `stop` … */
  action: string;
  engine: EngineName | (string & {});
  /** The image as typed, and the id it was pinned to. */
  image: { ref: string; id: string };
  /** What is started. Values of secret-looking `-e`/`--env` and of `--creds` are written as `***`. */
  argv: string[];
  decision: Decision;
  reason: string;
}

/**
 * Appends one line: time (ISO 8601, UTC), uid, user (the one behind sudo), pid, then the entry; in plain ASCII.
 * The log is $SPC_AUDIT_LOG (absolute), else /var/log/spc/audit.jsonl for root, else under $XDG_STATE_HOME or
 * ~/.local/state. Folder 0700 and file 0600 are made when missing. One write(2) on O_APPEND, so that concurrent
 * writers do not mix their lines. Throws `system` when the line cannot be written safely: no run without its record.
 */
export function appendAudit(entry: AuditEntry): void {
  const path = auditPath();
  const line = Buffer.from(`${asciiJson({ ...caller(), ...entry, argv: maskSecrets(entry.argv) })}\n`);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    checkSafe(dirname(path), lstatSync(dirname(path)), 'directory');
    append(path, line);
  } catch (cause) {
    throw cause instanceof SpcError ? cause : cannotWrite(path, (cause as Error).message, cause);
  }
}

function auditPath(): string {
  const chosen = process.env['SPC_AUDIT_LOG'];
  if (chosen) return absolute(chosen);
  if (process.geteuid?.() === 0) return '/var/log/spc/audit.jsonl';
  const state = process.env['XDG_STATE_HOME'];
  // A relative XDG directory is to be ignored (XDG Base Directory Specification).
  return join(state && isAbsolute(state) ? state : join(homedir(), '.local/state'), 'spc/audit.jsonl');
}

function absolute(path: string): string {
  if (isAbsolute(path)) return path;
  throw new SpcError(
    'config',
    `SPC_AUDIT_LOG is '${path}'`,
    'it must be an absolute path',
    'unset it, or give it from /',
  );
}

function caller() {
  const uid = process.geteuid?.() ?? 0;
  const behindSudo = uid === 0 ? process.env['SUDO_USER'] : undefined;
  return { time: new Date().toISOString(), uid, user: behindSudo ?? nameOf(uid), pid: process.pid };
}

function nameOf(uid: number): string {
  try {
    return userInfo().username;
  } catch {
    return String(uid); // no entry in the password file
  }
}

function append(path: string, line: Buffer): void {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const fd = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    checkSafe(path, fstatSync(fd), 'file');
    const written = writeSync(fd, line);
    if (written === line.length) return;
    writeSync(fd, '\n'); // the next record must not be glued to half of this one
    throw cannotWrite(path, `only ${written} of ${line.length} bytes were written`);
  } finally {
    closeSync(fd);
  }
}

/** What others can write, or also know by another name, is no record. */
function checkSafe(path: string, stats: Stats, kind: 'directory' | 'file'): void {
  const me = process.geteuid?.() ?? 0;
  const shape = kind === 'file' ? stats.isFile() && stats.nlink === 1 : stats.isDirectory();
  if (!shape) throw cannotWrite(path, `it is not a plain ${kind}`);
  if (stats.uid === me && (stats.mode & 0o022) === 0) return;
  const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0');
  throw cannotWrite(path, `it belongs to uid ${stats.uid} with mode ${mode}, so others could change the record`);
}

function cannotWrite(path: string, why: string, cause?: unknown): SpcError {
  const hint = 'mend the path, or choose another with SPC_AUDIT_LOG; nothing runs without its audit line';
  return new SpcError('system', `the audit log ${path} cannot be written`, why, hint, { cause });
}
