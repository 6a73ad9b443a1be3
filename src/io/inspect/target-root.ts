/**
 * Files of a target, read below /proc/PID/root by a privileged process: hostile ground, for whoever owns the container
 * may put anything anywhere, at any time.
 *
 * - No path leads out. Links, `..` and absolute targets are resolved inside the root by the kernel itself
 *   (openat2(2), RESOLVE_IN_ROOT), so nothing can be swapped between a check and its use (CVE-2018-15664). Magic links
 *   such as /proc/self/fd/1 are not followed.
 * - Nothing is opened before it is known what it is: first only a handle (O_PATH), which neither waits for a FIFO's writer
 *   nor wakes a device; then, if it is a regular file of a real file system, that very file is opened through the handle.
 * - /proc, /sys and their like are refused: /proc/kmsg is a regular file, never ends, and takes away what it shows.
 * - No file system that somebody serves (FUSE, NFS …) is entered, and a root that is one is refused: its server may never
 *   answer, and then not even SIGKILL ends the wait. One mounted at this very moment is not seen.
 * - The pid is held to a start time: checked after the root was opened, so it was that process's.
 */
import { closeSync, constants, fstatSync, openSync, type Stats, statfsSync } from 'node:fs';
import { constants as os } from 'node:os';
import { getSystemErrorMessage, getSystemErrorName } from 'node:util';
import { SpcError } from '../../core/errors.ts';
import { parseMountinfo } from '../../core/processes/mountinfo.ts';
import { parseStat } from '../../core/processes/stat.ts';
import { readFrom, tryReadText } from './files.ts';

const O_PATH = 0x20_0000;

/** Types of mountinfo that a server answers for. */
const SERVED = /^(fuse(\..*)?|fuseblk|nfs4?|cifs|smb3?|smbfs|9p|virtiofs|ceph|afs|autofs|lustre|ocfs2|gfs2)$/;

/** linux/magic.h: file systems whose files are the kernel's. */
const PSEUDO = new Set([
  0x9fa0, // proc
  0x6265_6572, // sysfs
  0x6462_6720, // debugfs
  0x7472_6163, // tracefs
  0x7363_6673, // securityfs
  0x6265_6570, // configfs
  0x27_e0eb, // cgroup
  0x6367_7270, // cgroup2
  0xcafe_4a11, // bpf
  0x6165_676c, // pstore
  0xde5e_81e4, // efivarfs
  0x1980_0202, // mqueue
  0x1cd1, // devpts
  0x6e73_6673, // nsfs
  0x4249_4e4d, // binfmt_misc
  0xf97c_ff8c, // selinuxfs
]);

/** The root of a process, open. */
export interface TargetRoot {
  /** A regular file, open for reading; undefined: there is none such, or it is refused. Close it with closeSync. */
  open(path: string): number | undefined;
  /** The bytes of a regular file, cut at `max`; undefined as for `open`. */
  read(path: string, max: number): Buffer | undefined;
  /** What a path leads to, be it a file or a folder; undefined: nothing, or what is refused. */
  stat(path: string): Stats | undefined;
  close(): void;
}

/**
 * Opens the root of a process.
 *
 * @param startTime of proc_pid_stat(5), when the process is known by it
 * @throws SpcError `no-container` when it has ended, `no-capability` without the right to look (ptrace(2) access mode),
 *   `system` for a root that is served, and without openat2(2): a kernel before 5.6, or a seccomp filter
 */
export async function openTargetRoot(pid: number, startTime?: number): Promise<TargetRoot> {
  const { openat2, RESOLVE } = await import('./openat2.ts');
  const served = servedMounts(pid);
  if (served.includes('/')) throw servedRoot(pid);
  const root = openRootHandle(pid);
  if (startTime !== undefined && startTimeOf(pid) !== startTime) {
    closeSync(root);
    throw new SpcError('no-container', `process ${pid} has ended`, "its number is another process's by now");
  }
  const resolve = RESOLVE.IN_ROOT | RESOLVE.NO_MAGICLINKS | (served.length > 0 ? RESOLVE.NO_XDEV : 0);
  const handle = (path: string) => again(() => openat2(root, path, O_PATH, resolve));
  const probe = handle('/');
  if (probe < 0) {
    closeSync(root);
    throw unsafeKernel(-probe);
  }
  closeSync(probe);
  const open = (path: string) => withHandle(handle(path), reopen);
  return {
    open,
    read: (path, max) => withHandle(open(path), (fd) => readFrom(fd, max)),
    stat: (path) => withHandle(handle(path), (fd) => fstatSync(fd)),
    close: () => closeSync(root),
  };
}

/** The kernel gives up when a directory is moved while it resolves `..`: whoever moves them may do so for ever. */
function again(open: () => number): number {
  const TRIES = 16;
  let result = open();
  for (let tries = 1; result === -os.errno.EAGAIN && tries < TRIES; tries++) result = open();
  return result;
}

function unsafeKernel(errno: number): SpcError {
  const why = `openat2: ${getSystemErrorName(-errno)}, ${getSystemErrorMessage(-errno)}`;
  const hint = 'Linux 5.6 or newer is needed, and no seccomp filter that forbids openat2';
  return new SpcError('system', 'files of a container cannot be read safely', why, hint);
}

function openRootHandle(pid: number): number {
  try {
    return openSync(`/proc/${pid}/root`, O_PATH | constants.O_DIRECTORY);
  } catch (cause) {
    const { code = '', errno = 0 } = cause as NodeJS.ErrnoException;
    const why = errno ? `${getSystemErrorName(errno)}, ${getSystemErrorMessage(errno)}` : code;
    const what = `the files of process ${pid} cannot be read`;
    if (code === 'ENOENT' || code === 'ESRCH') throw new SpcError('no-container', what, 'it has ended', '', { cause });
    throw new SpcError('no-capability', what, why, 'run spc as root, with CAP_SYS_PTRACE', { cause });
  }
}

const startTimeOf = (pid: number) => parseStat(tryReadText(`/proc/${pid}/stat`, 4096) ?? '')?.startTime;

/** Where file systems are mounted that a server answers for. */
function servedMounts(pid: number): string[] {
  const mounts = parseMountinfo(tryReadText(`/proc/${pid}/mountinfo`, 16 * 1024 * 1024) ?? '');
  return mounts.filter(({ type }) => SERVED.test(type)).map(({ mountPoint }) => mountPoint);
}

function servedRoot(pid: number): SpcError {
  const why = 'its root file system is served by a program or another machine, which may never answer';
  return new SpcError('system', `the files of process ${pid} are not read`, why);
}

/** The file a handle stands for, if it may be read: the very same, as no path is looked up again. */
function reopen(handle: number): number | undefined {
  if (!fstatSync(handle).isFile()) return undefined;
  const path = `/proc/self/fd/${handle}`;
  if (PSEUDO.has(statfsSync(path).type)) return undefined;
  return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
}

/** Does something with a descriptor and closes it. What the system refuses is undefined. */
function withHandle<T>(fd: number | undefined, action: (fd: number) => T): T | undefined {
  if (fd === undefined || fd < 0) return undefined;
  try {
    return action(fd);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).errno === undefined) throw error;
    return undefined;
  } finally {
    closeSync(fd);
  }
}
