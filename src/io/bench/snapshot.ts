/** Saved evidence, which anybody may have written. */
import { EVIDENCE_SCHEMA, type Evidence } from '../../core/bench/evidence.ts';
import { SpcError } from '../../core/errors.ts';
import { readNamedJson } from './saved.ts';

/** What a snapshot says it is. */
const KIND = 'bench-evidence';

/** Evidence as a file holds it. */
export const snapshotText = (evidence: Evidence): string =>
  `${JSON.stringify({ kind: KIND, ...evidence }, undefined, 1)}\n`;

/** Throws `usage` when it cannot be read, `bad-report` when it is damaged, none, or a newer spc's. */
export async function readSnapshot(path: string): Promise<Evidence> {
  const value = readNamedJson(path, 'the snapshot');
  const { kind, schema, findings } = Object(value) as { kind?: unknown; schema?: unknown; findings?: unknown };
  if (kind !== KIND && findings !== undefined)
    throw new SpcError('bad-report', `${path} is a report, not evidence`, '', '--baseline compares with it');
  if (kind !== KIND) throw bad(path, 'it is not one of spc bench --snapshot FILE');
  if (Number(schema) > EVIDENCE_SCHEMA)
    throw new SpcError('bad-report', `${path} was written by a newer spc`, '', 'judge it with that one');
  const { evidenceSchema } = await import('./schema/evidence.ts'); // zod: 60 ms that most runs need not pay
  const { success, data, error } = checked(() => evidenceSchema.safeParse(value), path);
  if (success) return data as Evidence;
  const [issue] = error.issues;
  throw bad(path, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

/** What is nested deeper than the stack is no evidence. */
function checked<T>(check: () => T, path: string): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof RangeError) throw bad(path, 'it is nested too deeply');
    throw error;
  }
}

const bad = (path: string, why: string) => new SpcError('bad-report', `${path} is no snapshot, or damaged`, why);
