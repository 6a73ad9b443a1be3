/** A recorder in a directory of its own, and the record read again. */

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../../src/io/recorder/directory.ts';
import { openRecorder, type RecordLimits } from '../../../src/io/recorder/recorder.ts';
import { openRecording } from '../../../src/io/recorder/recording.ts';
import type { ManifestFacts, RecordedItem, RecordedStream, Recorder } from '../../../src/io/recorder/types.ts';

export const FACTS: ManifestFacts = {
  target: { text: 'web', title: 'container web (docker)', pid: 42, startTime: 7, container: null },
  kernel: '6.18',
  hostname: 'lab',
  architecture: 'x64',
  clock: { began: '1795337960824320333', readings: [] },
  tracers: [],
  counts: {},
  losses: [],
  addresses: {},
  end: null,
};

export const END: ManifestFacts = { ...FACTS, end: { at: 9, reason: 'stopped', message: '' } };

const made: string[] = [];

/** The name of a directory that does not exist yet. */
export function newName(below = '/tmp'): string {
  const parent = mkdtempSync(join(below, 'spc-recorder-'));
  made.push(parent);
  return join(parent, 'session');
}

export function removeAll(): void {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
}

/** One that takes every stream. */
export type LabRecorder = Omit<Recorder, 'stream'> & {
  stream(...args: Parameters<Recorder['stream']>): RecordedStream;
};

export function record(name: string, limits: Partial<RecordLimits> = {}): LabRecorder {
  const writing = { spc: '0.0.0', process: { pid: 0, startTime: 0 } };
  return openRecorder(
    makeDirectory(name),
    { maxBytes: 1024 ** 3, onFull: 'rotate', ...limits },
    writing,
  ) as LabRecorder;
}

/** All items of a record, pieces of one chunk joined. */
export async function itemsOf(name: string): Promise<RecordedItem[]> {
  const recording = await openRecording(name);
  try {
    return [...recording.items()];
  } finally {
    recording.close();
  }
}

/** All bytes of a stream in a record. */
export async function bytesOf(name: string, id = 0): Promise<Buffer> {
  const items = await itemsOf(name);
  return Buffer.concat(items.flatMap((item) => (item.kind === 'bytes' && item.id === id ? [item.bytes] : [])));
}
