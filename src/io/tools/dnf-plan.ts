/** A root file system by dnf, on hosts of its family: rpm runs the packages' scripts inside the new root. */
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DnfPlaces,
  hostRelease,
  installCommand,
  inventoryCommand,
  isDnf5,
  parseInventory,
  versionCommand,
} from '../../core/tools/dnf.ts';
import { packageNames } from '../../core/tools/packages.ts';
import type { Inventory, Plan, PlanRequest } from './plan.ts';
import { type Job, runTool, type Steps, watchTool } from './run.ts';

/** dnf keeps its cache below the new root; a link there leads to the cache that stays. */
const CACHE_LINK = '/spc-dnf-cache';

/** Makes ready; dnf resolves while it installs, so the versions are not known yet. Throws `build-failed`. */
export async function* planByDnf(request: PlanRequest, job: Job): Steps<Plan> {
  yield { phase: 'looking for dnf' };
  const five = isDnf5(await runTool(versionCommand(), job));
  const names = packageNames(request.toolbox, 'dnf', request.set, request.extra);
  return {
    packager: 'dnf',
    packages: undefined,
    installedBytes: 0,
    carryOut: (root, work) => carryOut({ request, names, five }, root, work),
  };
}

interface Work {
  request: PlanRequest;
  names: string[];
  five: boolean;
}

async function* carryOut({ request, names, five }: Work, root: string, job: Job): Steps<Inventory> {
  const { cache, sources } = request;
  const kept = join(cache, 'dnf');
  mkdirSync(kept, { recursive: true });
  symlinkSync(kept, join(root, CACHE_LINK));
  const release = request.release ?? hostRelease(readOsRelease());
  const places: DnfPlaces = { root, cache: CACHE_LINK, release, sources, five, epoch: INSTALL_TIME };
  const phase = `installing ${names.length} packages with dnf`;
  yield { phase };
  for await (const line of watchTool(installCommand(places, names), job)) yield { phase, detail: line.trim() };
  rmSync(join(root, CACHE_LINK));
  return parseInventory(await runTool(inventoryCommand(root), job));
}

/** What rpm notes as the time of installation; any constant makes its database the same twice. */
const INSTALL_TIME = 315_532_800; // 1980-01-01, the oldest date archives of every kind can hold

function readOsRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}
