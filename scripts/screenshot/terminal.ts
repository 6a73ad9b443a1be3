/** A shell on a terminal of its own, typed into as a user would, and recorded. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Size {
  columns: number;
  rows: number;
}

export type Terminal = ReturnType<typeof openTerminal>;

/** A server takes a while to end: the next terminal has another. */
let opened = 0;

/**
 * Opens a shell in a tmux server of its own, below script(1), which writes what appears to `folder`. The shell has no
 * configuration and `environment` alone, so that nothing of the machine shows. Throws when tmux or script is missing.
 */
export function openTerminal(folder: string, { columns, rows }: Size, environment: Record<string, string>) {
  const socket = `screenshot-${process.pid}-${++opened}`;
  const tmux = (...args: string[]) => run(['tmux', '-L', socket, '-f', '/dev/null', ...args]);
  const log = `${folder}/output`;
  const timing = `${folder}/timing`;
  const variables = Object.entries({ TERM: 'screen-256color', ...environment }).map(
    ([name, value]) => `${name}=${value}`,
  );
  const shell = ['script', '-q', '--flush', '--log-out', log, '--log-timing', timing, '-c', 'bash --norc --noprofile'];
  tmux('new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, ...['env', '-i', ...variables, ...shell]);
  const text = () => tmux('capture-pane', '-p');

  const send = async (text: string) => {
    for (const key of text) {
      tmux('send-keys', '-l', '--', key);
      await sleep(25);
    }
  };

  return {
    /** Types text key by key. */
    send,
    /** The same, then Enter. */
    async type(line: string) {
      await send(line);
      await sleep(300);
      tmux('send-keys', 'Enter');
    },
    /** Presses a key by tmux's name for it: `C-c`. */
    press: (key: string) => void tmux('send-keys', key),
    /** Waits until the screen matches; lines end without their blanks. Throws after 30 s, with the screen. */
    async shows(pattern: RegExp) {
      for (let tries = 0; tries < 300; tries++) {
        if (pattern.test(text())) return;
        await sleep(100);
      }
      throw new Error(`waited in vain for ${pattern} on:\n${text()}`);
    },
    /** The screen as it is, its colours as SGR sequences. */
    screen: () => tmux('capture-pane', '-e', '-N', '-p').trimEnd(),
    /** What script(1) wrote: the output, and when how many bytes of it came. */
    recording: () => ({ output: readFileSync(log), timing: readFileSync(timing, 'utf8') }),
    close: () => void tmux('kill-server'),
  };
}

/** Runs a program to its end and gives its output. Throws when it fails. */
export function run([file = '', ...args]: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
