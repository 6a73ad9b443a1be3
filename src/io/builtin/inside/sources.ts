/** Copies of the host's mounts, taken while the host's root is still in sight; put in place when it no longer is. */
import { mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import type { BindMount, BuiltinPlan, Propagation } from '../../../core/builtin-plan.ts';
import { SpcError } from '../../../core/errors.ts';
import { cloneMount, setAttributes } from '../../linux.ts';

/** A detached mount and where it goes. */
export interface Placement {
  fd: number;
  target: string;
  directory: boolean;
}

interface CloneOptions {
  readonly?: boolean;
  nodev?: boolean;
  propagation?: Propagation;
}

/** Copies the mounts at a host path, with all below. */
export function place(source: string, target: string, options: CloneOptions = {}): Placement {
  const directory = statSync(source).isDirectory();
  const fd = cloneMount(source, directory);
  const { readonly = false, nodev = false, propagation = 'private' } = options;
  setAttributes(fd, { readonly, nodev, propagation }, `cannot prepare the mount of ${source}`);
  return { fd, target, directory };
}

/**
 * The binds a plan asks for. Without --privileged no device can be opened through them: that is what docker's device
 * cgroup does, and MKNOD is among the default capabilities.
 */
export function placeBinds({ binds, confinement }: BuiltinPlan): Placement[] {
  return binds.map((bind) => {
    prepareSource(bind);
    return place(bind.source, bind.target, {
      readonly: bind.readonly,
      nodev: !confinement.privileged,
      propagation: bind.propagation,
    });
  });
}

function prepareSource({ source, target, create, propagation }: BindMount): void {
  try {
    statSync(source);
  } catch (error) {
    if (!create) throw new SpcError('system', `cannot bind ${source} on ${target}`, (error as Error).message);
    mkdirSync(source, { recursive: true });
  }
  if (propagation === 'shared' && !isShared(source, readFileSync('/proc/self/mountinfo', 'utf8'))) {
    throw new SpcError(
      'system',
      `cannot bind ${source} with shared propagation`,
      'the mount it is on is not shared',
      'make it so with: mount --make-shared, or leave :shared out',
    );
  }
}

/** Whether the mount a path lies on has peers: `shared:N` among the optional fields of proc_pid_mountinfo(5). */
function isShared(path: string, mountinfo: string): boolean {
  const real = realpathSync(path);
  let best = { length: -1, shared: false };
  for (const line of mountinfo.split('\n')) {
    const point = line.split(' ')[4] ?? '';
    const below = real === point || real.startsWith(point === '/' ? '/' : `${point}/`);
    if (point && below && point.length >= best.length) {
      best = { length: point.length, shared: /^[^-]* shared:\d/.test(line.split(' - ')[0] ?? '') };
    }
  }
  return best.shared;
}
