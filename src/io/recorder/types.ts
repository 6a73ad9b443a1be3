/** A session on disk, as what records it and what replays it see it. */

import type { TracerName } from '../../core/events.ts';
import type { JournalEntry } from '../../core/session/journal.ts';
import type { Manifest, StreamFacts, StreamFormat } from '../../core/session/types.ts';

export interface RecordedStream {
  /** `at`: when the chunk arrived, nanoseconds since the session began. Resolves when the next may come. Never rejects. */
  write(chunk: Buffer, at: number): Promise<void> | void;
  /** Its parser was told of the end then. */
  end(at: number): void;
}

/** What a manifest holds beside what the recorder knows itself. */
export type ManifestFacts = Omit<Manifest, 'schema' | 'eventSchema' | 'spc' | 'streams' | 'writer'>;

/** Why nothing more can be recorded. */
export interface Full {
  /** One line. */
  message: string;
  /** The exit status the session ends with: 0 where the user set the limit. */
  status: number;
}

export interface Recorder {
  /** Absolute path. */
  directory: string;
  /** `facts` may grow: each chunk is recorded with what they are then. undefined: a record takes no more (MAX_STREAMS). */
  stream(name: string, tracer: TracerName, format: StreamFormat, facts?: StreamFacts): RecordedStream | undefined;
  /** The number a host pid has in its own pid namespace, as the parser of the next chunk (or end) learned it. */
  task(pid: number, nsPid: number | null): void;
  /** A process has ended. */
  forget(pid: number): void;
  /** From now on an address is a container's. */
  address(address: string, name: string): void;
  /** Another file of the session: `inspect.json`, `namespaces.json`. What cannot be written is left out. */
  put(name: string, text: string): void;
  /** Writes the manifest anew, whole or not at all. */
  update(facts: ManifestFacts): void;
  /** Writes what is left and closes every file; once. */
  close(facts: () => ManifestFacts): Promise<void>;
  /** In place of `close`: removes the directory, where it was made for this session and no tool's output is in it. true: it is gone. */
  discard(): Promise<boolean>;
  /** Bytes of the oldest output that made way for newer. */
  readonly dropped: number;
  /** Resolves when nothing more can be recorded: the disk is full, the size reached. */
  full: Promise<Full>;
}

/** In the order it came. */
export type RecordedItem =
  | Exclude<JournalEntry, { kind: 'chunk' | 'segment' }>
  /** The next bytes of a stream, which may be a part of a chunk. */
  | { kind: 'bytes'; id: number; at: number; bytes: Buffer }
  /** Lines of a journal make no sense, and are left out. */
  | { kind: 'unreadable'; journal: string; lines: number }
  /** The journal tells of output of a stream that it did not tell of; once for each. */
  | { kind: 'unknown'; id: number }
  /** At the end: bytes of a stream that were recorded, by the journal or the manifest, and are not given. */
  | { kind: 'missing'; name: string; tracer: TracerName; bytes: number };

export interface Recording {
  manifest: Manifest;
  /** Absolute path. */
  directory: string;
  items(): Iterable<RecordedItem>;
  close(): void;
}
