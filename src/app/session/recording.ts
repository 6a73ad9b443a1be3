/** What a replay needs of a session directory; `io/recorder` reads the real one. */
import type { JournalEntry } from '../../core/session/journal.ts';
import type { Manifest } from '../../core/session/types.ts';

/** In the order it came. */
export type RecordedItem =
  | Exclude<JournalEntry, { kind: 'chunk' | 'segment' }>
  /** The next bytes of a stream, which may be a part of a chunk. */
  | { kind: 'bytes'; id: number; at: number; bytes: Buffer }
  /** At the end: bytes of a stream that were recorded and are not there any more. */
  | { kind: 'missing'; id: number; bytes: number };

export interface Recording {
  manifest: Manifest;
  /** Absolute path. */
  directory: string;
  items(): Iterable<RecordedItem>;
  close(): void;
}
