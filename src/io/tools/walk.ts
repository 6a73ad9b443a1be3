/** Walks a tree of files, never through a link. */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every entry below a directory, each directory's before what is in it.
 * Node's own `recursive` goes through links to directories, which from a root that is being built leads to the host.
 */
export function* walk(directory: string): Generator<Dirent, void> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    yield entry;
    if (entry.isDirectory()) yield* walk(join(directory, entry.name));
  }
}
