/** The container's file system: its layer over the image, the mounts on it, and the way in. */
import type { BuiltinPlan, TmpfsMount } from '../../../core/builtin-plan.ts';
import { SpcError } from '../../../core/errors.ts';
import { CLONE, MS } from '../../linux/constants.ts';
import { enterRoot, mount, unshare } from '../../linux.ts';
import type { RunHelperPlan } from '../helper-plan.ts';
import { masks } from './masks.ts';
import { placeBinds } from './sources.ts';
import { type MountStep, placed, systemMounts } from './system-mounts.ts';
import { isBelow, makeTarget } from './target.ts';

/**
 * Leaves the host's file system for the container's. Host paths are copied as detached mounts first, then the root is
 * changed, then they are put in place: targets are resolved by the kernel inside the new root, so a link in the image
 * cannot lead a mount out (CVE-2018-15664's kind).
 */
export function enterContainer({ plan, rootfs, scratch }: RunHelperPlan): void {
  unshare(CLONE.mnt, 'cannot make a mount namespace');
  const own = [...placeBinds(plan).map(placed), ...plan.tmpfs.map(tmpfs)];
  const targets = own.map(({ target }) => target);
  const replaced = targets.filter((target) => target === '/dev' || target === '/sys');
  const system = systemMounts(plan, `${scratch}/files`).filter(
    ({ target }) => !targets.includes(target) && !isBelow(target, replaced),
  );
  const mask = plan.masked ? masks() : () => {};
  mount(null, null, '/', MS.REC | MS.SLAVE);
  mountRoot(plan, rootfs, scratch);
  enterRoot(`${scratch}/merged`);
  mountAll([...system, ...own], plan.confinement.privileged ? targets : [...targets, '/dev']);
  mask();
}

function mountRoot(plan: BuiltinPlan, rootfs: string, scratch: string): void {
  const options = `lowerdir=${rootfs},upperdir=${scratch}/upper,workdir=${scratch}/work`;
  try {
    mount('overlay', 'overlay', `${scratch}/merged`, rootFlags(plan), options);
  } catch (error) {
    if (!(error instanceof SpcError) || error.code !== 'system') throw error;
    throw new SpcError(
      'system',
      'cannot put a writable layer over the image',
      error.why,
      'the kernel needs overlay (modprobe overlay), on a disk that is no overlay itself: move the store with SPC_STORE',
    );
  }
}

/** Shallow first, as a mount hides what was mounted below it before. */
function mountAll(steps: MountStep[], fillable: readonly string[]): void {
  for (const step of steps) step.prepare();
  const depth = ({ target }: MountStep) => target.split('/').filter(Boolean).length;
  for (const step of steps.toSorted((a, b) => depth(a) - depth(b))) {
    // Only what was meant to lie on another mount is made there: it may be made on the host.
    if (isBelow(step.target, fillable)) step.prepare();
    step.act();
  }
}

function tmpfs({ target, options, readonly, exec, suid, dev }: TmpfsMount): MountStep {
  const flags = (readonly ? MS.RDONLY : 0) | (exec ? 0 : MS.NOEXEC) | (suid ? 0 : MS.NOSUID) | (dev ? 0 : MS.NODEV);
  return {
    target,
    prepare: () => makeTarget(target, true),
    act: () => mount('tmpfs', 'tmpfs', target, flags, options),
  };
}

/** Write-protects the root once everything that had to be made in it is made. */
export function protectRoot(plan: BuiltinPlan): void {
  if (plan.readOnlyRoot) mount(null, null, '/', MS.REMOUNT | MS.BIND | MS.RDONLY | rootFlags(plan));
}

const rootFlags = ({ confinement }: BuiltinPlan) => (confinement.privileged ? 0 : MS.NODEV);
