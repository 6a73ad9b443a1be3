/** Which system calls are asked for. */
import { SpcError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { syscallNames } from './names.ts';

/** `read,write` → names, each once. Throws `usage` for one that this architecture does not have, with what is near. */
export function parseCalls(text: string, architecture: string): string[] {
  const known = syscallNames(architecture);
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new SpcError('usage', '--filter names no system call', '', '--filter read,write');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return [...new Set(names)];
  const near = nearest(unknown, known);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : '';
  throw new SpcError('usage', `there is no system call '${unknown}'`, `not on ${architecture}`, hint);
}
