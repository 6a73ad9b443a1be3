/** The columns of `spc session ls`. */
import type { Column } from '../lists/columns.ts';
import { showBytes } from '../processes/units.ts';
import type { Manifest } from './types.ts';

/** `recording`: it is being made; `cut off`: it has no end; `damaged`: its manifest cannot be read. */
export type SessionState = 'complete' | 'recording' | 'cut off' | 'damaged';

export interface SessionRow {
  /** The directory's name, and its path. */
  name: string;
  directory: string;
  state: SessionState;
  /** Bytes of all its files. */
  size: number;
  /** null: it cannot be read. */
  manifest: Manifest | null;
}

export const SESSION_DEFAULTS = ['name', 'began', 'duration', 'target', 'tracers', 'events', 'size', 'state'];

export const SESSION_COLUMNS: Column<SessionRow>[] = [
  { key: 'name', header: 'NAME', about: 'name of its directory', whole: true, value: ({ name }) => name },
  {
    key: 'began',
    header: 'BEGAN',
    about: 'when it began, ISO 8601',
    spare: true,
    value: ({ manifest }) => beganOf(manifest),
    text: ({ manifest }) => beganOf(manifest)?.slice(0, 19) ?? '-',
  },
  {
    key: 'duration',
    header: 'DURATION',
    about: 'how long it took, nanoseconds',
    spare: true,
    right: true,
    value: ({ manifest }) => manifest?.end?.at ?? null,
    text: ({ manifest }) => (manifest?.end ? `${(manifest.end.at / 1e9).toFixed(1)}s` : '-'),
  },
  {
    key: 'target',
    header: 'TARGET',
    about: 'what was traced',
    value: ({ manifest }) => manifest?.target.title ?? null,
  },
  {
    key: 'tracers',
    header: 'TRACERS',
    about: 'by what',
    value: ({ manifest }) => manifest?.tracers.map(({ tracer }) => tracer) ?? [],
  },
  {
    key: 'events',
    header: 'EVENTS',
    about: 'events of all kinds',
    spare: true,
    right: true,
    value: ({ manifest }) => (manifest ? Object.values(manifest.counts).reduce((sum, count) => sum + count, 0) : null),
  },
  {
    key: 'losses',
    header: 'LOSSES',
    about: 'kinds of losses that are known of',
    right: true,
    value: ({ manifest }) => manifest?.losses.length ?? null,
  },
  {
    key: 'size',
    header: 'SIZE',
    about: 'of all its files, bytes',
    spare: true,
    right: true,
    value: ({ size }) => size,
    text: ({ size }) => showBytes(size),
  },
  { key: 'state', header: 'STATE', about: 'complete, recording, cut off or damaged', value: ({ state }) => state },
  { key: 'reason', header: 'REASON', about: 'why it ended', value: ({ manifest }) => manifest?.end?.reason ?? null },
  {
    key: 'spc',
    header: 'SPC',
    about: 'version of spc that recorded it',
    value: ({ manifest }) => manifest?.spc ?? null,
  },
  { key: 'directory', header: 'DIRECTORY', about: 'its path', value: ({ directory }) => directory },
];

/** null for a time beyond all calendars, too. */
function beganOf(manifest: Manifest | null): string | null {
  const date = new Date(Number(manifest?.clock.began.slice(0, -6) || Number.NaN));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
