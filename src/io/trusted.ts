/** The images that were built here, by id: what `spc tools build` made needs no policy of its own. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { SpcError } from '../core/errors.ts';
import { replaceFile } from './replace-file.ts';
import { checkTrusted, readTrusted } from './safe-file.ts';

/** What is noted of an image that was built here. */
export interface TrustedImage {
  /** The name it was built under. */
  tag: string;
  engine: string;
  /** ISO 8601. */
  at: string;
}

const RECORD = '/var/lib/spc/trusted.json';
const ID = /^sha256:[0-9a-f]{64}$/;
const MAX_BYTES = 1024 * 1024;

/**
 * Notes that the image of this id was built here. Throws `config` for a record that is not safely owned or is damaged,
 * `system` when it cannot be written.
 */
export function trustImage(id: string, image: TrustedImage, record: string = RECORD): void {
  if (!ID.test(id)) throw new SpcError('internal', `not an image id: ${id}`);
  const images = read(record).set(id, image);
  try {
    mkdirSync(dirname(record), { recursive: true, mode: 0o755 });
    checkTrusted(dirname(record));
    replaceFile(record, `${JSON.stringify(Object.fromEntries(images), null, 2)}\n`, 0o600);
  } catch (cause) {
    if (cause instanceof SpcError) throw cause;
    throw new SpcError('system', `cannot write ${record}`, (cause as Error).message, 'this needs root', { cause });
  }
}

/** True when the image of this id was built here. A user who cannot read the record trusts nothing. Throws `config`. */
export function isTrusted(id: string, record: string = RECORD): boolean {
  return read(record).has(id);
}

function read(record: string): Map<string, TrustedImage> {
  let text: string;
  try {
    text = readTrusted(record, { maxBytes: MAX_BYTES });
  } catch (error) {
    const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code;
    if (code === 'ENOENT' || code === 'EACCES') return new Map(); // none yet, or not for this user
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is not a map');
    return new Map(Object.entries(value as Record<string, TrustedImage>));
  } catch (cause) {
    const why = (cause as Error).message;
    throw new SpcError('config', `${record} is damaged`, why, 'remove it, and build the image again', { cause });
  }
}
