/** The readers of state files: one for each maker that keeps files of its own. */
import { readContainerd } from './containerd.ts';
import { readDocker } from './docker.ts';
import { readBuiltin, readLxc, readMachines } from './machines.ts';
import { readPodman } from './podman.ts';
import type { StateReader } from './reader.ts';

export const READERS: readonly StateReader[] = [
  readDocker,
  readPodman,
  readBuiltin,
  readContainerd,
  readLxc,
  readMachines,
];
