/** What a host says, as a snapshot has it. */
import { z } from 'zod';
import { text, texts, whole } from './basics.ts';

export const file = z.discriminatedUnion('state', [
  z.object({ state: z.literal('absent') }),
  z.object({ state: z.literal('unreadable'), cause: text }),
  z.object({
    state: z.literal('present'),
    type: z.enum(['file', 'directory', 'socket', 'other']),
    mode: z.int().min(0).max(0o7777),
    uid: whole,
    gid: whole,
    owner: text,
    group: text,
    real: text,
  }),
]);
export const engineProcess = z.object({ name: text, pid: whole, uid: whole, exe: text, argv: texts });
export const socket = z.object({ protocol: z.enum(['tcp', 'udp']), address: text, port: z.int().min(0).max(65_535) });
