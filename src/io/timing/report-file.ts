/** Reading saved reports, which anybody may have written. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { SpcError } from '../../core/errors.ts';
import { GROUPINGS, REPORT_SCHEMA, type TimingReport } from '../../core/syscalls/types.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_ROWS = 1_000_000;

/** Throws `usage` when it cannot be read, `bad-report` when it is damaged, none, or a newer spc's. */
export async function readReport(path: string): Promise<TimingReport> {
  const value = parse(read(path), path);
  const { kind, schema } = Object(value) as { kind?: unknown; schema?: unknown };
  if (kind !== 'syscall-times') throw bad(path, 'it is not one of spc syscalls --save FILE.json');
  if (Number(schema) > REPORT_SCHEMA)
    throw new SpcError('bad-report', `${path} was written by a newer spc`, '', 'compare it with that one');
  const { success, data, error } = (await schemaOf()).safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  throw bad(path, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

const bad = (path: string, why: string) => new SpcError('bad-report', `${path} is no timing report, or damaged`, why);

/** Does not wait for a writer, should it be a FIFO. */
function read(path: string): string {
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile()) throw new Error('it is not a regular file');
      if (stats.size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
      return readFileSync(fd, 'utf8');
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw new SpcError('usage', `the report ${path} cannot be read`, (cause as Error).message, '', { cause });
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw bad(path, (cause as Error).message);
  }
}

/** Unknown fields are dropped; numbers that no measurement gives are refused. */
async function schemaOf() {
  const [{ z }, { text, whole, target }] = await Promise.all([import('zod'), import('../target-schema.ts')]);
  const ns = z.number().min(0);
  const bucket = z.object({ from: ns, to: ns, count: whole }).refine(({ from, to }) => from < to, 'an empty bucket');
  const row = z
    .object({
      group: text,
      syscall: text,
      number: whole.nullable(),
      count: whole,
      errors: whole.nullable(),
      total: ns,
      min: ns.nullable(),
      max: ns.nullable(),
      histogram: z.array(bucket).max(1000).nullable(),
    })
    .refine(({ errors, count }) => (errors ?? 0) <= count, 'more errors than calls');
  return z.object({
    kind: z.literal('syscall-times'),
    schema: z.literal(REPORT_SCHEMA),
    spc: text,
    targets: z.array(target).max(1000),
    command: z.array(text).nullable(),
    host: z.object({ hostname: text, kernel: text, architecture: text, cpu: text, cpus: whole }),
    measurement: z.object({
      tracer: text,
      version: text,
      from: text,
      exact: z.boolean(),
      why: text,
      filter: text,
      cost: text,
    }),
    began: text,
    duration: ns,
    by: z.enum(GROUPINGS),
    rows: z.array(row).max(MAX_ROWS),
    inFlight: z.object({ atStart: whole.nullable(), atEnd: whole.nullable() }),
    losses: z.array(z.object({ count: whole.nullable(), what: text })).max(1000),
    overhead: z.object({ bare: ns, traced: ns, attached: ns }).nullable(),
    runs: z.int().min(1),
  });
}
