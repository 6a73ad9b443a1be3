/** Targets with known system calls, and spc strace at work on them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { run, SPC, until } from './spc.ts';

export interface Event {
  kind: string;
  name: string;
  args: string;
  comm: string;
  error: string;
  pid: number;
  nsPid: number;
  reason: string;
  detail: string;
  text: string;
  what: string;
  duration: number | null;
}

let count = 0;
const started: string[][] = [];
export const children: ChildProcess[] = [];

/** For afterEach: ends and removes what a test has started. */
export function removeTraced(): void {
  for (const [engine = '', name = ''] of started.splice(0))
    run([engine, 'rm', '-f', ...(engine === 'podman' ? ['-t', '0'] : []), name]);
  for (const child of children.splice(0)) child.kill('SIGKILL');
}

export const MINE = new Set<number>();

/** Processes that still trace one of ours. */
export const straces = (): number[] => [...MINE].filter((pid) => statusOf(pid, 'TracerPid') > '0').map(Number);

export function statusOf(pid: number | string, field: string): string {
  try {
    return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

/** A container that waits for a line at the FIFO /go, and then does something. */
export function waiting(engine: string, script: string) {
  const name = `spc-strace-${process.pid}-${++count}-${engine}`;
  started.push([engine, name]);
  const words = [
    'run',
    '-d',
    '--name',
    name,
    'localhost/spc-bb:latest',
    'sh',
    '-c',
    `mkfifo /go; read x </go; ${script}`,
  ];
  expect(run([engine, ...words]).stderr).toBe('');
  const pid = Number(run([engine, 'inspect', '-f', '{{.State.Pid}}', name]).stdout);
  MINE.add(pid);
  return { name, pid, go: () => run([engine, 'exec', name, 'sh', '-c', 'sleep 0.5; echo x >/go']) };
}

/** spc strace, when it has attached; `end` waits until it has ended and gives its events. */
export async function tracing(args: string[]) {
  const child = spawn(SPC, ['strace', '--json', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  await until(() => out.includes('"kind":"session"') || child.exitCode !== null, `strace to attach: ${err}`);
  const read = (text: string) =>
    text
      .split('\n')
      .slice(1)
      .filter(Boolean)
      .map((line): Event => JSON.parse(line));
  const events = () => read(out.slice(0, out.lastIndexOf('\n')));
  return {
    child,
    events,
    /** Its first line. */
    header: () => JSON.parse(out.slice(0, out.indexOf('\n'))),
    end: async (signal?: NodeJS.Signals) => {
      if (signal) child.kill(signal);
      const status = await exited;
      return { status, events: read(out), stderr: err };
    },
  };
}

export const calls = (events: Event[], name: string) =>
  events.filter((event) => event.kind === 'syscall' && event.name === name);
export const reasons = (events: Event[]) => events.filter(({ kind }) => kind === 'end').map(({ reason }) => reason);
export const losses = (events: Event[]) => events.filter(({ kind }) => kind === 'lost');

/** It runs, and nobody traces it. */
export function expectFree(pid: number) {
  expect(statusOf(pid, 'State')).toMatch(/^[RSD]/);
  expect(statusOf(pid, 'TracerPid')).toBe('0');
}
