/** What a container needs on the host before its helper starts. */
import { chownSync, copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltinPlan } from '../../core/builtin-plan.ts';
import { SpcError } from '../../core/errors.ts';
import { imageDirectory, scratchDirectory } from './paths.ts';

const LOCAL_HOSTS = '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n';

/** Makes the container's layer. Returns the image's root file system and the layer's directory. */
export function prepareScratch(plan: BuiltinPlan): { rootfs: string; scratch: string } {
  const rootfs = join(imageDirectory(plan.imageId), 'rootfs');
  const top = statSync(rootfs, { throwIfNoEntry: false });
  if (!top) throw new SpcError('no-image', `no such image: ${plan.imageRef}`, '', "load it with 'spc image load'");
  const scratch = scratchDirectory(plan.id);
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  for (const name of ['work', 'merged', 'files']) mkdirSync(join(scratch, name));
  const upper = join(scratch, 'upper');
  mkdirSync(upper, { mode: top.mode & 0o7777 }); // the container's / has this one's mode and owner
  chownSync(upper, top.uid, top.gid);
  writeNetworkFiles(plan, join(scratch, 'files'));
  return { rootfs, scratch };
}

/** Copies, as docker makes them: what the container changes is its own. */
function writeNetworkFiles({ namespaces, hostname }: BuiltinPlan, directory: string): void {
  writeFileSync(join(directory, 'hostname'), `${hostname}\n`);
  copyOr('/etc/resolv.conf', join(directory, 'resolv.conf'), '');
  const own = namespaces.net === 'new';
  if (own) writeFileSync(join(directory, 'hosts'), LOCAL_HOSTS);
  else copyOr('/etc/hosts', join(directory, 'hosts'), LOCAL_HOSTS);
}

function copyOr(source: string, target: string, fallback: string): void {
  try {
    copyFileSync(source, target);
  } catch {
    writeFileSync(target, fallback);
  }
}
