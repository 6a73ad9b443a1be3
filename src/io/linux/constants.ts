/** Numbers of the Linux ABI that the helpers use; equal on x86-64 and arm64 (linux/mount.h, sched.h, prctl.h …). */

/** clone(2) flags, by the name of the namespace under /proc/PID/ns. */
export const CLONE = {
  mnt: 0x0002_0000,
  cgroup: 0x0200_0000,
  uts: 0x0400_0000,
  ipc: 0x0800_0000,
  user: 0x1000_0000,
  pid: 0x2000_0000,
  net: 0x4000_0000,
  time: 0x80,
} as const;

/** A file system position of this thread's own: what joining a mount namespace needs in a process of several threads. */
export const CLONE_FS = 0x200;

/** mount(2) flags. */
export const MS = {
  RDONLY: 0x1,
  NOSUID: 0x2,
  NODEV: 0x4,
  NOEXEC: 0x8,
  REMOUNT: 0x20,
  BIND: 0x1000,
  REC: 0x4000,
  SLAVE: 0x8_0000,
} as const;

/** mount_setattr(2): attributes and the propagation types it takes. */
export const MOUNT_ATTR = { RDONLY: 0x1, NODEV: 0x4 } as const;
export const MS_PROPAGATION = { private: 0x4_0000, slave: 0x8_0000, shared: 0x10_0000 } as const;

export const MNT_DETACH = 2;
export const UMOUNT_NOFOLLOW = 8;
export const AT_FDCWD = -100;
export const AT_EMPTY_PATH = 0x1000;
export const AT_RECURSIVE = 0x8000;
export const OPEN_TREE_CLONE = 1;
export const OPEN_TREE_CLOEXEC = 0x8_0000;
export const MOVE_MOUNT_F_EMPTY_PATH = 0x4;
export const MOVE_MOUNT_T_SYMLINKS = 0x10;
export const CLOSE_RANGE_CLOEXEC = 0x4;

/** System calls without a wrapper in older C libraries; numbers since 5.1 are the same on every architecture. */
export const SYS = {
  pidfd_send_signal: 424,
  open_tree: 428,
  move_mount: 429,
  pidfd_open: 434,
  close_range: 436,
  mount_setattr: 442,
} as const;

/** keyctl(2) by machine, and its operation. */
export const KEYCTL = { x64: 250, arm64: 219 } as const;
export const KEYCTL_JOIN_SESSION_KEYRING = 1;

export const PR = {
  SET_PDEATHSIG: 1,
  SET_DUMPABLE: 4,
  SET_SECCOMP: 22,
  CAPBSET_DROP: 24,
  SET_NO_NEW_PRIVS: 38,
  CAP_AMBIENT: 47,
} as const;
export const PR_CAP_AMBIENT_CLEAR_ALL = 4;
export const SECCOMP_MODE_FILTER = 2;

export const F_SETFD = 2;

/** ioctl_tty(2) requests. */
export const TTY = {
  TCGETS: 0x5401,
  TCSETS: 0x5402,
  TIOCSCTTY: 0x540e,
  TIOCGWINSZ: 0x5413,
  TIOCSWINSZ: 0x5414,
  TIOCGPTPEER: 0x5441,
  TIOCSPTLCK: 0x4004_5431,
} as const;

/** getrlimit(2) resources, by docker's names. */
export const RLIMIT: Readonly<Record<string, number>> = {
  cpu: 0,
  fsize: 1,
  data: 2,
  stack: 3,
  core: 4,
  rss: 5,
  nproc: 6,
  nofile: 7,
  memlock: 8,
  locks: 10,
  sigpending: 11,
  msgqueue: 12,
  nice: 13,
  rtprio: 14,
  rttime: 15,
};
