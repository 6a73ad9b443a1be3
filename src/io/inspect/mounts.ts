/** The mounts a process sees. */
import { SpcError } from '../../core/errors.ts';
import { type MountEntry, parseMountinfo } from '../../core/processes/mountinfo.ts';
import { readText } from './files.ts';

const MAX_BYTES = 16 * 1024 * 1024;

/** Throws `system` when they cannot be read: it ended, or it is another user's. */
export function readMounts(pid: number): MountEntry[] {
  try {
    return parseMountinfo(readText(`/proc/${pid}/mountinfo`, MAX_BYTES));
  } catch (cause) {
    throw new SpcError('system', `the mounts of process ${pid} cannot be read`, (cause as Error).message, '', {
      cause,
    });
  }
}
