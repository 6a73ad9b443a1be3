/** Linux system calls that Node lacks, each failing with an SpcError that says what was tried. For the helpers only. */
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import type { Propagation } from '../core/builtin-plan.ts';
import type { Capability } from '../core/capabilities.ts';
import {
  AT_EMPTY_PATH,
  AT_FDCWD,
  AT_RECURSIVE,
  CLOSE_RANGE_CLOEXEC,
  F_SETFD,
  MNT_DETACH,
  MOUNT_ATTR,
  MOVE_MOUNT_F_EMPTY_PATH,
  MOVE_MOUNT_T_SYMLINKS,
  MS_PROPAGATION,
  OPEN_TREE_CLOEXEC,
  OPEN_TREE_CLONE,
  PR,
  RLIMIT,
  SYS,
  TTY,
} from './linux/constants.ts';
import { linuxError } from './linux/error.ts';
import * as libc from './linux/libc.ts';

/** Passes a call's result on; throws when it is -1. */
function check(result: number, what: string, call: string, needs?: Capability): number {
  if (result < 0) throw linuxError(what, call, libc.errno(), needs);
  return result;
}

/** New namespaces for this thread; `flags` of CLONE. */
export function unshare(flags: number, what: string): void {
  check(libc.unshare(flags), what, 'unshare', 'SYS_ADMIN');
}

/** Joins the namespace a descriptor of /proc/PID/ns stands for. */
export function setns(fd: number, type: number, what: string): void {
  check(libc.setns(fd, type), what, 'setns', 'SYS_ADMIN');
}

/** Joins the namespace a path such as /proc/42/ns/net stands for. */
export function joinNamespace(path: string, type: number): void {
  const fd = openSync(path, 'r');
  try {
    setns(fd, type, `cannot join the namespace ${path}`);
  } finally {
    closeSync(fd);
  }
}

/**
 * Joins several namespaces of a process at once, by a descriptor of pidfd_open(2) (Linux 5.8, setns(2)). Returns false where
 * the kernel cannot.
 */
export function setnsOf(pidfd: number, types: number, what: string): boolean {
  if (libc.setns(pidfd, types) === 0) return true;
  const { EINVAL, EBADF } = constants.errno;
  const code = libc.errno();
  if (code === EINVAL || code === EBADF) return false;
  throw linuxError(what, 'setns', code, 'SYS_ADMIN');
}

/** A descriptor that stands for a process and no later one of its number (pidfd_open(2)); -1 where the kernel has none (before 5.3). */
export function openPidfd(pid: number, what: string): number {
  const fd = libc.syscall(SYS.pidfd_open, pid, 0, 0);
  if (fd < 0 && libc.errno() !== constants.errno.ENOSYS) throw linuxError(what, 'pidfd_open', libc.errno());
  return fd;
}

/** A session of its own, without a terminal: none can be taken from the caller, and none typed into (TIOCSTI). */
export function newSession(): void {
  check(libc.setsid(), 'cannot leave the terminal', 'setsid');
}

/** Makes the terminal on standard input that of this session: ioctl_tty(2) TIOCSCTTY. */
export function takeTerminal(): void {
  check(libc.ioctlNumber(0, TTY.TIOCSCTTY, 0), 'cannot take the terminal', 'ioctl');
}

/** mount(2). */
export function mount(type: string | null, source: string | null, target: string, flags: number, data?: string): void {
  const what = `cannot mount ${type ?? source ?? 'again'} on ${target}`;
  check(libc.mount(source, target, type, flags, data ?? null), what, 'mount', 'SYS_ADMIN');
}

/** A detached copy of the mounts at `path`, to be put elsewhere by `attach`; with all below when `recursive`. */
export function cloneMount(path: string, recursive: boolean): number {
  const flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (recursive ? AT_RECURSIVE : 0);
  const result = libc.syscallAt(SYS.open_tree, AT_FDCWD, path, flags);
  return check(result, `cannot bind ${path}`, 'open_tree', 'SYS_ADMIN');
}

export interface MountAttributes {
  readonly: boolean;
  nodev: boolean;
  propagation?: Propagation;
}

/** Sets attributes on all mounts of a detached copy. */
export function setAttributes(fd: number, { readonly, nodev, propagation }: MountAttributes, what: string): void {
  const set = (readonly ? MOUNT_ATTR.RDONLY : 0) | (nodev ? MOUNT_ATTR.NODEV : 0);
  const spread = propagation ? MS_PROPAGATION[propagation] : 0;
  const attributes = new BigUint64Array([BigInt(set), 0n, BigInt(spread), 0n]);
  const flags = AT_EMPTY_PATH | AT_RECURSIVE;
  const result = libc.syscallAttributes(SYS.mount_setattr, fd, '', flags, attributes, attributes.byteLength);
  check(result, what, 'mount_setattr', 'SYS_ADMIN');
}

/** Puts a detached mount on `target`, and closes its descriptor. */
export function attach(fd: number, target: string): void {
  const flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS;
  const result = libc.syscallMove(SYS.move_mount, fd, '', AT_FDCWD, target, flags);
  check(result, `cannot mount on ${target}`, 'move_mount', 'SYS_ADMIN');
  closeSync(fd);
}

/** Makes `root` (a mount point) this process's root and lets go of the old one: nothing of the host stays reachable. */
export function enterRoot(root: string): void {
  chdir(root);
  check(libc.pivotRoot('.', '.'), `cannot make ${root} the root`, 'pivot_root', 'SYS_ADMIN');
  check(libc.umount2('.', MNT_DETACH), 'cannot let go of the host root', 'umount2', 'SYS_ADMIN');
  chdir('/');
}

/** chroot(2) and chdir to its top. */
export function chroot(path: string): void {
  check(libc.chroot(path), `cannot enter ${path}`, 'chroot', 'SYS_CHROOT');
  chdir('/');
}

/** chdir(2) by the system call: Node's own remembers the path. */
export function chdir(path: string): void {
  check(libc.chdir(path), `cannot enter the directory ${path}`, 'chdir', 'DAC_READ_SEARCH');
}

/** Throws when the working directory lies outside this process's root (CVE-2024-21626). */
export function checkDirectory(): void {
  const PATH_MAX = 4096;
  const outside = libc.getcwd(Buffer.alloc(PATH_MAX), PATH_MAX) === null;
  if (outside) throw linuxError('the working directory is outside the container', 'getcwd', libc.errno());
}

export function sethostname(name: string): void {
  check(libc.sethostname(name, Buffer.byteLength(name)), 'cannot set the host name', 'sethostname', 'SYS_ADMIN');
}

/** The kernel kills this process when the thread that started it ends. Cleared when the user changes. */
export function dieWithParent(): void {
  const SIGKILL = 9;
  check(libc.prctl(PR.SET_PDEATHSIG, SIGKILL, 0, 0, 0), 'cannot tie the container to spc', 'prctl');
}

/** No process without CAP_SYS_PTRACE may look into this one (CVE-2016-9962). */
export function hideFromTracers(): void {
  check(libc.prctl(PR.SET_DUMPABLE, 0, 0, 0, 0), 'cannot protect the helper', 'prctl');
}

export function forbidNewPrivileges(): void {
  check(libc.prctl(PR.SET_NO_NEW_PRIVS, 1, 0, 0, 0), 'cannot set no-new-privileges', 'prctl');
}

/** Every descriptor above 2 closes at exec (CVE-2024-21626). */
export function closeAtExec(): void {
  check(
    libc.syscall(SYS.close_range, 3, 0x7fff_ffff, CLOSE_RANGE_CLOEXEC),
    'cannot protect descriptors',
    'close_range',
  );
}

/** Sets a limit of this process; `name` is one of RLIMIT. */
export function setRlimit(name: string, soft: bigint, hard: bigint): void {
  const resource = RLIMIT[name] ?? -1;
  const result = libc.setrlimit(resource, new BigUint64Array([soft, hard]));
  check(result, `cannot set the limit ${name} to ${soft}:${hard}`, 'setrlimit', 'SYS_RESOURCE');
}

/** Calls `work` with a lower soft limit, which what it starts inherits. */
export function withSoftLimit<T>(name: string, soft: bigint, work: () => T): T {
  const limits = new BigUint64Array(2);
  check(libc.getrlimit(RLIMIT[name] ?? -1, limits), `cannot read the limit ${name}`, 'getrlimit');
  const [current = 0n, hard = 0n] = limits;
  if (soft >= current) return work();
  setRlimit(name, soft, hard);
  try {
    return work();
  } finally {
    setRlimit(name, current, hard);
  }
}

/** Lowers the soft limit and leaves the hard one. */
export function lowerSoftLimit(name: string, soft: bigint): void {
  const limits = new BigUint64Array(2);
  check(libc.getrlimit(RLIMIT[name] ?? -1, limits), `cannot read the limit ${name}`, 'getrlimit');
  const [current = 0n, hard = 0n] = limits;
  if (soft < current) setRlimit(name, soft, hard);
}

/** Becomes a user: groups first, the user last, as each needs what the next gives up. */
export function becomeUser(uid: number, gid: number, groups: readonly number[]): void {
  const what = `cannot become user ${uid}:${gid}`;
  check(libc.setgroups(groups.length, Uint32Array.from(groups)), what, 'setgroups', 'SETGID');
  check(libc.setresgid(gid, gid, gid), what, 'setresgid', 'SETGID');
  check(libc.setresuid(uid, uid, uid), what, 'setresuid', 'SETUID');
}

/**
 * Replaces this process by a program; returns the errno when that fails. Node leaves SIGPIPE and SIGXFSZ ignored and
 * 0–2 closing at exec: both are mended first.
 */
export function exec(path: string, argv: readonly string[], env: readonly string[]): number {
  const SIGPIPE = 13;
  const SIGXFSZ = 25;
  libc.signal(SIGPIPE, 0);
  libc.signal(SIGXFSZ, 0);
  for (const fd of [0, 1, 2]) libc.fcntl(fd, F_SETFD, 0);
  libc.execve(path, [...argv, null], [...env, null]);
  return libc.errno();
}
