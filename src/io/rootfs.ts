/** A root file system for the toolbox image, made by the packager the host has. */
import { existsSync } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { SpcError } from '../core/errors.ts';
import type { Packager } from '../core/tools/types.ts';
import { planByApt } from './tools/apt-plan.ts';
import { planByDnf } from './tools/dnf-plan.ts';
import type { Inventory, Plan, PlanRequest } from './tools/plan.ts';
import type { Job, Steps } from './tools/run.ts';
import { tidy } from './tools/tidy.ts';

/** Decides what to install, without installing it. Throws `build-failed`. */
export async function* planRootfs(request: PlanRequest, job: Job): Steps<Plan> {
  const packager = request.packager ?? hostPackager();
  return yield* packager === 'apt' ? planByApt(request, job) : planByDnf(request, job);
}

/** Carries a plan out in a new directory `root`, mode 0755; nothing in it varies between two builds. Throws `build-failed`. */
export async function* makeRootfs(plan: Plan, request: PlanRequest, root: string, job: Job): Steps<Inventory> {
  await mkdir(root, { mode: 0o755 });
  await checkSpace(root, plan.installedBytes);
  const inventory = yield* plan.carryOut(root, job);
  tidy(root, request.toolbox);
  return inventory;
}

/** apt where apt and dpkg-deb are, else dnf. Throws `build-failed` when the host has neither. */
function hostPackager(): Packager {
  if (inPath('apt-get') && inPath('dpkg-deb')) return 'apt';
  if (inPath('dnf')) return 'dnf';
  throw new SpcError(
    'build-failed',
    'this host has neither apt-get nor dnf in PATH',
    'the image is made of packages of a distribution',
    'build tools-image/Containerfile, or load an archive made elsewhere with `spc tools build --output`',
  );
}

const inPath = (program: string) =>
  (process.env['PATH'] ?? '')
    .split(':')
    .some((directory) => directory.startsWith('/') && existsSync(join(directory, program)));

/** The root, its layer and the archive around it. */
const COPIES = 3;

async function checkSpace(path: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(path);
  if (bavail * bsize >= bytes * COPIES) return;
  const [need, free] = [bytes * COPIES, bavail * bsize].map((size) => Math.ceil(size / 1e6));
  throw new SpcError(
    'build-failed',
    'the disk is full',
    `building takes ${need} MB below ${path}, and ${free} MB are free`,
    'make room, or work on another disk with --work-dir DIR',
  );
}
