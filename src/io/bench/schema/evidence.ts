/** What a snapshot may look like. */
import { z } from 'zod';
import { EVIDENCE_SCHEMA, UNITS } from '../../../core/bench/evidence.ts';
import { flag, list, piece, text, texts, whole } from './basics.ts';
import { engine, info } from './engine.ts';
import { engineProcess, file, socket } from './host.ts';
import { container, image, network } from './objects.ts';

/** Every field of Evidence. */
export const evidenceSchema = z.object({
  schema: z.literal(EVIDENCE_SCHEMA),
  taken: z.iso.datetime(),
  host: text,
  kernel: text,
  engine,
  info: piece(info),
  containers: list(container),
  images: list(image),
  networks: list(network),
  secrets: piece(whole),
  daemonFile: piece(z.object({ path: text, value: z.record(text, z.json()).nullable() })),
  processes: list(engineProcess),
  auditRules: piece(z.object({ from: z.enum(['kernel', 'files']), rules: texts })),
  units: piece(z.object(Object.fromEntries(UNITS.map((name) => [name, text])))),
  sockets: list(socket),
  dockerGroup: piece(z.object({ exists: flag, members: texts })),
  mounts: list(text),
  modules: piece(z.object({ apparmor: flag, selinux: flag })),
  certificates: list(text),
  signaturePolicy: piece(z.object({ path: text, defaults: texts })),
  files: z.record(text, file),
  trustedUsers: texts.optional(),
  contentTrust: text,
});
