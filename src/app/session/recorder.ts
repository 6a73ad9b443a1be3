/** What a session needs of the disk; `io/recorder` is the real one. */
import type { TracerName } from '../../core/events.ts';
import type { Manifest, StreamFormat } from '../../core/session/types.ts';

export interface RecordedStream {
  /** `at`: when the chunk arrived, nanoseconds since the session began. Resolves when the next may come. Never rejects. */
  write(chunk: Buffer, at: number): Promise<void> | void;
  end(): void;
}

/** What a manifest holds beside what the recorder knows itself. */
export type ManifestFacts = Omit<Manifest, 'schema' | 'eventSchema' | 'spc' | 'streams'>;

export interface Recorder {
  /** Absolute path. */
  directory: string;
  stream(name: string, tracer: TracerName, format: StreamFormat): RecordedStream;
  /** The number a host pid has in its own pid namespace, as a parser learned it at that moment. */
  task(at: number, pid: number, nsPid: number | null): void;
  /** Another file of the session: `inspect.json`, `namespaces.json`. */
  put(name: string, text: string): void;
  /** Writes the manifest anew, whole or not at all. */
  update(facts: ManifestFacts): void;
  /** Writes what is left and closes every file. */
  close(facts: ManifestFacts): Promise<void>;
  /** Resolves, with one line why, when nothing more can be recorded: the disk is full, the size reached. */
  full: Promise<string>;
}
