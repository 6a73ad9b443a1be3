/** The bpftrace script a user means: a file, a text, or one of the library. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { packageRoot } from '../package-root.ts';

export interface Script {
  /** What messages call it: a file's path, `-e`, `example opens`. */
  name: string;
  text: string;
}

/** One of the library; `what` it shows, and how it is called. */
export interface Example extends Script {
  what: string;
  usage: string;
}

/** No script comes near; bpftrace takes no longer one. */
const MAX_BYTES = 128 * 1024;

const FOLDER = join(packageRoot, 'examples/bpftrace');

/** The library, by name. */
export function bpftraceExamples(): Example[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.bt'));
  return files.sort().map((file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const [, what = ''] = /^\/\/ \S+ - (.*)$/m.exec(text) ?? [];
    const [, usage = ''] = /^\/\/ usage: (.*)$/m.exec(text) ?? [];
    return { name: file.slice(0, -'.bt'.length), text, what, usage };
  });
}

/** One of the library. Throws `usage` with the names there are. */
export function bpftraceExample(name: string): Script {
  const all = bpftraceExamples();
  const found = all.find((example) => example.name === name);
  if (found) return { name: `example ${name}`, text: found.text };
  const names = all.map((example) => example.name);
  const near = nearest(name, names);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : '';
  throw new SpcError('usage', `there is no example ${name}`, `there are: ${names.join(', ')}`, hint);
}

/** A file's script. Throws `usage` when it cannot be read or is none. */
export function bpftraceFile(path: string): Script {
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) throw new Error(`it has more than ${MAX_BYTES} bytes`);
    return { name: path, text: readFileSync(path, 'utf8') };
  } catch (cause) {
    throw new SpcError('usage', `the script ${path} cannot be read`, (cause as Error).message, '', { cause });
  }
}
