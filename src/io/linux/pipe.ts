/**
 * A pipe for a program's output. Node's own are sockets: /dev/stdout cannot be opened on them, and they carry less at a
 * time. Loads koffi.
 */
import { Socket } from 'node:net';
import { linuxError } from './error.ts';
import { koffi } from './koffi.ts';
import { errno, fcntl } from './libc.ts';

const libc = koffi.load('libc.so.6');
const pipe2: (ends: Int32Array, flags: number) => number = libc.func('int pipe2(_Out_ int *ends, int flags)');

const O_CLOEXEC = 0o2000000;
const F_SETPIPE_SZ = 1031;
/** The most an ordinary user may have (proc(5), pipe-max-size): the program waits for us less often. */
const SIZE = 1024 * 1024;

/** The end to read from, and the descriptor of the end to write to: the caller closes it when the program has it. */
export function openPipe(): { reader: Socket; write: number } {
  const ends = new Int32Array(2);
  if (pipe2(ends, O_CLOEXEC) < 0) throw linuxError('cannot make a pipe', 'pipe2', errno());
  const [read = -1, write = -1] = ends;
  fcntl(write, F_SETPIPE_SZ, SIZE);
  return { reader: new Socket({ fd: read, readable: true, writable: false }), write };
}
