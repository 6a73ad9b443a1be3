/** Section 2, what the daemon gives every container, and whom it obeys. */
import { allValues, isOn, lastValue } from '../core/bench/daemon-options.ts';
import { defineCheck } from '../core/bench/define.ts';
import { fail, info, notApplicable, note, pass, passIf, proof } from '../core/bench/judgement.ts';
import type { Check, Facts } from '../core/bench/types.ts';
import { daemonCheck, optionProofs } from './daemon-check.ts';

export const DAEMON_CONFINEMENT: readonly Check[] = [
  defineCheck({
    id: '2.1',
    title: 'Daemon run as non-root (rootless)',
    mode: 'manual',
    scope: 'daemon',
    severity: 'medium',
    needs: [],
    explain: {
      what: 'The engine runs as an ordinary user; one that runs as root is left to a human to justify.',
      why: 'A break-out of a rootless engine gets what its user has, not the host.',
      how: 'Use dockerd-rootless-setuptool.sh install, or podman as an ordinary user, where no feature that needs root is missed.',
    },
    rule: ({ engine: { rootless, uid } }) =>
      rootless
        ? pass('the engine is rootless', [proof('uid of the engine', uid)])
        : note('the engine runs as root: could it be rootless?', [proof('uid of the engine', uid)]),
  }),
  daemonCheck({
    id: '2.8',
    title: 'Default ulimit set as fits',
    mode: 'manual',
    severity: 'low',
    explain: {
      what: 'A default ulimit is set.',
      why: 'A container without limits can take all descriptors or processes of the host.',
      how: 'Set "default-ulimits" in daemon.json, for example {"nofile": {"Name": "nofile", "Soft": 1024, "Hard": 4096}}.',
    },
    rule: (options) => {
      const proofs = optionProofs(options, 'default-ulimit');
      const some = allValues(options, 'default-ulimit').length > 0;
      return some ? pass('a default ulimit is set', proofs) : info('no default ulimit is set', proofs);
    },
  }),
  defineCheck({
    id: '2.9',
    title: 'User namespace support enabled',
    level: 2,
    scope: 'daemon',
    severity: 'medium',
    needs: ['info'],
    explain: {
      what: 'The engine maps users of containers to others of the host (userns-remap), or is rootless. podman as root maps users container by container, and is not judged.',
      why: "Root of a container is then nobody on the host, and a break-out gets nobody's rights.",
      how: 'Set "userns-remap": "default" in daemon.json (images are pulled anew), or run a rootless engine.',
    },
    rule: userNamespaces,
  }),
  daemonCheck({
    id: '2.10',
    title: 'Default cgroup usage confirmed',
    level: 2,
    severity: 'low',
    explain: {
      what: 'cgroup-parent is not set.',
      why: 'Another parent can be one without the limits that containers are meant to have.',
      how: 'Take cgroup-parent out of daemon.json and off the command line, or waive this when the parent is meant.',
    },
    rule: (options) =>
      passIf(
        lastValue(options, 'cgroup-parent') === '',
        "containers are in the engine's own cgroup",
        'containers are put into another cgroup',
        optionProofs(options, 'cgroup-parent'),
      ),
  }),
  daemonCheck({
    id: '2.11',
    title: 'Base device size unchanged',
    level: 2,
    severity: 'low',
    explain: {
      what: 'No storage option sets dm.basesize.',
      why: 'A larger base device lets each container fill more of the disk.',
      how: 'Take dm.basesize out of storage-opts.',
    },
    rule: (options) =>
      passIf(
        !allValues(options, 'storage-opt').some((option) => option.startsWith('dm.basesize')),
        'the base device size is not changed',
        'the base device size is changed',
        optionProofs(options, 'storage-opt'),
      ),
  }),
  daemonCheck({
    id: '2.12',
    title: 'Authorization for client commands enabled',
    level: 2,
    severity: 'medium',
    needs: ['info'],
    explain: {
      what: 'At least one authorization plugin is in use.',
      why: 'Without one, whoever may talk to the daemon may do everything.',
      how: 'Install an authorization plugin, and name it in "authorization-plugins" of daemon.json.',
    },
    rule: (options, { info: { authorizationPlugins } }) =>
      passIf(
        allValues(options, 'authorization-plugin').length > 0 || authorizationPlugins.length > 0,
        'commands are authorised by a plugin',
        'no authorization plugin',
        [...optionProofs(options, 'authorization-plugin'), proof('Plugins.Authorization', authorizationPlugins)],
      ),
  }),
  daemonCheck({
    id: '2.14',
    title: 'No new privileges by default',
    severity: 'medium',
    explain: {
      what: 'no-new-privileges is on for every container.',
      why: 'A setuid program in an image cannot make root of a user then.',
      how: 'Set "no-new-privileges": true in daemon.json.',
    },
    rule: (options) =>
      passIf(
        isOn(options, 'no-new-privileges'),
        'containers gain no privileges by default',
        'containers may gain privileges',
        optionProofs(options, 'no-new-privileges'),
      ),
  }),
  defineCheck({
    id: '2.6',
    title: 'aufs storage driver not used',
    scope: 'daemon',
    severity: 'low',
    needs: ['info'],
    explain: {
      what: 'The storage driver is not aufs.',
      why: 'aufs is not part of Linux and is maintained no more; it crashed kernels.',
      how: 'Use overlay2 (overlay with podman). Images have to be pulled anew.',
    },
    rule: ({ info: { driver } }) =>
      passIf(driver !== 'aufs', `the storage driver is ${driver}`, 'the storage driver is aufs', [
        proof('storage driver', driver),
      ]),
  }),
  defineCheck({
    id: '2.17',
    title: 'Daemon-wide seccomp profile as fits',
    level: 2,
    mode: 'manual',
    scope: 'daemon',
    severity: 'medium',
    needs: ['info'],
    explain: {
      what: "Containers get a seccomp profile unless they say otherwise: the engine's own (builtin, default) or a file.",
      why: 'The profile keeps containers from system calls that few programs need and that break-outs use.',
      how: 'Take "seccomp-profile": "unconfined" out of daemon.json; use a kernel with seccomp.',
    },
    rule: seccompDefault,
  }),
];

function userNamespaces({ info: { securityOptions }, engine }: Facts<'info'>) {
  const proofs = [proof('security options', securityOptions), proof('rootless', engine.rootless)];
  if (engine.rootless) return pass('a rootless engine lives in a user namespace', proofs);
  if (engine.name === 'podman') return notApplicable('podman maps users container by container (--userns)');
  const mapped = securityOptions.some((option) => option.startsWith('name=userns'));
  return mapped
    ? pass('users of containers are mapped', proofs)
    : fail('root of a container is root of the host', proofs);
}

function seccompDefault({ info: { securityOptions } }: Facts<'info'>) {
  const option = securityOptions.find((text) => text.startsWith('name=seccomp'));
  const profile = /profile=([^,]*)/.exec(option ?? '')?.[1] ?? '';
  const proofs = [proof('security options', securityOptions)];
  if (!option) return info('the engine uses no seccomp', proofs);
  return profile === 'unconfined'
    ? info('containers run without a seccomp profile unless they ask for one', proofs)
    : pass(`the seccomp profile is ${profile || "the engine's own"}`, proofs);
}
