/** Section 6, keeping house. */
import { defineCheck } from '../core/bench/define.ts';
import { NO_IMAGE } from '../core/bench/image-rules.ts';
import { info, notApplicable, pass, proof } from '../core/bench/judgement.ts';
import type { Check } from '../core/bench/types.ts';

/** More stopped containers than this are a sprawl. */
const MOST_STOPPED = 25;

export const OPERATIONS: readonly Check[] = [
  defineCheck({
    id: '6.1',
    title: 'No image sprawl',
    mode: 'manual',
    scope: 'operations',
    severity: 'low',
    needs: ['images', 'containers'],
    explain: {
      what: 'At least half of the images are used by a container, running or not.',
      why: 'Images that nobody uses are not rebuilt, and one day an old one is started.',
      how: 'docker image prune --all, or podman image prune --all, after a look at the list.',
    },
    rule: ({ images, containers }) => {
      const used = new Set(containers.map(({ image }) => image.id));
      const inUse = images.filter(({ id }) => used.has(id)).length;
      if (images.length === 0) return notApplicable(NO_IMAGE);
      const proofs = [proof('images', images.length), proof('in use', inUse)];
      const detail = `${inUse} of ${images.length} images are in use`;
      return inUse * 2 >= images.length ? pass(detail, proofs) : info(detail, proofs);
    },
  }),
  defineCheck({
    id: '6.2',
    title: 'No container sprawl',
    mode: 'manual',
    scope: 'operations',
    severity: 'low',
    needs: ['info'],
    explain: {
      what: `At most ${MOST_STOPPED} containers are stopped and still there.`,
      why: 'Each takes disk, keeps its image from being removed, and can be started again as it was.',
      how: 'docker container prune, or podman container prune; start short jobs with --rm.',
    },
    rule: ({ info: { containersTotal, containersRunning } }) => {
      const stopped = containersTotal - containersRunning;
      const proofs = [proof('containers', containersTotal), proof('running', containersRunning)];
      return stopped <= MOST_STOPPED ? pass(`${stopped} stopped`, proofs) : info(`${stopped} stopped`, proofs);
    },
  }),
];
