/** The script a user means: a file, a text, or one of the library. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../../../core/errors.ts';
import { nearest } from '../../../core/nearest.ts';
import { packageRoot } from '../../package-root.ts';

export type ScriptSource =
  | { kind: 'file'; path: string }
  | { kind: 'text'; text: string }
  | { kind: 'example'; name: string };

export interface Script {
  /** As the user knows it: `slow.stp`, `-e`, `example slow-syscalls`. */
  name: string;
  text: string;
}

/** No script comes near; a larger file is a mistake. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Reads it. Throws `usage` when there is none such, with the names that there are. */
export function readScript(source: ScriptSource): Script {
  if (source.kind === 'text') return { name: '-e', text: source.text };
  if (source.kind === 'file') return { name: source.path, text: readText(source.path) };
  const { name } = source;
  const names = examples().map((example) => example.name);
  if (names.includes(name)) return { name: `example ${name}`, text: readText(join(folder(), `${name}.stp`)) };
  const near = nearest(name, names);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : '';
  throw new SpcError('usage', `there is no example ${name}`, `there are: ${names.join(', ')}`, hint);
}

export interface Example {
  name: string;
  /** What it shows, in a few words. */
  what: string;
  /** `spc stap TARGET --example slow-syscalls [MILLISECONDS]`. */
  usage: string;
}

/** The library, by name. */
export function examples(): Example[] {
  const files = readdirSync(folder()).filter((file) => file.endsWith('.stp'));
  return files.sort().map((file) => {
    const text = readText(join(folder(), file));
    const [, what = ''] = /^# \S+ +- (.*)$/m.exec(text) ?? [];
    const [, usage = ''] = /^# usage: (.*)$/m.exec(text) ?? [];
    return { name: file.slice(0, -'.stp'.length), what, usage };
  });
}

const folder = () => join(packageRoot, 'examples/stap');

function readText(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SpcError('usage', `the script ${path} cannot be read`, (cause as Error).message, '', { cause });
  }
  if (text.length > MAX_BYTES)
    throw new SpcError('usage', `${path} is no script`, `it is larger than ${MAX_BYTES} bytes`);
  return text;
}
