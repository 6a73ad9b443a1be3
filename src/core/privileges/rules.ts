/** The table of all options: name → rule. A name in neither this table nor the ordinary ones is unjudged. */
import { capAdd, capDrop } from './capabilities.ts';
import { device, deviceCgroupRule, gpus } from './devices.ts';
import * as engine from './engine.ts';
import { env, envHost, groupAdd, readsFile, user, workdir, writesFile } from './environment.ts';
import { always, ordinary, type Rule, tightens, whenOn } from './judged.ts';
import * as limits from './limits.ts';
import { mount } from './mounts.ts';
import { cgroupns, ipc, pid, userns, uts } from './namespaces.ts';
import { network, publish, publishAll } from './network.ts';
import { ORDINARY_OPTIONS } from './ordinary.ts';
import { eachReading } from './readings.ts';
import { securityOpt } from './security-opt.ts';
import { volume, volumeDriver, volumesFrom } from './volumes.ts';

const PRIVILEGED =
  'all capabilities, all devices, no seccomp, AppArmor or SELinux confinement: root on the host in one step';
const SOCKET = 'controls the engine through its socket: starts any privileged container';
const idFile = writesFile('medium', 'has the engine write a small file on the host');

const RULES: Record<string, Rule> = {
  privileged: whenOn('critical', PRIVILEGED),
  pid,
  ipc,
  uts,
  userns,
  cgroupns,
  network,
  publish,
  'publish-all': publishAll,
  'cap-add': capAdd,
  'cap-drop': capDrop,
  device,
  'device-cgroup-rule': deviceCgroupRule,
  gpus,
  'security-opt': securityOpt,
  'seccomp-policy': engine.seccompPolicy,
  volume,
  mount,
  'volumes-from': volumesFrom,
  'volume-driver': volumeDriver,
  'use-api-socket': whenOn('critical', SOCKET),
  env,
  'env-host': envHost,
  'env-file': eachReading(readsFile('medium', 'reads a file of the host into its environment')),
  'label-file': eachReading(readsFile('medium', 'reads a file of the host into its labels')),
  'hosts-file': readsFile('low', 'reads a file of the host into /etc/hosts'),
  authfile: readsFile('low', 'has the engine read registry credentials from a file'),
  'cert-dir': readsFile('low', 'has the engine read registry certificates from a folder'),
  'signature-policy': readsFile('medium', 'has the engine trust image signatures by other rules'),
  'init-path': readsFile('medium', 'runs a program of the host as its init'),
  'init-binary': readsFile('medium', 'runs a program of the host as its init'),
  'ipfs-address': always('low', 'fetches its image through a server the label names'),
  'pod-id-file': eachReading(readsFile('high', 'shares network and memory with the containers of a pod')),
  'decryption-key': eachReading(readsFile('medium', 'has the engine read a private key')),
  cidfile: idFile,
  pidfile: idFile,
  'conmon-pidfile': idFile,
  'health-log-destination': writesFile('medium', 'writes the output of its health check on the host'),
  secret: always('medium', "reads a secret from the engine's store"),
  user,
  'group-add': eachReading(groupAdd),
  hostuser: always('low', 'has an account of the host in its /etc/passwd'),
  workdir,
  annotation: eachReading(engine.annotation),
  label: engine.label,
  link: always('low', 'reaches another container and reads its environment'),
  restart: engine.restart,
  replace: whenOn('medium', 'removes the container that has its name'),
  requires: always('low', 'starts other containers'),
  pod: engine.pod,
  'preserve-fds': engine.preserveFds,
  'preserve-fd': engine.preserveFds,
  runtime: engine.runtime,
  'hooks-dir': always('critical', 'has the engine run programs the label names, as root on the host'),
  'log-driver': engine.logDriver,
  'log-opt': eachReading(engine.logOpt),
  sdnotify: engine.sdnotify,
  systemd: limits.systemd,
  'storage-opt': eachReading(engine.storageOpt),
  'tls-verify': engine.tlsVerify,
  personality: always('low', 'runs under another execution domain'),
  'cgroup-parent': always('medium', 'lives under a cgroup it names, beyond the limits set for containers'),
  'cgroup-conf': always('medium', 'changes settings of its cgroup'),
  cgroups: limits.cgroups,
  'rdt-class': always('low', 'belongs to a class of cache and memory bandwidth'),
  'cpu-rt-period': always('medium', 'takes CPU time from the host with real-time priority'),
  'cpu-rt-runtime': always('medium', 'takes CPU time from the host with real-time priority'),
  'oom-kill-disable': limits.oomKillDisable,
  'oom-score-adj': limits.oomScoreAdj,
  sysctl: eachReading(limits.sysctl),
  ulimit: always('low', 'has other limits than the engine gives'),
  'read-only': limits.readOnly,
  memory: limits.limit,
  cpus: limits.limit,
  'cpu-period': ordinary,
  'cpu-quota': limits.limit,
  'cpuset-cpus': limits.limit,
  'cpuset-mems': limits.limit,
  'pids-limit': limits.pidsLimit,
  'device-read-bps': tightens,
  'device-read-iops': tightens,
  'device-write-bps': tightens,
  'device-write-iops': tightens,
};

/** The rule of an option by its canonical name; undefined: nobody knows what it gives. */
export function ruleFor(name: string): Rule | undefined {
  if (Object.hasOwn(RULES, name)) return RULES[name];
  return ORDINARY_OPTIONS.has(name) ? ordinary : undefined;
}
