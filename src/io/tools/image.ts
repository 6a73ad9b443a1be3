/** The toolbox image from plan to archive. */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { withTag } from '../../core/reference.ts';
import { goArchitecture } from '../../core/tools/archive.ts';
import type { Packager, ToolSet } from '../../core/tools/types.ts';
import { writeDockerArchive } from '../docker-archive.ts';
import { makeRootfs, planRootfs } from '../rootfs.ts';
import { CACHE, prepareCache } from './cache.ts';
import { loadToolbox } from './definition.ts';
import type { Plan, PlanRequest } from './plan.ts';
import type { Steps } from './run.ts';
import type { WorkDirectory } from './workdir.ts';

/** The label that tells what an image was made of: the same inputs give the same image. */
export const INPUTS_LABEL = 'spc.tools.inputs';

/** Changes when this program makes another image of the same packages. */
const FORMAT = 'spc toolbox image 1';

export interface ImageRequest {
  set: ToolSet;
  extra: string[];
  packager?: Packager | undefined;
  sources?: string | undefined;
  release?: string | undefined;
  /** `repository[:tag]`; undefined: the toolbox's own. */
  tag?: string | undefined;
}

export interface ImagePlan {
  tag: string;
  /** A hash over all that shapes the image; undefined: known only once it is built. */
  inputs: string | undefined;
  /** How many packages; undefined: likewise. */
  packages: number | undefined;
  /** Makes the archive: in the work directory, or where `output` says. Throws `build-failed`. */
  build(work: WorkDirectory, output?: string): Steps<BuiltImage>;
}

export interface BuiltImage {
  tag: string;
  /** `sha256:…` */
  id: string;
  inputs: string;
  /** How many packages. */
  packages: number;
  /** Bytes of the layer. */
  size: number;
  /** Path of the archive. */
  archive: string;
}

/** Decides what the image will be made of. Throws `build-failed`, `config`. */
export async function* planImage(request: ImageRequest, cache: string = CACHE): Steps<ImagePlan> {
  const { toolbox, text } = await loadToolbox();
  const { log } = prepareCache(cache);
  const { set, extra, packager, release } = request;
  const sources = request.sources && resolve(request.sources);
  const planRequest: PlanRequest = { toolbox, set, extra, packager, release, sources, cache };
  const plan = yield* planRootfs(planRequest, { log });
  const tag = withTag(request.tag ?? toolbox.image.tag);
  return {
    tag,
    inputs: plan.packages && hashInputs(text, request, plan.packages),
    packages: plan.packages?.length,
    build: (work, output) => build({ tag, text, log, plan, planRequest, request }, work, output),
  };
}

interface Work {
  tag: string;
  /** The definition's text. */
  text: string;
  log: string;
  plan: Plan;
  planRequest: PlanRequest;
  request: ImageRequest;
}

async function* build(work: Work, { path, signal }: WorkDirectory, output?: string): Steps<BuiltImage> {
  const { tag, text, log, plan, planRequest, request } = work;
  const root = join(path, 'root');
  const parts = join(path, 'parts');
  await mkdir(parts);
  const { packages, newest } = yield* makeRootfs(plan, planRequest, root, { log, signal });
  const inputs = hashInputs(text, request, packages);
  const { image } = planRequest.toolbox;
  const labels = {
    ...image.labels,
    'spc.tools.set': request.set,
    'spc.tools.packager': plan.packager,
    [INPUTS_LABEL]: inputs,
  };
  const archive = output ? resolve(output) : join(path, 'image.tar');
  const { id, size } = yield* writeDockerArchive(
    {
      root,
      parts,
      output: archive,
      image: { ...image, tag, labels },
      architecture: goArchitecture(process.arch),
      epoch: sourceDateEpoch() ?? newest,
      comment: `${packages.length} packages by ${plan.packager}`,
    },
    { log, signal },
  );
  return { tag, id, inputs, packages: packages.length, size, archive };
}

function hashInputs(text: string, { set }: ImageRequest, packages: string[]): string {
  const lines = [FORMAT, set, String(sourceDateEpoch() ?? ''), text, ...packages];
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** SOURCE_DATE_EPOCH as reproducible-builds.org has it: seconds since 1970. Throws `usage` for anything else. */
function sourceDateEpoch(): number | undefined {
  const value = process.env['SOURCE_DATE_EPOCH'];
  if (!value) return undefined;
  if (/^\d{1,12}$/.test(value)) return Number(value);
  throw new SpcError('usage', `SOURCE_DATE_EPOCH is no number of seconds: ${value}`);
}
