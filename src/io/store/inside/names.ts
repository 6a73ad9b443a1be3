/** Names in a layer: what they may be, and what they mean. */
import { badArchive } from '../errors.ts';

const MAX_NAME = 4096;
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/**
 * A name in a layer as an absolute path below its root: `./etc/x` → `/etc/x`.
 * Throws `bad-archive` for an absolute name, one with `..`, and one no file system takes.
 */
export function entryPath(name: string): string {
  if (name.startsWith('/')) throw badArchive(`a layer names an absolute path: ${name.slice(0, 100)}`);
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw badArchive(`a layer names a path outside its root: ${name.slice(0, 100)}`);
  if (name.length > MAX_NAME || name.includes('\0')) throw badArchive('a layer holds a name no file can have');
  return `/${parts.join('/')}`;
}

/** What an entry does to the layers below (OCI image-spec layer.md). */
export type Effect = { kind: 'add' } | { kind: 'remove'; path: string } | { kind: 'clear'; directory: string };

/** `etc/.wh.passwd` removes /etc/passwd; `etc/.wh..wh..opq` clears /etc of what is not of this layer. */
export function effectOf(path: string): Effect {
  const at = path.lastIndexOf('/');
  const directory = path.slice(0, at) || '/';
  const base = path.slice(at + 1);
  if (base === OPAQUE) return { kind: 'clear', directory };
  if (!base.startsWith(WHITEOUT)) return { kind: 'add' };
  const hidden = base.slice(WHITEOUT.length);
  if (hidden === '' || hidden === '.' || hidden === '..') throw badArchive(`a layer removes '${hidden}'`);
  return { kind: 'remove', path: `${at === 0 ? '' : directory}/${hidden}` };
}
