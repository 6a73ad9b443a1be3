/** Section 1, the host: where containers are kept, who may use the engine, its state. */
import { defineCheck, humanCheck } from '../core/bench/define.ts';
import { fail, info, notApplicable, note, pass, passIf, proof } from '../core/bench/judgement.ts';
import type { Check, Facts } from '../core/bench/types.ts';
import { isWithin } from '../core/path.ts';

export const HOST: readonly Check[] = [
  defineCheck({
    id: '1.1.1',
    title: 'Separate partition for containers',
    scope: 'host',
    severity: 'medium',
    needs: ['info', 'mounts'],
    explain: {
      what: 'The folder with images and containers is a mount point of its own. With userns-remap it is the folder above; a rootless engine must only be off the root file system.',
      why: 'Images and logs grow without limit. On the root file system they can fill it, and the host stops working.',
      how: 'Mount a volume of its own at the data root, or move the data root (data-root in daemon.json, graphroot in storage.conf) to one.',
    },
    rule: ownPartition,
  }),
  defineCheck({
    id: '1.1.2',
    title: 'Only trusted users control the daemon',
    scope: 'host',
    severity: 'high',
    notOn: { podman: 'podman has no group that gives root', rootless: 'the group docker gives nothing here' },
    needs: ['dockerGroup'],
    explain: {
      what: 'Every member of the group docker is among the users that --trusted names. Without that list the members are only shown.',
      why: 'Who may talk to the daemon can mount the whole host into a container: membership is root without a password.',
      how: 'Take users who need not be root out of the group (gpasswd -d USER docker), or give them a rootless engine.',
    },
    rule: trustedOnly,
  }),
  humanCheck({
    id: '1.2.1',
    title: 'Container host hardened',
    scope: 'host',
    severity: 'medium',
    ask: 'is the host itself hardened, and kept up to date?',
    explain: {
      what: 'Nothing that a program could tell: whether the host follows a hardening guide of its own.',
      why: 'Containers share the kernel of the host, and its faults.',
      how: 'Apply the guide for the distribution, remove what is not needed, and install security updates of kernel and services.',
    },
  }),
  defineCheck({
    id: '1.2.2',
    title: 'Docker version up to date',
    mode: 'manual',
    scope: 'host',
    severity: 'medium',
    needs: [],
    explain: {
      what: 'The version of the engine, for comparison with what its maker or the distribution supports now. Distributions mend old versions, so the number alone tells nothing.',
      why: 'Escapes from containers are mended by updates of the engine and of its runtime.',
      how: "Install the distribution's or the maker's latest package of the engine, containerd and runc or crun.",
    },
    rule: ({ engine }) =>
      engine.version === ''
        ? note('the version is not known')
        : note(`${engine.name} ${engine.version}: is this what its maker supports now?`, [
            proof('version', engine.version),
          ]),
  }),
];

function ownPartition({ info: { dataRoot, securityOptions }, mounts, engine }: Facts<'info' | 'mounts'>) {
  if (dataRoot === '') return notApplicable('the engine does not say where it keeps its data');
  const remapped = securityOptions.some((option) => option.startsWith('name=userns'));
  const folder = remapped ? dataRoot.slice(0, dataRoot.lastIndexOf('/')) : dataRoot;
  const under = mounts.filter((mount) => isWithin(folder, mount)).sort((a, b) => b.length - a.length)[0] ?? '/';
  const proofs = [proof('data root', dataRoot), proof('its mount point', under)];
  const own = engine.rootless ? under !== '/' : under === folder;
  return passIf(own, `${folder} is on ${under}`, `${folder} is part of the file system of ${under}`, proofs);
}

function trustedOnly({ dockerGroup: { exists, members }, trustedUsers }: Facts<'dockerGroup'>) {
  if (!exists) return notApplicable('there is no group docker');
  const proofs = [proof('members of group docker', members.join(', ') || 'none')];
  if (members.length === 0) return pass('the group docker has no members', proofs);
  const items = (detail: string, names: readonly string[]) =>
    names.map((name) => ({ kind: 'user', name, id: '', detail }) as const);
  if (!trustedUsers) return info('no list of trusted users was given', proofs, items('is in group docker', members));
  const doubtful = members.filter((member) => !trustedUsers.includes(member));
  const detail = `${doubtful.length} of ${members.length} members are not trusted`;
  return doubtful.length === 0
    ? pass('every member of group docker is trusted', proofs)
    : fail(detail, proofs, items('is in group docker, and not trusted', doubtful));
}
