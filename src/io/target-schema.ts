/** The target as files tell of it: session manifests and timing reports. */
import { z } from 'zod';
import { MAKERS } from '../core/containers/types.ts';
import type { TracedTarget } from '../core/session/types.ts';

/** Text of a file that anybody may have written. */
export const text = z.string().max(65_536);
/** A count, a pid. */
export const whole = z.int().min(0);

const container = z.object({ id: text, name: text, engine: z.enum(MAKERS), image: text, imageId: text });

export const target: z.ZodType<TracedTarget> = z.object({
  text,
  title: text,
  pid: whole,
  startTime: whole,
  container: container.nullable(),
});
