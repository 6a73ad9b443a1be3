/** Writing a layer's entries. Runs only in the helper, which has made the image's root its own and dropped what could leave it. */
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fchownSync,
  futimesSync,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Header } from 'tar-stream';
import { errno, lsetxattr, mkfifo } from '../../linux/libc.ts';
import { badArchive } from '../errors.ts';
import { effectOf, entryPath } from './names.ts';

/** One layer being applied. */
export interface Layer {
  /** Paths this layer wrote: an opaque mark spares them. */
  written: Set<string>;
  /** Times of directories, set last: writing into one changes its own. */
  directories: Map<string, Date>;
}

/** Applies an entry; `content` is read only for files. Throws `bad-archive`. */
export async function applyEntry(layer: Layer, header: Header, content: AsyncIterable<Buffer>): Promise<void> {
  const path = entryPath(header.name);
  const effect = effectOf(path);
  if (effect.kind === 'remove') rmSync(effect.path, { recursive: true, force: true });
  else if (effect.kind === 'clear') clear(effect.directory, layer);
  else await add(layer, path, header, content);
}

/** Sets what could only be set at the end. */
export function finishLayer({ directories }: Layer): void {
  for (const [path, mtime] of directories) lutimesSync(path, mtime, mtime);
}

function clear(directory: string, { written }: Layer): void {
  for (const path of list(directory)) {
    const keeps = written.has(path) || [...written].some((other) => other.startsWith(`${path}/`));
    if (!keeps) rmSync(path, { recursive: true, force: true });
    else if (lstatSync(path).isDirectory()) clear(path, { written, directories: new Map() });
  }
}

function list(directory: string): string[] {
  if (!lstatSync(directory, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(directory).map((name) => `${directory === '/' ? '' : directory}/${name}`);
}

async function add(layer: Layer, path: string, header: Header, content: AsyncIterable<Buffer>): Promise<void> {
  if (path !== '/') makeRoom(path, header.type === 'directory');
  layer.written.add(path);
  switch (header.type) {
    case 'file':
    case 'contiguous-file':
      return await addFile(path, header, content);
    case 'directory':
      layer.directories.set(path, timeOf(header));
      return addDirectory(path, header);
    case 'symlink':
      return addSymlink(path, header);
    case 'link':
      return linkSync(entryPath((header.linkname ?? '').replace(/^\/+/, '')), path);
    case 'fifo':
      return addFifo(path, header);
    case 'character-device':
    case 'block-device':
      return refuseDevice(path);
    default:
      throw badArchive(`a layer holds an entry of unknown type: ${path}`);
  }
}

/** Removes what is in an entry's place, unless both are directories, and makes the directories above it. */
function makeRoom(path: string, directory: boolean): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found && !(directory && found.isDirectory())) rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
}

async function addFile(path: string, header: Header, content: AsyncIterable<Buffer>): Promise<void> {
  const fd = openSync(path, 'wx', 0o600);
  try {
    for await (const chunk of content) writeAll(fd, chunk);
    fchownSync(fd, idOf(header.uid), idOf(header.gid));
    fchmodSync(fd, modeOf(header)); // after chown, which clears set-user-ID
    setCapability(path, header);
    futimesSync(fd, timeOf(header), timeOf(header));
  } finally {
    closeSync(fd);
  }
}

function writeAll(fd: number, chunk: Buffer): void {
  for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at);
}

function addDirectory(path: string, header: Header): void {
  if (!lstatSync(path, { throwIfNoEntry: false })) mkdirSync(path, 0o700);
  lchownSync(path, idOf(header.uid), idOf(header.gid));
  chmodSync(path, modeOf(header));
}

/** The target may be anything: it is followed inside a root only. */
function addSymlink(path: string, header: Header): void {
  symlinkSync(header.linkname ?? '', path);
  lchownSync(path, idOf(header.uid), idOf(header.gid));
  lutimesSync(path, timeOf(header), timeOf(header));
}

function addFifo(path: string, header: Header): void {
  if (mkfifo(path, 0o600) < 0) throw badArchive(`cannot make the FIFO ${path}: errno ${errno()}`);
  lchownSync(path, idOf(header.uid), idOf(header.gid));
  chmodSync(path, modeOf(header));
}

/** Root file systems made with a /dev are common, and a container's /dev is mounted over it: those are left out. */
function refuseDevice(path: string): void {
  if (!path.startsWith('/dev/')) throw badArchive(`a layer holds a device node: ${path}`);
}

/** `security.capability` is the one attribute programs need: without it ping and others fail for ordinary users. */
function setCapability(path: string, header: Header): void {
  const { pax } = header as Header & { pax?: Record<string, string> | null };
  const name = 'security.capability';
  const value = pax?.[`SCHILY.xattr.${name}`];
  // tar-stream decodes as UTF-8: a value it could not decode is not set, rather than set wrong
  if (value === undefined || value.includes('\ufffd')) return;
  const bytes = Buffer.from(value, 'utf8');
  if (lsetxattr(path, name, bytes, bytes.length, 0) < 0) {
    throw badArchive(`cannot set the capabilities of ${path}: errno ${errno()}`);
  }
}

const modeOf = ({ mode = 0o644 }: Header) => mode & 0o7777;
const timeOf = ({ mtime }: Header) => (mtime && Number.isFinite(mtime.getTime()) ? mtime : new Date());

function idOf(id = 0): number {
  if (Number.isInteger(id) && id >= 0 && id < 0xffff_ffff) return id;
  throw badArchive(`a layer names an impossible owner: ${id}`);
}
