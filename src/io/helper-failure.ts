/** How a helper process tells spc why it failed: the fields of an SpcError as JSON, on a descriptor of its own. */
import { writeSync } from 'node:fs';
import { type ErrorCode, SpcError } from '../core/errors.ts';

interface HelperFailure {
  code: ErrorCode;
  what: string;
  why: string;
  hint: string;
}

/** In the helper: writes the error and has the process end with 1. */
export function reportFailure(fd: number, { code, message: what, why, hint }: SpcError): void {
  const failure: HelperFailure = { code, what, why, hint };
  writeSync(fd, JSON.stringify(failure));
  process.exitCode = 1;
}

/** In spc: throws what the helper reported; nothing when it reported nothing. */
export function throwReported(report: string): void {
  if (report === '') return;
  const { code, what, why, hint } = JSON.parse(report) as HelperFailure;
  throw new SpcError(code, what, why, hint);
}
