/** The mounts every container gets unless its plan puts something else there; like docker's (oci/defaults.go of moby). */
import { readlinkSync, statSync, symlinkSync } from 'node:fs';
import type { BuiltinPlan } from '../../../core/builtin-plan.ts';
import { MS } from '../../linux/constants.ts';
import { attach, mount } from '../../linux.ts';
import { type Placement, place } from './sources.ts';
import { exists, makeSystemTarget, makeTarget } from './target.ts';

/** One mount to make. */
export interface MountStep {
  target: string;
  /** What must be there to mount on. */
  prepare(): void;
  act(): void;
}

const QUIET = MS.NOSUID | MS.NODEV | MS.NOEXEC;
const CGROUPS = '/sys/fs/cgroup';
const NODES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
const LINKS = {
  fd: '/proc/self/fd',
  stdin: '/proc/self/fd/0',
  stdout: '/proc/self/fd/1',
  stderr: '/proc/self/fd/2',
  ptmx: 'pts/ptmx',
};

/** Takes what is needed of the host now; the steps run inside. */
export function systemMounts(plan: BuiltinPlan, files: string): MountStep[] {
  const { privileged } = plan.confinement;
  return [
    fresh('/proc', 'proc', QUIET),
    ...(privileged ? hostDevices(plan) : ownDevices(plan)),
    fresh('/sys', 'sysfs', QUIET | (privileged ? 0 : MS.RDONLY)),
    ...(exists(CGROUPS) ? [cgroups(!privileged)] : []),
    ...['hosts', 'hostname', 'resolv.conf'].map((name) => placed(place(`${files}/${name}`, `/etc/${name}`))),
  ];
}

/** A copied mount as a step. */
export function placed({ fd, target, directory }: Placement): MountStep {
  return { target, prepare: () => makeTarget(target, directory), act: () => attach(fd, target) };
}

function fresh(target: string, type: string, flags: number, data?: string): MountStep {
  return {
    target,
    prepare: () => makeSystemTarget(target),
    act: () => mount(type, type, target, flags, data),
  };
}

/** A mount below /dev or /sys, where nothing is to be made beforehand: the mount above it covers that. */
function below(target: string, type: string, flags: number, data?: string): MountStep {
  const act = () => {
    makeTarget(target, true);
    mount(type, type, target, flags, data);
  };
  return { target, prepare: () => {}, act };
}

function cgroups(readonly: boolean): MountStep {
  const { fd } = place(CGROUPS, CGROUPS, { readonly });
  return { target: CGROUPS, prepare: () => {}, act: () => attach(fd, CGROUPS) };
}

/** All of the host's /dev, terminals included. Nothing is created there: it would be created on the host. */
function hostDevices(plan: BuiltinPlan): MountStep[] {
  const { fd } = place('/dev', '/dev');
  const dev = { target: '/dev', prepare: () => makeSystemTarget('/dev'), act: () => attach(fd, '/dev') };
  if (plan.namespaces.ipc === 'host') return [dev];
  return [dev, ...ownMemory(plan).filter(({ target }) => exists(target))];
}

function ownMemory({ shmSize }: BuiltinPlan): MountStep[] {
  return [below('/dev/shm', 'tmpfs', QUIET, `mode=1777,size=${shmSize}`), below('/dev/mqueue', 'mqueue', QUIET)];
}

/**
 * A /dev of its own with the harmless nodes, each a bind of the host's: the tmpfs itself is nodev, so that a node made
 * with MKNOD cannot be opened.
 */
function ownDevices(plan: BuiltinPlan): MountStep[] {
  const nodes = NODES.map((name) => place(`/dev/${name}`, `/dev/${name}`));
  const devices = plan.devices.map(({ source, target }) => place(source, target));
  const console = plan.tty ? [place(readlinkSync('/proc/self/fd/0'), '/dev/console')] : [];
  const act = () => {
    mount('tmpfs', 'tmpfs', '/dev', MS.NOSUID | MS.NODEV | MS.NOEXEC, 'mode=755,size=64m');
    for (const [name, target] of Object.entries(LINKS)) symlinkSync(target, `/dev/${name}`);
  };
  const shared = plan.namespaces.ipc === 'host' && statSync('/dev/shm', { throwIfNoEntry: false });
  return [
    { target: '/dev', prepare: () => makeSystemTarget('/dev'), act },
    below('/dev/pts', 'devpts', MS.NOSUID | MS.NOEXEC, 'newinstance,ptmxmode=0666,mode=0620,gid=5'),
    ...(shared ? [onDev(place('/dev/shm', '/dev/shm')), ...ownMemory(plan).slice(1)] : ownMemory(plan)),
    ...[...nodes, ...devices, ...console].map(onDev),
  ];
}

/** A copied mount whose target is made only once /dev is there. */
function onDev({ fd, target, directory }: Placement): MountStep {
  const act = () => {
    makeTarget(target, directory);
    attach(fd, target);
  };
  return { target, prepare: () => {}, act };
}
