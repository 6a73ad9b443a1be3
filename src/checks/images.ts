/** Section 4, images and how they are built. */
import { containerCheck } from '../core/bench/container-rules.ts';
import { defineCheck, unwrap } from '../core/bench/define.ts';
import { bareUpdate, laterAdds, secretVariables } from '../core/bench/history-rules.ts';
import { imageCheck } from '../core/bench/image-rules.ts';
import { error, passIf, proof } from '../core/bench/judgement.ts';
import type { Check, ContainerEvidence, Evidence, Facts, HistoryLine, ImageEvidence } from '../core/bench/types.ts';

export const IMAGES: readonly Check[] = [
  containerCheck({
    id: '4.1',
    title: 'Non-root user for the container',
    severity: 'high',
    field: 'Config.User',
    value: ({ user }) => user,
    good: "no running container runs as the host's root",
    look: (container, facts) => (isMapped(container, facts) ? '' : rootUser(container)),
    explain: {
      what: 'Each running container has a user that is not root, by number or by name; or lives in a user namespace, where its root is an ordinary user of the host.',
      why: 'Root in a container is root on the host as soon as one of the walls has a hole.',
      how: 'End the Dockerfile with USER and a number above 0, or start the container with --user; or map users (userns-remap, --userns=auto, a rootless engine).',
    },
  }),
  defineCheck({
    id: '4.5',
    title: 'Content trust enabled',
    level: 2,
    scope: 'host',
    severity: 'medium',
    needs: [],
    explain: {
      what: "docker: DOCKER_CONTENT_TRUST is 1 in the caller's environment. podman: the default of policy.json does not accept everything.",
      why: 'A tag can be pushed again with other contents. A signature tells whose they are.',
      how: 'docker: export DOCKER_CONTENT_TRUST=1 for all users. podman: set the default of /etc/containers/policy.json to reject, and name signers for the registries in use.',
    },
    rule: (facts) => contentTrust(facts as Evidence),
  }),
  imageCheck({
    id: '4.6',
    title: 'HEALTHCHECK in images',
    mode: 'automated',
    severity: 'low',
    good: 'every image has a health check',
    look: ({ healthcheck }) => (healthcheck ? '' : 'has no HEALTHCHECK'),
    explain: {
      what: 'Every image has a health check that is not NONE.',
      why: 'Without one the engine takes a process that hangs for one that works.',
      how: 'Add HEALTHCHECK to the Dockerfile; podman build needs --format docker to keep it.',
    },
  }),
  imageCheck({
    id: '4.7',
    title: 'Update instructions not alone',
    mode: 'manual',
    severity: 'low',
    good: 'no image updates its package lists in a step of its own',
    look: ofHistory(bareUpdate, 'updates package lists in a step of its own'),
    explain: {
      what: 'No step of an image updates the package lists without installing anything.',
      why: 'Such a layer is cached, and later builds install old packages from the old lists.',
      how: 'Write update and install in one RUN: apt-get update && apt-get install -y …',
    },
  }),
  imageCheck({
    id: '4.9',
    title: 'COPY rather than ADD',
    mode: 'manual',
    severity: 'low',
    good: 'no image uses ADD beyond its base',
    look: ofHistory(laterAdds, 'uses ADD'),
    explain: {
      what: 'No step of an image is an ADD, save the first layer: that is how a base image gets its files.',
      why: 'ADD fetches from anywhere and unpacks what it gets, without anyone having looked at it.',
      how: 'Use COPY; fetch and verify downloads in a RUN.',
    },
  }),
  imageCheck({
    id: '4.10',
    title: 'No secrets in Dockerfiles',
    mode: 'manual',
    severity: 'high',
    good: 'no variable of an image is called as a secret would be; its files are for a human to review',
    look: ({ env }) => secretVariables(env),
    explain: {
      what: 'No variable that an image sets has the name of a secret (password, token, key …) and a value. Secrets in files are for a human to find.',
      why: 'Whoever can pull an image can read all of it, deleted files of earlier layers too.',
      how: 'Give secrets when a container starts (secrets of the engine, mounted files); while building, RUN --mount=type=secret. Replace the ones that were built in.',
    },
  }),
];

/** Its root is an ordinary user of the host: by /proc, else by what engine and container say. */
function isMapped({ process, usernsMode }: ContainerEvidence, { engine, info }: Facts<'containers'>): boolean {
  if (engine.rootless) return true;
  // a namespace may map its root to that of the host
  if ('ok' in process) return !process.ok.shared.includes('user') && process.ok.uid !== 0;
  const remaps = 'ok' in info && info.ok.securityOptions.some((option) => option.startsWith('name=userns'));
  return remaps && usernsMode !== 'host';
}

function rootUser({ user, process }: ContainerEvidence): string {
  const name = user.split(':')[0] ?? '';
  if (name === '' || name === 'root' || /^0+$/.test(name)) return `runs as root: its user is '${user}'`;
  return 'ok' in process && process.ok.uid === 0 ? `runs as root: user '${user}' has the number 0` : '';
}

function contentTrust(evidence: Evidence) {
  if (evidence.engine.name === 'docker') {
    const proofs = [proof('DOCKER_CONTENT_TRUST', evidence.contentTrust || 'not set')];
    return passIf(evidence.contentTrust === '1', 'content trust is on', 'content trust is off', proofs);
  }
  const policy = unwrap(evidence, ['signaturePolicy']);
  if ('missing' in policy) return error(policy.missing);
  const { path, defaults } = policy.ok.signaturePolicy;
  const strict = defaults.length > 0 && !defaults.includes('insecureAcceptAnything');
  const proofs = [proof(`default of ${path}`, defaults.join(', ') || 'none')];
  return passIf(strict, 'images need a signature', 'images are accepted without a signature', proofs);
}

function ofHistory(steps: (lines: readonly HistoryLine[]) => string[], words: string) {
  return ({ history }: ImageEvidence) => {
    if ('missing' in history) return { unknown: history.missing };
    const found = steps(history.ok);
    return found.length === 0 ? '' : `${words}: ${found[0]?.slice(0, 120)}`;
  };
}
