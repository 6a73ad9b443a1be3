/** A real terminal that a test types into and looks at: tmux(1) on a socket of its own. */
import { spawnSync } from 'node:child_process';
import { SCRATCH, until } from './spc.ts';

export interface Terminal {
  /** Types a line and presses Enter. */
  type(line: string): void;
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
  /** Host pid of the shell the terminal was started with. */
  shell: number;
  close(): void;
}

let opened = 0;

/** Opens one of 100 × 40 with a bash at the prompt `caller$ `. */
export function openTerminal(): Terminal {
  const socket = `${SCRATCH}/tmux-${++opened}`;
  const tmux = (...args: string[]) =>
    spawnSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' }).stdout;
  tmux('new-session', '-d', '-x', '100', '-y', '40', "env PS1='caller$ ' bash --norc --noprofile");
  const screen = () => tmux('capture-pane', '-p').replaceAll(/\n+/g, '\n');
  const press = (key: string) => void tmux('send-keys', key);
  return {
    type: (line) => {
      tmux('send-keys', '-l', line);
      press('Enter');
    },
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
    resize: (columns, rows) => void tmux('resize-window', '-x', String(columns), '-y', String(rows)),
    shell: Number(tmux('display-message', '-p', '#{pane_pid}')),
    close: () => void tmux('kill-server'),
  };
}
