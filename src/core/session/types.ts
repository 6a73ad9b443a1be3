/** A session: tracers at work on one target, on one clock, perhaps recorded. */

import type { Maker } from '../containers/types.ts';
import type { EndReason, TracerName } from '../events.ts';

/** Raised when a reader of an older version would misread a manifest. */
export const MANIFEST_SCHEMA = 1;

/** The session's clock: the host's CLOCK_REALTIME, counted from when the session began. */
export interface SessionClock {
  /** Nanoseconds since 1970 when the session began, as decimal text: more digits than a number holds. */
  began: string;
}

/** How clocks of the host lay to each other at one moment, nanoseconds. */
export interface ClockReading {
  /** When, since the session began. */
  at: number;
  /** CLOCK_REALTIME − CLOCK_MONOTONIC. */
  monotonicOffset: number;
  /** CLOCK_REALTIME − CLOCK_BOOTTIME. */
  boottimeOffset: number;
  /** Half the time the reading took: how far the offsets may be off. */
  uncertainty: number;
}

/** The target as it was found; of a container what tells it from any other. */
export interface TracedTarget {
  /** As it was written, and for the eye. */
  text: string;
  title: string;
  /** The process that stands for it; 0: none does. */
  pid: number;
  /** Clock ticks since boot. */
  startTime: number;
  container: { id: string; name: string; engine: Maker; image: string; imageId: string } | null;
}

/** A tool at work: which, and how it was called. */
export interface TracerInfo {
  tracer: TracerName;
  /** Path of the program, where it came from: `/usr/bin/strace`. */
  tool: string;
  /** First line of what it says of its version; empty when unknown. */
  version: string;
  /** `host`, or the image and engine: `image localhost/rhel-tools:latest (podman)`. */
  from: string;
  /** The words it was started with, program first. */
  argv: string[];
  /** What it costs its target, in a sentence: `each system call stops the target twice: 100–500 × slower`. */
  cost: string;
}

/** The form of a stream of raw output: what reads it. */
export const STREAM_FORMATS = [
  'strace',
  'strace-notes',
  'pcap',
  'tcpdump-notes',
  'stap',
  'stap-notes',
  'bpftrace',
  'bpftrace-json',
  'bpftrace-notes',
  'perf',
  'perf-notes',
  'log-stdout',
  'log-stderr',
  'events',
] as const;

export type StreamFormat = (typeof STREAM_FORMATS)[number];

/** The first line of a stream of events. */
export interface SessionHeader {
  kind: 'session';
  /** EVENT_SCHEMA. */
  schema: number;
  target: TracedTarget;
  /** Nanoseconds since 1970, decimal text: what every `at` counts from. */
  began: string;
  kernel: string;
  hostname: string;
  tracers: TracerInfo[];
  /** The session directory; null when it is not recorded. */
  directory: string | null;
  /** It is read from a session directory. */
  replay: boolean;
}

/** What a stream's bytes do not tell by themselves, and whoever reads them needs. */
export interface StreamFacts {
  /** Names of the captured side's interfaces by their index. */
  interfaces?: Record<string, string>;
  /** The one interface that is captured, for captures that do not tell it packet by packet. */
  device?: CapturedDevice;
  /** A line that the tool printed for spc: that it has begun. */
  ready?: string;
}

/** `mac` is the hardware address of the interface, or, with `far`, of the one at the other end of it; empty: unknown. */
export interface CapturedDevice {
  name: string;
  mac: string;
  far: boolean;
}

/** One stream of raw output in a session directory. */
export interface StreamRecord {
  /** `strace-1`: its files are `strace-1.000001.raw` … */
  name: string;
  tracer: TracerName;
  format: StreamFormat;
  /** Bytes written, over all segments. */
  bytes: number;
  /** Numbers of the first and last segment that are kept; those before were dropped for want of room. */
  firstSegment: number;
  lastSegment: number;
  facts?: StreamFacts;
}

/** manifest.json of a session directory. */
export interface Manifest {
  schema: number;
  /** Version of spc that recorded it. */
  spc: string;
  eventSchema: number;
  target: TracedTarget;
  kernel: string;
  hostname: string;
  architecture: string;
  clock: SessionClock & { readings: ClockReading[] };
  tracers: TracerInfo[];
  streams: StreamRecord[];
  /** Events by kind. */
  counts: Record<string, number>;
  /** What was lost, one line each with its number; empty: nothing that is known of. */
  losses: { tracer: TracerName; count: number | null; what: string }[];
  /** Container names by IP address, as they were. */
  addresses: Record<string, string>;
  /** The process that records it, with its start time in clock ticks since boot; 0: not known. */
  writer: { pid: number; startTime: number };
  /** null while it is recorded, and after a recording that was cut off. */
  end: { at: number; reason: EndReason; message: string } | null;
}
