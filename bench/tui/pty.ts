/** A program on a terminal of its own, whose keys and bytes can be timed. */
import { spawn } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { TTY } from '../../src/io/linux/constants.ts';
import { ioctl, ioctlNumber } from '../../src/io/linux/libc.ts';

export interface Size {
  columns: number;
  rows: number;
}

export interface OnPty {
  pid: number;
  /** Types, at once. */
  write(text: string): void;
  /** Its exit status. */
  ended: Promise<number | null>;
  /** Hangs up. */
  close(): void;
}

const O_CLOEXEC = 0o2000000;

/** Starts a program as the leader of a session on a new terminal. `take` gets what it writes, as it comes. */
export function startOnPty(argv: string[], size: Size, env: NodeJS.ProcessEnv, take: (chunk: Buffer) => void): OnPty {
  const { master, slave } = openPty(size);
  const child = spawn('setsid', ['--ctty', ...argv], { stdio: [slave, slave, slave], env });
  closeSync(slave);
  const terminal = new ReadStream(master);
  terminal.on('data', take);
  terminal.on('error', () => {}); // EIO: nobody holds the other end any more
  return {
    pid: child.pid ?? 0,
    write: (text) => void writeSync(master, text),
    ended: new Promise((resolve) => child.on('exit', resolve)),
    close: () => void terminal.destroy(),
  };
}

/** pty(7); the modes are the kernel's for a new one. */
function openPty({ columns, rows }: Size): { master: number; slave: number } {
  const flags = constants.O_RDWR | constants.O_NOCTTY;
  const master = openSync('/dev/ptmx', flags | constants.O_NONBLOCK);
  ioctl(master, TTY.TIOCSPTLCK, Buffer.alloc(4));
  const slave = ioctlNumber(master, TTY.TIOCGPTPEER, flags | O_CLOEXEC);
  if (slave < 0) throw new Error('cannot make a terminal');
  ioctl(master, TTY.TIOCSWINSZ, Buffer.from(new Uint16Array([rows, columns, 0, 0]).buffer));
  return { master, slave };
}
