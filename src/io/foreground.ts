/** A program on the caller's own terminal: input, output, window size and signals are the program's. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Invocation } from '../core/types.ts';
import { cannotStart, childEnv, exitStatus } from './process.ts';

/** Sent to spc alone, so passed on. */
const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const;
/** A key press: the terminal sends it to the whole foreground group, so the program has it already. */
const KEYBOARD = ['SIGINT', 'SIGQUIT'] as const;

/**
 * Runs a program in the foreground and returns its exit status, 128 + n when signal n ended it.
 * spc survives Ctrl-C, so that the program decides what it means. Throws `engine-down` or `system` when it cannot be started.
 */
export async function foreground(invocation: Invocation): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = spawn(invocation.file, invocation.args, { env: childEnv(invocation.env), stdio: 'inherit' });
  child.on('error', (error) => reject(cannotStart(invocation, error)));
  child.on('exit', (code, signal) => resolve(exitStatus(code, signal)));
  return await withSignals(child, promise);
}

/** How a child sits beside spc. */
export interface Seat {
  /** It is in a session of its own, so that key presses do not reach it. */
  apart?: boolean;
}

/** Passes signals on to a child until it has ended; resolves and rejects as `ended` does. */
export async function withSignals(
  child: Pick<ChildProcess, 'kill'>,
  ended: Promise<number>,
  seat: Seat = {},
): Promise<number> {
  const release = handleSignals((signal) => child.kill(signal), seat);
  return await ended.finally(release);
}

function handleSignals(send: (signal: NodeJS.Signals) => void, { apart = false }: Seat): () => void {
  const pass = (signal: NodeJS.Signals) => send(signal);
  const passUnlessTyped = (signal: NodeJS.Signals) => {
    if (apart || !inForegroundGroup()) send(signal);
  };
  for (const signal of FORWARDED) process.on(signal, pass);
  for (const signal of KEYBOARD) process.on(signal, passUnlessTyped);
  return () => {
    for (const signal of FORWARDED) process.off(signal, pass);
    for (const signal of KEYBOARD) process.off(signal, passUnlessTyped);
  };
}

/** Whether this process's group is the one its terminal sends key signals to: pgrp equals tpgid in proc_pid_stat(5). */
function inForegroundGroup(): boolean {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const [, , group, , , foregroundGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return group === foregroundGroup;
}
