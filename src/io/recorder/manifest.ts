/** Reading a manifest, which anybody may have written. */
import { SpcError } from '../../core/errors.ts';
import { END_REASONS, EVENT_SCHEMA, TRACER_NAMES } from '../../core/events.ts';
import { MANIFEST_SCHEMA, type Manifest, STREAM_FORMATS } from '../../core/session/types.ts';

/** Checks a manifest's text. Throws `bad-session`: damaged, or written by a newer spc. */
export async function parseManifest(text: string, path: string): Promise<Manifest> {
  const value = parse(text, path);
  const { schema, eventSchema } = Object(value) as { schema?: unknown; eventSchema?: unknown };
  if (Number(schema) > MANIFEST_SCHEMA || Number(eventSchema) > EVENT_SCHEMA)
    throw new SpcError('bad-session', `${path} was written by a newer spc`, '', 'replay it with that one');
  const { success, data, error } = (await schemaOf()).safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  throw damaged(path, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

/** The error of a session directory that is not what it should be. */
export function damaged(path: string, why: string): SpcError {
  return new SpcError('bad-session', `${path} is damaged, or is no session`, why);
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(path, (cause as Error).message);
  }
}

async function schemaOf() {
  const [{ z }, { text, whole, target }] = await Promise.all([import('zod'), import('../target-schema.ts')]);
  const tracer = z.enum(TRACER_NAMES);
  const interfaces = z.record(z.string(), text).exactOptional();
  const device = z.object({ name: text, mac: text, far: z.boolean() }).exactOptional();
  const reading = z.object({
    at: z.int(),
    monotonicOffset: z.number(),
    boottimeOffset: z.number(),
    uncertainty: z.number(),
  });
  return z.object({
    schema: z.literal(MANIFEST_SCHEMA),
    spc: text,
    eventSchema: z.literal(EVENT_SCHEMA),
    target,
    kernel: text,
    hostname: text,
    architecture: text,
    clock: z.object({ began: z.string().regex(/^\d{10,20}$/), readings: z.array(reading) }),
    tracers: z.array(z.object({ tracer, tool: text, version: text, from: text, argv: z.array(text), cost: text })),
    streams: z.array(
      z.object({
        name: text,
        tracer,
        format: z.enum(STREAM_FORMATS),
        bytes: whole,
        firstSegment: whole,
        lastSegment: whole,
        facts: z.object({ interfaces, device, ready: text.exactOptional() }).exactOptional(),
      }),
    ),
    counts: z.record(z.string(), whole),
    losses: z.array(z.object({ tracer, count: whole.nullable(), what: text })),
    addresses: z.record(z.string(), text),
    writer: z.object({ pid: whole, startTime: whole }),
    end: z.object({ at: z.int(), reason: z.enum(END_REASONS), message: text }).nullable(),
  });
}
