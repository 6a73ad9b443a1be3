/** The C library's functions through koffi. Loading it costs 5–15 ms: only the helpers import this file, or whoever needs it, late. */
import { PR, SECCOMP_MODE_FILTER } from './constants.ts';
import { koffi } from './koffi.ts';

const libc = koffi.load('libc.so.6');

type Call<A extends unknown[]> = (...args: A) => number;
type Text = string | null;

export const unshare: Call<[flags: number]> = libc.func('int unshare(int flags)');
export const setns: Call<[fd: number, types: number]> = libc.func('int setns(int fd, int types)');
export const mount: Call<[source: Text, target: string, type: Text, flags: number, data: Text]> = libc.func(
  'int mount(const char *source, const char *target, const char *type, unsigned long flags, const char *data)',
);
export const umount2: Call<[target: string, flags: number]> = libc.func('int umount2(const char *target, int flags)');
export const pivotRoot: Call<[root: string, old: string]> = libc.func(
  'int pivot_root(const char *new_root, const char *put_old)',
);
export const chroot: Call<[path: string]> = libc.func('int chroot(const char *path)');
export const chdir: Call<[path: string]> = libc.func('int chdir(const char *path)');
export const getcwd: (buffer: Buffer, size: number) => unknown = libc.func(
  'void *getcwd(_Out_ uint8_t *buffer, size_t size)',
);
export const prctl: Call<[option: number, a: number, b: number, c: number, d: number]> = libc.func(
  'int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)',
);
koffi.struct('sock_fprog', { length: 'uint16_t', filter: 'const uint8_t *' });
const prctlProgram: Call<[option: number, mode: number, program: { length: number; filter: Buffer }]> = libc.func(
  'int prctl(int option, unsigned long mode, const sock_fprog *program)',
);
/** prctl(2) PR_SET_SECCOMP with a BPF program of `length` instructions. */
export const installSeccomp: Call<[length: number, filter: Buffer]> = (length, filter) =>
  prctlProgram(PR.SET_SECCOMP, SECCOMP_MODE_FILTER, { length, filter });
export const capset: Call<[header: Buffer, data: Buffer]> = libc.func(
  'int capset(const uint8_t *header, const uint8_t *data)',
);
export const sethostname: Call<[name: string, length: number]> = libc.func(
  'int sethostname(const char *name, size_t length)',
);
export const setgroups: Call<[count: number, groups: Uint32Array]> = libc.func(
  'int setgroups(size_t count, const uint32_t *groups)',
);
export const setresgid: Call<[r: number, e: number, s: number]> = libc.func(
  'int setresgid(uint32_t r, uint32_t e, uint32_t s)',
);
export const setresuid: Call<[r: number, e: number, s: number]> = libc.func(
  'int setresuid(uint32_t r, uint32_t e, uint32_t s)',
);
export const setrlimit: Call<[resource: number, limits: BigUint64Array]> = libc.func(
  'int setrlimit(int resource, const uint64_t *limits)',
);
export const getrlimit: Call<[resource: number, limits: BigUint64Array]> = libc.func(
  'int getrlimit(int resource, _Out_ uint64_t *limits)',
);
export const signal: (number: number, handler: number) => unknown = libc.func(
  'void *signal(int number, intptr_t handler)',
);
export const socket: Call<[domain: number, type: number, protocol: number]> = libc.func(
  'int socket(int domain, int type, int protocol)',
);
export const ioctl: Call<[fd: number, request: number, argument: Buffer]> = libc.func(
  'int ioctl(int fd, unsigned long request, uint8_t *argument)',
);
/** ioctl(2) whose argument is a number. */
export const ioctlNumber: Call<[fd: number, request: number, argument: number]> = libc.func(
  'int ioctl(int fd, unsigned long request, long argument)',
);
export const setsid: Call<[]> = libc.func('int setsid()');
export const mkfifo: Call<[path: string, mode: number]> = libc.func('int mkfifo(const char *path, unsigned int mode)');
export const lsetxattr: Call<[path: string, name: string, value: Buffer, size: number, flags: number]> = libc.func(
  'int lsetxattr(const char *path, const char *name, const uint8_t *value, size_t size, int flags)',
);
export const fcntl: Call<[fd: number, command: number, argument: number]> = libc.func(
  'int fcntl(int fd, int command, long argument)',
);
export const execve: Call<[path: string, argv: Text[], env: Text[]]> = libc.func(
  'int execve(const char *path, const char **argv, const char **env)',
);
/** syscall(2) with integers. */
export const syscall: Call<[number: number, a: number, b: number, c: number]> = libc.func(
  'long syscall(long number, long a, long b, long c)',
);
export const syscall4: Call<[number: number, a: number, b: number, c: number, d: number]> = libc.func(
  'long syscall(long number, long a, long b, long c, long d)',
);
/** syscall(2) of (descriptor, path, flags): open_tree. */
export const syscallAt: Call<[number: number, fd: number, path: string, flags: number]> = libc.func(
  'long syscall(long number, long fd, const char *path, long flags)',
);
/** syscall(2) of move_mount. */
export const syscallMove: Call<
  [number: number, from: number, fromPath: string, to: number, toPath: string, flags: number]
> = libc.func('long syscall(long number, long from, const char *fromPath, long to, const char *toPath, long flags)');
/** syscall(2) of mount_setattr. */
export const syscallAttributes: Call<
  [number: number, fd: number, path: string, flags: number, attributes: BigUint64Array, size: number]
> = libc.func(
  'long syscall(long number, long fd, const char *path, long flags, const uint64_t *attributes, size_t size)',
);

/** The errno of the last call. */
export const errno = (): number => koffi.errno();
