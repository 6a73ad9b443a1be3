/** The C library's calls for a netlink socket. Loads koffi: import it late. */
import { koffi } from '../linux/koffi.ts';

const libc = koffi.load('libc.so.6');

export const send: (fd: number, message: Uint8Array, length: number, flags: number) => number = libc.func(
  'long send(int fd, const uint8_t *message, size_t length, int flags)',
);
export const recv: (fd: number, buffer: Uint8Array, length: number, flags: number) => number = libc.func(
  'long recv(int fd, _Out_ uint8_t *buffer, size_t length, int flags)',
);
export { errno, setns, socket } from '../linux/libc.ts';
