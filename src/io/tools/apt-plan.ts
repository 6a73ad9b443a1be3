/** A root file system by apt: resolved against an empty system, unpacked by dpkg-deb and tar, finished from tables. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import {
  type AptArchive,
  type AptPlaces,
  archivesOf,
  downloadCommand,
  isStale,
  parseInstalledSize,
  parsePlan,
  parseStatus,
  planCommand,
  updateCommand,
} from '../../core/tools/apt.ts';
import { packageNames } from '../../core/tools/packages.ts';
import type { Invocation } from '../../core/types.ts';
import { prepareApt } from './cache.ts';
import { finishDebian, mergeUsr } from './debian.ts';
import type { Inventory, Plan, PlanRequest } from './plan.ts';
import { type Job, runTool, type Steps, watchTool } from './run.ts';
import { newestFile } from './tidy.ts';
import { unpackAll, writeInventory } from './unpack.ts';

/** Resolves the packages; refreshes the lists when one is not known. Throws `build-failed`. */
export async function* planByApt(request: PlanRequest, job: Job): Steps<Plan> {
  const { toolbox, set, extra, cache, sources } = request;
  prepareApt(cache);
  const places: AptPlaces = { cache, sources };
  const names = packageNames(toolbox, 'apt', set, extra);
  yield { phase: 'resolving packages', detail: `${names.length} asked for` };
  const said = yield* resolve(places, names, job);
  const archives = parsePlan(said);
  return {
    packager: 'apt',
    packages: archives.map(({ file }) => file.replace(/\.deb$/, '')),
    installedBytes: parseInstalledSize(said),
    carryOut: (root, work) => carryOut({ places, names, archives, request }, root, work),
  };
}

/** apt's plan as it prints it. Lists that are missing or old are refreshed once. */
async function* resolve(places: AptPlaces, names: string[], job: Job): Steps<string> {
  try {
    return await runTool(planCommand(places, names), job);
  } catch (error) {
    if (!isBuildFailure(error) || !isStale(error.why)) throw error;
  }
  const offline = yield* refresh(places, job);
  try {
    return await runTool(planCommand(places, names), job);
  } catch (error) {
    if (!offline || !isBuildFailure(error)) throw error;
    const why = `${error.why}\nThe lists of packages could not all be refreshed:\n${offline.why}`;
    throw new SpcError('build-failed', error.message, why, offline.hint, { cause: error });
  }
}

/** Refreshes the lists. A source that does not answer need not matter: its failure is returned. */
async function* refresh(places: AptPlaces, job: Job): Steps<SpcError | undefined> {
  try {
    yield* followApt('refreshing package lists', updateCommand(places), job);
    return undefined;
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return error;
  }
}

const isBuildFailure = (error: unknown): error is SpcError =>
  error instanceof SpcError && error.code === 'build-failed';

interface Work {
  places: AptPlaces;
  names: string[];
  archives: AptArchive[];
  request: PlanRequest;
}

async function* carryOut({ places, names, archives, request }: Work, root: string, job: Job): Steps<Inventory> {
  const { debian } = request.toolbox;
  if (!archives.every((archive) => isCached(places, archive))) yield* download(places, names, archives, job);
  mergeUsr(root, debian);
  const paths = archives.map((archive) => pathOf(places, archive));
  const unpacked = yield* unpackAll(paths, root, debian.exclude, job);
  const newest = newestFile(root); // before anything is written here: the date must come from the packages alone
  yield { phase: 'finishing the root file system' };
  writeInventory(root, unpacked);
  finishDebian(root, debian);
  await runTool({ file: '/sbin/ldconfig', args: ['-X', '-r', root] }, job);
  return { packages: archives.map(({ file }) => file.replace(/\.deb$/, '')), newest };
}

/** Downloads what is missing; apt checks it against the signed lists. */
async function* download(places: AptPlaces, names: string[], archives: AptArchive[], job: Job): Steps<void> {
  const missing = archives.filter((archive) => !isCached(places, archive));
  const megabytes = Math.ceil(missing.reduce((sum, { size }) => sum + size, 0) / 1e6);
  yield* followApt(`downloading ${missing.length} packages, ${megabytes} MB`, downloadCommand(places, names), job);
  const absent = archives.find((archive) => !isCached(places, archive));
  if (absent) throw new SpcError('build-failed', `apt-get did not download ${absent.file}`, `log: ${job.log}`);
}

async function* followApt(phase: string, invocation: Invocation, job: Job): Steps<void> {
  yield { phase };
  for await (const line of watchTool(invocation, job, 3)) {
    const status = parseStatus(line);
    if (status) yield { phase, detail: `${Math.floor(status.percent)} %` };
  }
}

const pathOf = ({ cache }: AptPlaces, { file, local }: AptArchive) => local ?? join(archivesOf(cache), file);

const isCached = (places: AptPlaces, archive: AptArchive) =>
  statSync(pathOf(places, archive), { throwIfNoEntry: false })?.size === archive.size;
