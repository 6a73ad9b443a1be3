/** A small fixed loop of system calls, run again and again in a process that a tracer can watch. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SpcError } from '../../core/errors.ts';
import { addSubject } from '../tracing/members-kin.ts';

export interface Loop {
  /** Host pid of what runs it, as children. */
  pid: number;
  /** Runs so many rounds of read and write; how long it took, ns. Throws `system`. */
  run(rounds: number): Promise<number>;
  end(): void;
}

/** For each line it reads, as many rounds: dd's read and write of one byte. */
const TEXT = 'while read -r n; do dd if=/dev/zero of=/dev/null bs=1 count="$n" 2>/dev/null || exit; echo; done';

export function startLoop(): Loop {
  const child = spawn('/bin/sh', ['-c', TEXT], { stdio: ['pipe', 'pipe', 'ignore'] });
  const pid = child.pid ?? 0;
  addSubject(pid);
  const over = once(child, 'close').then(() => {
    throw new SpcError('system', 'the loop for --overhead ended', 'is there a dd here?');
  });
  over.catch(() => {}); // thrown by whoever waits
  child.on('error', () => {}); // it closes, too
  child.stdin.on('error', () => {});
  return {
    pid,
    run: async (rounds) => {
      const begin = process.hrtime.bigint();
      child.stdin.write(`${rounds}\n`);
      await Promise.race([once(child.stdout, 'data'), over]);
      return Number(process.hrtime.bigint() - begin);
    },
    end: () => void child.stdin.end(),
  };
}
