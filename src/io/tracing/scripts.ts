/** Scripts a user means: a file, or one of the libraries that come with spc. */
import { closeSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { readFrom } from '../inspect/files.ts';
import { packageRoot } from '../package-root.ts';

export interface Script {
  /** As the user knows it: a file's path, `-e`, `example opens`. */
  name: string;
  text: string;
}

/** One of a library. */
export interface Example {
  name: string;
  text: string;
  /** What it shows, in a few words. */
  what: string;
  /** `spc stap TARGET --example slow-syscalls [MILLISECONDS]`. */
  usage: string;
}

interface Library {
  /** Below examples/. */
  folder: string;
  suffix: string;
  comment: string;
  /** No script comes near; a larger file is a mistake, and is not read. */
  maxBytes: number;
}

const KIB = 1024;

/** By the tracer that runs them. bpftrace takes no longer script: it is a word of its command line. */
const LIBRARIES = {
  bpftrace: { folder: 'bpftrace', suffix: '.bt', comment: '//', maxBytes: 128 * KIB },
  stap: { folder: 'stap', suffix: '.stp', comment: '#', maxBytes: 4 * KIB * KIB },
} as const satisfies Record<string, Library>;

export type ScriptTracer = keyof typeof LIBRARIES;

/** The library, by name. */
export function examples(tracer: ScriptTracer): Example[] {
  const { folder, suffix, comment } = LIBRARIES[tracer];
  const place = join(packageRoot, 'examples', folder);
  const files = readdirSync(place).filter((file) => file.endsWith(suffix));
  return files.sort().map((file) => {
    const { text } = readScript(tracer, join(place, file));
    const [, what = ''] = new RegExp(`^${comment} \\S+ +- (.*)$`, 'm').exec(text) ?? [];
    const [, usage = ''] = new RegExp(`^${comment} usage: (.*)$`, 'm').exec(text) ?? [];
    return { name: file.slice(0, -suffix.length), text, what, usage };
  });
}

/** One of the library. Throws `usage` with the names there are. */
export function findExample(tracer: ScriptTracer, name: string): Script {
  const all = examples(tracer);
  const found = all.find((example) => example.name === name);
  if (found) return { name: `example ${name}`, text: found.text };
  const names = all.map((example) => example.name);
  const near = nearest(name, names);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : '';
  throw new SpcError('usage', `there is no example ${name}`, `there are: ${names.join(', ')}`, hint);
}

/** A file's script. Throws `usage` when it cannot be read, or is too large to be one. */
export function readScript(tracer: ScriptTracer, path: string): Script {
  const { maxBytes } = LIBRARIES[tracer];
  const bytes = readUpTo(path, maxBytes + 1);
  if (bytes.length > maxBytes)
    throw new SpcError('usage', `${path} is no script`, `it is larger than ${maxBytes} bytes`);
  return { name: path, text: bytes.toString() };
}

/** Waits for a pipe: a shell's <(…) is one. */
function readUpTo(path: string, max: number): Buffer {
  try {
    const fd = openSync(path, 'r');
    try {
      return readFrom(fd, max);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw new SpcError('usage', `the script ${path} cannot be read`, (cause as Error).message, '', { cause });
  }
}

/** The library as a text for the eye: each script's name, what it shows, and how it is called. */
export function exampleList(tracer: ScriptTracer): string {
  const all = examples(tracer);
  const width = 2 + Math.max(...all.map(({ name }) => name.length));
  return all.map(({ name, what, usage }) => `${name.padEnd(width)}${what}\n${' '.repeat(width)}${usage}\n`).join('');
}
