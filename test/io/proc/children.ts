import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const started: ChildProcess[] = [];

/** Starts a program that writes a line when it is ready; waits for that line. Its group is ended by `endAll`. */
export async function startReady(
  file: string,
  args: string[],
): Promise<{ child: ChildProcess; pid: number; line: string }> {
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  started.push(child);
  const [line] = await once(child.stdout, 'data');
  return { child, pid: child.pid ?? 0, line: String(line).trim() };
}

/** Ends every program of this file, and what it started. */
export function endAll(): void {
  for (const { pid } of started.splice(0)) if (pid) process.kill(-pid, 'SIGKILL');
}

/** Waits until a process is in one of these states. */
export async function untilState(pid: number, states: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    if (states.includes(stat.slice(stat.lastIndexOf(')') + 2)[0] ?? '?')) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`process ${pid} is in none of the states ${states}`);
}
