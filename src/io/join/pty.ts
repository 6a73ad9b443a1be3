/** A terminal of spc's own making, pty(7): what runs on it can type nothing into the caller's (TIOCSTI). */
import { closeSync, constants, openSync } from 'node:fs';
import { TTY } from '../linux/constants.ts';
import { linuxError } from '../linux/error.ts';
import { errno, ioctl, ioctlNumber } from '../linux/libc.ts';

export interface Pty {
  /** spc's end, non-blocking. */
  master: number;
  /** The command's end. */
  slave: number;
}

/** struct termios of the kernel is 36 bytes, struct winsize 8. */
const TERMIOS_SIZE = 64;
const WINSIZE_SIZE = 8;

/** Makes one, with the modes and the size of the terminal `like`. Its other end is had from the kernel, not by a path in /dev. */
export function openPty(like: number): Pty {
  const flags = constants.O_RDWR | constants.O_NOCTTY;
  const master = openSync('/dev/ptmx', flags | constants.O_NONBLOCK);
  const ends = [master];
  try {
    check(ioctl(master, TTY.TIOCSPTLCK, Buffer.alloc(4)));
    const slave = check(ioctlNumber(master, TTY.TIOCGPTPEER, flags | O_CLOEXEC));
    ends.push(slave);
    copy(like, slave, TTY.TCGETS, TTY.TCSETS, TERMIOS_SIZE);
    copySize(like, master);
    return { master, slave };
  } catch (error) {
    for (const fd of ends) closeSync(fd);
    throw error;
  }
}

const O_CLOEXEC = 0o2000000;

/** Notes the modes a terminal has now; returns what gives it them again. Throws `system`, as that does. */
export function keepModes(terminal: number): () => void {
  const modes = Buffer.alloc(TERMIOS_SIZE);
  check(ioctl(terminal, TTY.TCGETS, modes));
  return () => void check(ioctl(terminal, TTY.TCSETS, modes));
}

/** Gives one terminal the size of another; the kernel sends SIGWINCH to who runs on it. */
export function copySize(from: number, to: number): void {
  copy(from, to, TTY.TIOCGWINSZ, TTY.TIOCSWINSZ, WINSIZE_SIZE);
}

function copy(from: number, to: number, get: number, set: number, size: number): void {
  const value = Buffer.alloc(size);
  check(ioctl(from, get, value));
  check(ioctl(to, set, value));
}

function check(result: number): number {
  if (result < 0) throw linuxError('cannot make a terminal', 'ioctl', errno());
  return result;
}
