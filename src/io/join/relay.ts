/** The caller's terminal and the command's, one relayed to the other. */
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { ReadStream } from 'node:tty';
import type { Entered } from './helper.ts';
import { keysTo } from './keys.ts';
import { copySize, keepModes, openPty } from './pty.ts';

/** How long a command whose terminal was taken away may take to end, milliseconds; then spc ends, and the kernel kills it. */
const FAREWELL_MS = 2000;
/** What still runs in the background may hold the terminal open: output ends when nothing came for so long. */
const QUIET_MS = 50;
/** It may also write on: so often is waited, no more. Counted and not timed, for a slow terminal of the caller delays each. */
const MOST_WAITS = 10;

/**
 * Runs a command on a terminal of its own until it ends, and returns its exit status. The caller's terminal is raw
 * meanwhile, so that every key, Ctrl-C too, is the command's; it is itself again on every way out, and Node sees to
 * that when spc crashes. SIGHUP and SIGTERM hang the command's terminal up; the status is 128 + n then.
 */
export async function onOwnTerminal(start: (slave: number) => Promise<Entered>): Promise<number> {
  const { master, slave } = openPty(0);
  const { child, ended } = await startOn(slave, start).catch((error: unknown) => {
    closeSync(master);
    throw error;
  });
  const terminal = new ReadStream(master);
  const restore = relay(terminal, master);
  const hungUp = onHangUp(() => {
    terminal.destroy();
    child.kill('SIGHUP');
  });
  try {
    const status = await Promise.race([ended, hungUp.status]);
    await drained(terminal);
    return status;
  } finally {
    hungUp.release();
    restore();
    terminal.destroy();
  }
}

/** The command holds its end then, spc no more. */
async function startOn(slave: number, start: (slave: number) => Promise<Entered>): Promise<Entered> {
  try {
    return await start(slave);
  } finally {
    closeSync(slave);
  }
}

/** Connects both; returns what undoes it. */
function relay(terminal: ReadStream, master: number): () => void {
  const { stdin, stdout } = process;
  const keys = keysTo(terminal, master);
  const resize = () => void (terminal.destroyed || copySize(1, master));
  terminal.on('error', () => {}); // EIO: nobody holds the other end any more
  terminal.once('close', () => stdin.unpipe(keys).pause()); // what is typed now is for who comes next
  stdin.setRawMode(true);
  const makeRaw = keepModes(0);
  // the shell gave the terminal its own modes while spc was stopped; Node takes it for raw still, and would do nothing
  const onContinue = () => {
    makeRaw();
    resize();
  };
  stdin.pipe(keys);
  terminal.pipe(stdout, { end: false });
  stdout.on('resize', resize);
  process.on('SIGCONT', onContinue);
  return () => {
    process.off('SIGCONT', onContinue);
    stdout.off('resize', resize);
    stdin.unpipe(keys);
    stdin.pause();
    stdin.setRawMode(false);
  };
}

/** Waits for the last of the output. */
async function drained(terminal: ReadStream): Promise<void> {
  const closed = new Promise((resolve) => terminal.once('close', resolve));
  for (let seen = -1, waits = 0; seen !== terminal.bytesRead && !terminal.destroyed && waits < MOST_WAITS; waits++) {
    seen = terminal.bytesRead;
    await Promise.race([closed, setTimeout(QUIET_MS)]);
  }
}

/** Calls `act` on SIGHUP, SIGTERM, SIGINT and SIGQUIT; `status` resolves some time after. */
function onHangUp(act: () => void): { status: Promise<number>; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<number>();
  const onSignal = async (signal: NodeJS.Signals) => {
    act();
    await setTimeout(FAREWELL_MS, undefined, { ref: false });
    resolve(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const release = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  return { status: promise, release };
}

const SIGNALS = ['SIGHUP', 'SIGTERM', 'SIGINT', 'SIGQUIT'] as const;
