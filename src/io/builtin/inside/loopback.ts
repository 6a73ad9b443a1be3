/** A new network namespace's only interface. */
import { closeSync } from 'node:fs';
import { linuxError } from '../../linux/error.ts';
import { errno, ioctl, socket } from '../../linux/libc.ts';

const AF_INET = 2;
const SOCK_DGRAM = 2;
const SIOCSIFFLAGS = 0x8914;
const IFF_UP = 0x1;
const IFF_RUNNING = 0x40;
/** sizeof(struct ifreq): a name of 16 bytes, then a union that starts with the flags. */
const IFREQ_SIZE = 40;
const FLAGS_AT = 16;

/** Brings lo up: netdevice(7). */
export function raiseLoopback(): void {
  const request = Buffer.alloc(IFREQ_SIZE);
  request.write('lo', 'latin1');
  request.writeUInt16LE(IFF_UP | IFF_RUNNING, FLAGS_AT);
  const fd = socket(AF_INET, SOCK_DGRAM, 0);
  const failed = fd < 0 || ioctl(fd, SIOCSIFFLAGS, request) < 0;
  if (failed) throw linuxError('cannot bring up the loopback interface', 'ioctl', errno(), 'NET_ADMIN');
  closeSync(fd);
}
