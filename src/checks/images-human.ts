/** Section 4, what only a human can tell of an image. */
import { humanCheck } from '../core/bench/define.ts';
import type { Check } from '../core/bench/types.ts';

export const IMAGES_HUMAN: readonly Check[] = [
  humanCheck({
    scope: 'images',
    id: '4.2',
    title: 'Trusted base images only',
    severity: 'medium',
    ask: 'does every image come from someone you trust, by digest or signature?',
    explain: {
      what: 'Nothing that a program could tell: whose images are trusted.',
      why: 'A base image runs with all that is built on it.',
      how: 'Build on official or own images, pin them by digest, and verify signatures.',
    },
  }),
  humanCheck({
    scope: 'images',
    id: '4.3',
    title: 'No unnecessary packages',
    severity: 'low',
    ask: 'does every image hold only what it needs?',
    explain: {
      what: 'Nothing that a program could tell: what an image needs.',
      why: 'Every shell, compiler and tool serves who breaks in, and has faults of its own.',
      how: 'Build in stages, and copy only the result onto a slim or empty base.',
    },
  }),
  humanCheck({
    scope: 'images',
    id: '4.4',
    title: 'Images scanned and rebuilt for patches',
    severity: 'medium',
    ask: 'are images scanned for known faults, and rebuilt when there is a patch?',
    explain: {
      what: 'Nothing that is seen from here: whether images are scanned and rebuilt.',
      why: 'An image never updates itself; what was right when it was built has known faults a month later.',
      how: 'Scan images on a schedule, rebuild them without cache, and replace running containers.',
    },
  }),
  humanCheck({
    scope: 'images',
    id: '4.8',
    title: 'setuid/setgid bits removed',
    level: 2,
    severity: 'low',
    ask: 'do images hold setuid or setgid programs that nobody needs?',
    explain: {
      what: 'For a human: which setuid and setgid programs an image needs.',
      why: 'They are how a user in a container becomes its root.',
      how: 'In the Dockerfile: RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +; or start with no-new-privileges.',
    },
  }),
  humanCheck({
    scope: 'images',
    id: '4.11',
    title: 'Verified packages only',
    level: 2,
    severity: 'medium',
    ask: 'are all packages in images verified when they are installed?',
    explain: {
      what: 'For a human: whether builds install only packages whose signature or checksum is verified.',
      why: 'What is fetched unverified is whatever the network gave.',
      how: 'Use package managers with signatures on; compare checksums of downloads in the Dockerfile.',
    },
  }),
  humanCheck({
    scope: 'images',
    id: '4.12',
    title: 'Signed artifacts validated',
    severity: 'medium',
    ask: 'are signatures of images and other artifacts validated before they are used?',
    explain: {
      what: 'For a human: whether signatures are validated before anything is deployed.',
      why: 'A signature that nobody looks at protects nobody.',
      how: 'Verify with cosign, notation or a signature policy where images are admitted.',
    },
  }),
];
