/** Section 7, the swarm. Managers know of it, workers hardly. */
import { type CheckSpec, defineCheck } from '../core/bench/define.ts';
import { fail, info, notApplicable, note, pass, passIf, proof } from '../core/bench/judgement.ts';
import type { Check, Facts, Judgement, PieceName, SwarmEvidence } from '../core/bench/types.ts';
import { counted } from '../core/text.ts';

interface SwarmSpec<K extends PieceName> extends Omit<CheckSpec<K>, 'scope' | 'notOn' | 'needs' | 'rule'> {
  needs?: readonly K[];
  rule: (swarm: SwarmEvidence, facts: Facts<K | 'info'>) => Judgement;
}

/** No swarm, or a worker where only a manager can tell: not applicable. */
function swarmCheck<K extends PieceName = never>({ needs = [], rule, ...spec }: SwarmSpec<K>): Check {
  return defineCheck<K | 'info'>({
    ...spec,
    scope: 'swarm',
    notOn: { podman: 'podman has no swarm' },
    needs: ['info', ...needs],
    rule: (facts) => {
      const { swarm } = (facts as unknown as Facts<'info'>).info;
      if (swarm.state === 'inactive') return notApplicable('swarm mode is off');
      if (!swarm.manager) return notApplicable(`this node is no manager (swarm: ${swarm.state})`);
      return rule(swarm, facts);
    },
  });
}

export const SWARM: readonly Check[] = [
  swarmCheck({
    id: '7.1',
    title: 'Minimum number of managers',
    severity: 'low',
    explain: {
      what: 'The number of managers is odd, and seven at most.',
      why: 'Every manager holds the keys of the whole swarm. An even one more does not let the swarm survive more failures, nor do more than seven.',
      how: 'docker node demote the managers that are not needed, down to three, five or seven (one for a trial).',
    },
    rule: ({ managers }) => {
      const needed = managers % 2 === 1 && managers <= MOST_MANAGERS;
      const said = counted(managers, 'manager');
      return passIf(needed, said, `${said}: fewer would serve as well`, [proof('managers', managers)]);
    },
  }),
  swarmCheck({
    id: '7.2',
    title: 'Swarm bound to one host interface',
    severity: 'medium',
    needs: ['sockets'],
    explain: {
      what: 'Nothing listens on TCP port 2377 on every address.',
      why: 'Who reaches the port of the managers can try to join the swarm.',
      how: 'Initialise the swarm with --listen-addr and the address of the network for managing; or close the port to others by a firewall, and waive this.',
    },
    rule: (_, { sockets }) => {
      const open = sockets.filter(({ protocol, port }) => protocol === 'tcp' && port === 2377);
      const wide = open.some(({ address }) => ['0.0.0.0', '::', '*', ''].includes(address));
      const proofs = [proof('listening on 2377/tcp', open.map(({ address }) => address).join(', ') || 'nothing')];
      return passIf(!wide, 'port 2377 is not open on every address', 'port 2377 is open on every address', proofs);
    },
  }),
  swarmCheck({
    id: '7.3',
    title: 'Overlay networks encrypted',
    severity: 'medium',
    needs: ['networks'],
    explain: {
      what: "Every overlay network is encrypted, save the swarm's own ingress, which only carries what is published anyway.",
      why: 'What containers on two hosts say to each other can be read and changed on the way otherwise.',
      how: 'Create the network anew with --opt encrypted.',
    },
    rule: overlaysEncrypted,
  }),
  swarmCheck({
    id: '7.4',
    title: 'Secrets kept with swarm secrets',
    mode: 'manual',
    severity: 'low',
    needs: ['secrets'],
    explain: {
      what: 'The swarm has at least one secret. Whether all secrets are kept so is for a human to tell.',
      why: 'Secrets in environments and images are read by everyone who can inspect them.',
      how: 'docker secret create, and give it to services with --secret.',
    },
    rule: (_, { secrets }) =>
      secrets > 0
        ? pass('the swarm keeps secrets', [proof('secrets', secrets)])
        : info('the swarm has no secret: where are they kept?', [proof('secrets', secrets)]),
  }),
  swarmCheck({
    id: '7.5',
    title: 'Manager auto-lock on',
    severity: 'medium',
    explain: {
      what: 'Auto-lock is on in the specification of the swarm.',
      why: "A stolen disk of a manager otherwise holds the keys to the swarm's log, with all secrets in it.",
      how: 'docker swarm update --autolock=true, and keep the unlock key in a safe place.',
    },
    rule: ({ cluster }) =>
      passIf(cluster?.autoLock === true, 'managers lock themselves', 'managers do not lock themselves', [
        proof('AutoLockManagers', cluster?.autoLock ?? false),
      ]),
  }),
  swarmCheck({
    id: '7.6',
    title: 'Auto-lock key rotated',
    mode: 'manual',
    severity: 'low',
    explain: {
      what: 'For a human: no engine tells when the key was made.',
      why: 'A key that was seen once opens the managers until it is replaced.',
      how: 'docker swarm unlock-key --rotate, on a schedule.',
    },
    rule: () => note('is the auto-lock key rotated?'),
  }),
  swarmCheck({
    id: '7.7',
    title: 'Node certificates rotated',
    mode: 'manual',
    severity: 'low',
    explain: {
      what: 'Certificates of nodes expire within 48 hours; docker gives them 90 days.',
      why: 'With a stolen certificate one is a node of the swarm until it expires.',
      how: 'docker swarm update --cert-expiry 48h',
    },
    rule: ({ cluster }) => {
      const hours = cluster?.certificateExpiryHours ?? 0;
      const proofs = [proof('NodeCertExpiry', `${hours} h`)];
      return hours > 0 && hours <= 48 ? pass(`after ${hours} hours`, proofs) : info(`after ${hours} hours`, proofs);
    },
  }),
  swarmCheck({
    id: '7.8',
    title: 'CA certificates rotated',
    mode: 'manual',
    severity: 'low',
    explain: {
      what: 'For a human: when the root certificate was last rotated. A rotation that is under way is shown.',
      why: 'Every certificate of the swarm is only as good as the key of its CA.',
      how: 'docker swarm ca --rotate, on a schedule.',
    },
    rule: ({ cluster }) =>
      note(cluster?.rootRotation ? 'a rotation is under way' : 'is the CA certificate rotated?', [
        proof('RootRotationInProgress', cluster?.rootRotation ?? false),
      ]),
  }),
  swarmCheck({
    id: '7.9',
    title: 'Management and data planes split',
    mode: 'manual',
    severity: 'low',
    explain: {
      what: 'For a human: whether data goes over another interface than what manages the swarm.',
      why: 'Busy or hostile traffic of containers cannot then reach or starve the managers.',
      how: 'Initialise and join with --advertise-addr for managing and --data-path-addr for data.',
    },
    rule: ({ nodeAddress }) =>
      note('does data have an interface of its own?', [proof('address for managing', nodeAddress)]),
  }),
];

/** Raft gains nothing from more. */
const MOST_MANAGERS = 7;

function overlaysEncrypted(_: SwarmEvidence, { networks }: Facts<'networks' | 'info'>): Judgement {
  const overlays = networks.filter(({ driver, ingress }) => driver === 'overlay' && !ingress);
  const plain = overlays.filter(
    ({ options }) => !Object.hasOwn(options, 'encrypted') || options['encrypted'] === 'false',
  );
  const proofs = [proof('overlay networks besides ingress', overlays.length)];
  if (plain.length === 0) return pass('no overlay network is unencrypted', proofs);
  const items = plain.map(({ name, id }) => ({ kind: 'network', name, id, detail: 'is not encrypted' }) as const);
  return fail(`${plain.length} of ${overlays.length} overlay networks are not encrypted`, proofs, items);
}
