/** JSON from an archive: small, and of the shape it should have. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { badArchive } from './errors.ts';

/** No manifest, index or config is larger. */
const MAX_JSON_BYTES = 4 * 1024 * 1024;

export type JsonObject = Record<string, unknown>;

/** A small regular file's bytes; never a link, a FIFO or a device. Throws `bad-archive`. */
export function readSmallFile(path: string, name: string): Buffer {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw badArchive(`it holds no file ${name}`, error);
  }
  try {
    const { size, ...stat } = fstatSync(fd);
    if ((stat.mode & constants.S_IFMT) !== constants.S_IFREG) throw badArchive(`${name} is no file`);
    if (size > MAX_JSON_BYTES) throw badArchive(`${name} is larger than ${MAX_JSON_BYTES} bytes`);
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Parses JSON of any depth. Throws `bad-archive`. */
export function parseJson(bytes: Buffer, name: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw badArchive(`${name} is no JSON`, error);
  }
}

/** Throws `bad-archive` when the value is no object. */
export function asObject(value: unknown, name: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw badArchive(`${name} is no object`);
}

/** Throws `bad-archive` when the value is no list. */
export function asList(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw badArchive(`${name} is no list`);
}

/** A list of strings; absent or null counts as empty. Throws `bad-archive`. */
export function asStrings(value: unknown, name: string): string[] {
  const list = asList(value ?? [], name);
  return list.map((item) => asString(item, name));
}

/** Throws `bad-archive` when the value is no string. */
export function asString(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw badArchive(`${name} is no text`);
}

/** `sha256:<64 hex>` → the hex. Throws `bad-archive`: no other algorithm is in use. */
export function digestHex(value: unknown, name: string): string {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(asString(value, name))?.[1];
  if (hex === undefined) throw badArchive(`${name} is no sha256 digest`);
  return hex;
}
