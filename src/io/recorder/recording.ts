/** A recorded session, read again: what came, in the order it came. */
import { closeSync, readdirSync, readSync } from 'node:fs';
import { decodeEntry, type JournalEntry } from '../../core/session/journal.ts';
import type { Manifest } from '../../core/session/types.ts';
import { LineSplitter } from '../../tracers/lines.ts';
import { damaged } from './manifest.ts';
import { RawReader } from './raw-reader.ts';
import { type OpenedDirectory, openDirectory, openFile, readManifest } from './session-files.ts';
import type { RecordedItem, Recording } from './types.ts';

const JOURNAL = /^journal\.(\d{6,9})$/;
const BLOCK = 256 * 1024;

/** Opens a session directory; the name may be anyone's, and what is in it, too. Throws `bad-session`. */
export async function openRecording(name: string): Promise<Recording> {
  const directory = openDirectory(name);
  try {
    const manifest = await readManifest(directory);
    const journals = journalsOf(directory);
    if (journals.length === 0) throw damaged(directory.path, 'it has no journal');
    return {
      manifest,
      directory: directory.path,
      items: () => items(directory, manifest, journals),
      close: directory.close,
    };
  } catch (error) {
    directory.close();
    throw error;
  }
}

function journalsOf({ base }: OpenedDirectory): string[] {
  const numbered = readdirSync(base).flatMap((name) => {
    const [, number] = JOURNAL.exec(name) ?? [];
    return number === undefined ? [] : [{ name, number: Number(number) }];
  });
  return numbered.sort((a, b) => a.number - b.number).map(({ name }) => name);
}

function* items(directory: OpenedDirectory, manifest: Manifest, journals: readonly string[]): Generator<RecordedItem> {
  const streams = new Map<number, RawReader>();
  const unknown = new Set<number>();
  let at = 0;
  try {
    for (const entry of entriesOf(directory, journals)) {
      if (entry.kind === 'chunk' || entry.kind === 'end') at = entry.at;
      if (entry.kind === 'chunk' && !streams.has(entry.id) && !unknown.has(entry.id)) {
        unknown.add(entry.id);
        yield { kind: 'unknown', id: entry.id };
      }
      if (entry.kind === 'unreadable') yield entry;
      else yield* itemsOf(entry, streams, directory);
    }
    for (const [id, reader] of streams) yield* bytesOf(id, at, reader.rest());
  } finally {
    for (const reader of streams.values()) reader.close();
  }
  yield* missingOf([...streams.values()], manifest);
}

/** What the journal tells of and is not there, and what it does not tell of though it was recorded. */
function* missingOf(readers: readonly RawReader[], manifest: Manifest): Generator<RecordedItem> {
  const recorded = new Map(manifest.streams.map((stream) => [stream.name, stream]));
  for (const { name, tracer, missing, offset } of readers) {
    const bytes = missing + Math.max(0, (recorded.get(name)?.bytes ?? 0) - offset);
    recorded.delete(name);
    if (bytes > 0) yield { kind: 'missing', name, tracer, bytes };
  }
  for (const { name, tracer, bytes } of recorded.values())
    if (bytes > 0) yield { kind: 'missing', name, tracer, bytes };
}

function* itemsOf(
  entry: JournalEntry,
  streams: Map<number, RawReader>,
  directory: OpenedDirectory,
): Generator<RecordedItem> {
  if (entry.kind === 'end') yield* endOf(entry, streams.get(entry.id));
  if (entry.kind === 'segment') streams.get(entry.id)?.add(entry);
  else if (entry.kind === 'chunk') yield* bytesOf(entry.id, entry.at, streams.get(entry.id)?.take(entry.length));
  else if (entry.kind !== 'stream') yield entry;
  else if (!streams.has(entry.id)) {
    streams.set(entry.id, new RawReader(directory, entry));
    yield entry;
  }
}

/** What journals that made way told of is there still; and a day has more streams than a process may open files. */
function* endOf({ id, at }: { id: number; at: number }, reader: RawReader | undefined): Generator<RecordedItem> {
  yield* bytesOf(id, at, reader?.rest());
  reader?.close();
}

function* bytesOf(id: number, at: number, pieces: Iterable<Buffer> = []): Generator<RecordedItem> {
  for (const bytes of pieces) yield { kind: 'bytes', id, at, bytes };
}

type Unreadable = Extract<RecordedItem, { kind: 'unreadable' }>;

/** Where lines are damaged, what the others tell is right all the same: at worst some bytes come later than they did. */
function* entriesOf(directory: OpenedDirectory, journals: readonly string[]): Generator<JournalEntry | Unreadable> {
  for (const name of journals) {
    const fd = openFile(directory, name);
    if (fd === undefined) continue;
    try {
      let damaged = 0;
      for (const line of linesOf(fd)) {
        const entry = decodeEntry(line);
        if (entry) yield entry;
        // the first at once, the others together: there may be millions
        else if (damaged++ === 0) yield { kind: 'unreadable', journal: name, lines: 1 };
      }
      if (damaged > 1) yield { kind: 'unreadable', journal: name, lines: damaged - 1 };
    } finally {
      closeSync(fd);
    }
  }
}

/** Complete lines only. */
function* linesOf(fd: number): Generator<string> {
  const splitter = new LineSplitter();
  const block = Buffer.alloc(BLOCK);
  for (let read = readSync(fd, block); read > 0; read = readSync(fd, block))
    yield* splitter.push(block.subarray(0, read));
}
