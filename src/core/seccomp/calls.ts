/** The system calls an ordinary container may not make, after docker's default profile (profiles/seccomp of moby). */
import type { Capability } from '../capabilities.ts';

/** Machines by Node's name (process.arch), and what audit(7) calls them in linux/audit.h. */
export const AUDIT_ARCH = { x64: 0xc000_003e, arm64: 0xc000_00b7 } as const;
export type Machine = keyof typeof AUDIT_ARCH;

/** A call's number on each machine; undefined where it does not exist. */
export interface Call {
  x64: number;
  arm64?: number;
}

export interface DeniedCall extends Call {
  name: string;
  /** Having one of these allows the call. */
  unless: readonly Capability[];
}

/** Calls that are looked at more closely: their arguments matter. */
export const IOCTL = { x64: 16, arm64: 29 } as const;
export const CLONE: Call = { x64: 56, arm64: 220 };
export const UNSHARE: Call = { x64: 272, arm64: 97 };
/** Its flags lie in memory, which a filter cannot read. */
export const CLONE3: Call = { x64: 435, arm64: 435 };

const call = (name: string, x64: number, arm64: number | undefined, ...unless: Capability[]): DeniedCall => ({
  name,
  x64,
  ...(arm64 === undefined ? {} : { arm64 }),
  unless,
});

/** Numbers from asm/unistd_64.h and asm-generic/unistd.h; since 424 they are the same everywhere. */
export const DENIED: readonly DeniedCall[] = [
  // keys are not kept apart by namespaces
  call('add_key', 248, 217),
  call('request_key', 249, 218),
  call('keyctl', 250, 219),
  call('userfaultfd', 323, 282),
  call('io_uring_setup', 425, 425),
  call('io_uring_enter', 426, 426),
  call('io_uring_register', 427, 427),
  call('open_by_handle_at', 304, 265, 'DAC_READ_SEARCH'),
  call('bpf', 321, 280, 'SYS_ADMIN', 'BPF'),
  call('perf_event_open', 298, 241, 'SYS_ADMIN', 'PERFMON'),
  call('fanotify_init', 300, 262, 'SYS_ADMIN'),
  call('quotactl', 179, 60, 'SYS_ADMIN'),
  call('setns', 308, 268, 'SYS_ADMIN'),
  call('mount', 165, 40, 'SYS_ADMIN'),
  call('umount2', 166, 39, 'SYS_ADMIN'),
  call('pivot_root', 155, 41, 'SYS_ADMIN'),
  call('open_tree', 428, 428, 'SYS_ADMIN'),
  call('move_mount', 429, 429, 'SYS_ADMIN'),
  call('fsopen', 430, 430, 'SYS_ADMIN'),
  call('fsconfig', 431, 431, 'SYS_ADMIN'),
  call('fsmount', 432, 432, 'SYS_ADMIN'),
  call('fspick', 433, 433, 'SYS_ADMIN'),
  call('mount_setattr', 442, 442, 'SYS_ADMIN'),
  call('sethostname', 170, 161, 'SYS_ADMIN'),
  call('setdomainname', 171, 162, 'SYS_ADMIN'),
  call('swapon', 167, 224, 'SYS_ADMIN'),
  call('swapoff', 168, 225, 'SYS_ADMIN'),
  call('syslog', 103, 116, 'SYS_ADMIN', 'SYSLOG'),
  call('init_module', 175, 105, 'SYS_MODULE'),
  call('finit_module', 313, 273, 'SYS_MODULE'),
  call('delete_module', 176, 106, 'SYS_MODULE'),
  call('reboot', 169, 142, 'SYS_BOOT'),
  call('kexec_load', 246, 104, 'SYS_BOOT'),
  call('kexec_file_load', 320, 294, 'SYS_BOOT'),
  call('settimeofday', 164, 170, 'SYS_TIME'),
  call('clock_settime', 227, 112, 'SYS_TIME'),
  call('acct', 163, 89, 'SYS_PACCT'),
  call('vhangup', 153, 58, 'SYS_TTY_CONFIG'),
  call('iopl', 172, undefined, 'SYS_RAWIO'),
  call('ioperm', 173, undefined, 'SYS_RAWIO'),
];
