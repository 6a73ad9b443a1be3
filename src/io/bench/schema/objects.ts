/** Containers, images and networks as a snapshot has them. */
import { z } from 'zod';
import { NAMESPACE_TYPES } from '../../../core/processes/types.ts';
import { flag, labels, list, MOST, piece, text, texts, whole } from './basics.ts';

const mount = z.object({
  type: z.enum(['bind', 'volume', 'tmpfs', 'other']),
  source: text,
  destination: text,
  writable: flag,
  propagation: text,
});
const processes = z.object({
  uid: whole,
  shared: z.array(z.enum(NAMESPACE_TYPES)).max(NAMESPACE_TYPES.length),
  seccomp: z.int().min(0).max(2),
  programs: texts,
});
export const container = z.object({
  id: text,
  name: text,
  running: flag,
  image: z.object({ id: text, name: text }),
  labels,
  infra: flag,
  own: text,
  user: text,
  privileged: flag,
  capAdd: texts,
  capDrop: texts,
  securityOpt: texts,
  appArmorProfile: text,
  processLabel: text,
  networkMode: text,
  pidMode: text,
  ipcMode: text,
  utsMode: text,
  usernsMode: text,
  cgroupParent: text,
  memory: z.number(),
  cpuShares: z.number(),
  nanoCpus: z.number(),
  cpuQuota: z.number(),
  cpusetCpus: text,
  pidsLimit: z.number().nullable(),
  readOnlyRootfs: flag,
  restart: z.object({ name: text, maximumRetryCount: z.number() }),
  devices: texts,
  deviceRequests: texts,
  deviceCgroupRules: texts,
  ulimits: texts,
  mounts: z.array(mount).max(MOST),
  ports: z.array(z.object({ port: text, hostIp: text, hostPort: whole })).max(MOST),
  networks: texts,
  healthcheck: flag,
  process: piece(processes),
});
export const image = z.object({
  id: text,
  tags: texts,
  digests: texts,
  labels,
  own: text,
  user: text,
  healthcheck: flag,
  env: texts,
  history: list(z.object({ createdBy: text, empty: flag })),
});
export const network = z.object({
  id: text,
  name: text,
  driver: text,
  ingress: flag,
  options: labels,
  containers: texts,
});
