/** What an engine says of itself, as a snapshot has it. */
import { z } from 'zod';
import { flag, text, texts, whole } from './basics.ts';

const swarm = z.object({
  state: z.enum(['inactive', 'pending', 'active', 'error', 'locked']),
  manager: flag,
  managers: whole,
  nodeAddress: text,
  cluster: z.object({ autoLock: flag, certificateExpiryHours: z.number(), rootRotation: flag }).optional(),
});
export const info = z.object({
  dataRoot: text,
  driver: text,
  loggingDriver: text,
  securityOptions: texts,
  insecureRegistries: texts,
  authorizationPlugins: texts,
  liveRestore: flag,
  experimental: flag,
  debug: flag,
  containerdAddress: text,
  runtime: text,
  containersTotal: whole,
  containersRunning: whole,
  swarm,
});
export const engine = z.object({
  name: z.enum(['docker', 'podman']),
  version: text,
  rootless: flag,
  uid: whole,
  gid: whole,
  home: text,
  runtimeDir: text,
  socket: text,
});
