/** A real terminal that a test types into and looks at: tmux(1) on a socket of its own. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { SCRATCH, until } from './spc.ts';

export interface Terminal {
  /** Types a line and presses Enter. */
  type(line: string): void;
  /** Types a text as it is, without Enter. */
  send(text: string): void;
  /** Presses a key, by tmux's name: `C-c`. */
  press(key: string): void;
  /** Types a text of any length at once; each line end is an Enter. */
  paste(text: string): void;
  /** What stty(1) says of it now. */
  modes(): string;
  /** What is on the screen, without empty lines. */
  screen(): string;
  /** Waits until the screen shows it. */
  shows(pattern: RegExp): Promise<string>;
  resize(columns: number, rows: number): void;
  /** The same with what gives it its colours (SGR). */
  coloured(): string;
  /** Sends what a terminal sends of its mouse. */
  mouse(report: string): void;
  /** What programs have made of the terminal, by tmux's names. */
  flags(): { alternate_on: string; mouse_any_flag: string; cursor_flag: string };
  /** Gives all bytes that were written to it from now on. */
  record(): () => string;
  /** Host pid of the shell, or program, the terminal was started with. */
  shell: number;
  close(): void;
}

let opened = 0;

export interface Opening {
  columns?: number;
  rows?: number;
  /** Without them, a bash at the prompt `caller$ `. */
  argv?: string[];
  env?: Record<string, string>;
}

const BASH = ['env', 'PS1=caller$ ', 'bash', '--norc', '--noprofile'];

/** Opens one of 100 × 40, or as large as is said, with a shell or a program. */
export function openTerminal({ columns = 100, rows = 40, argv = BASH, env = {} }: Opening = {}): Terminal {
  const socket = `${SCRATCH}/tmux-${++opened}`;
  const tmux = (...args: string[]) =>
    spawnSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' }).stdout;
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const size = ['-x', String(columns), '-y', String(rows)];
  tmux('new-session', '-d', ...size, 'env', ...variables, ...argv);
  const screen = () => tmux('capture-pane', '-p').replaceAll(/\n+/g, '\n');
  const press = (key: string) => void tmux('send-keys', key);
  const send = (text: string) => void tmux('send-keys', '-l', '--', text);
  return {
    type: (line) => {
      send(line);
      press('Enter');
    },
    send,
    press,
    paste: (text) => {
      spawnSync('tmux', ['-S', socket, 'load-buffer', '-'], { input: text });
      tmux('paste-buffer');
    },
    modes: () => spawnSync('stty', ['-a', '-F', tmux('display-message', '-p', '#{pane_tty}').trim()]).stdout.toString(),
    screen,
    shows: async (pattern) => {
      await until(() => pattern.test(screen()), `${pattern} on the terminal`).catch((error) => {
        throw new Error(`${error.message}; it shows:\n${screen()}`);
      });
      return screen();
    },
    coloured: () => tmux('capture-pane', '-p', '-e'),
    mouse: (report) => void tmux('send-keys', '-l', report),
    flags: () => {
      const names = ['alternate_on', 'mouse_any_flag', 'cursor_flag'] as const;
      const values = tmux('display-message', '-p', names.map((name) => `#{${name}}`).join(' '))
        .trim()
        .split(' ');
      return Object.fromEntries(names.map((name, at) => [name, values[at]])) as ReturnType<Terminal['flags']>;
    },
    record: () => {
      const file = `${socket}.bytes`;
      tmux('pipe-pane', `cat >> '${file}'`);
      return () => readFileSync(file, 'utf8');
    },
    resize: (columns, rows) => void tmux('resize-window', '-x', String(columns), '-y', String(rows)),
    shell: Number(tmux('display-message', '-p', '#{pane_pid}')),
    close: () => void tmux('kill-server'),
  };
}
