/** Completes a command line in a real shell. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const inside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Any program, to its end. */
export const run = ([file = '', ...args]: string[]) => spawnSync(file, args, { encoding: 'utf8' });

export const installed = (shell: string) => run(['sh', '-c', `command -v ${shell}`]).status === 0;

/** bash: the replies to a line in the words that readline makes of it. */
export const inBash = (script: string, words: string[]) =>
  lines(['bash', '-u', inside('complete.bash'), script, ...words]);

/** zsh: the matches, then the line as it has become. */
export const inZsh = (script: string, line: string) => lines(['zsh', '-f', inside('complete.zsh'), script, line]);

/** fish: the matches, each with its description after a tab. */
export const inFish = (script: string, line: string) =>
  lines(['fish', '--no-config', inside('complete.fish'), script, line]);

function lines(argv: string[]): string[] {
  const { stdout, stderr } = run(argv);
  // A word on standard error is a defect of the script
  if (stderr) throw new Error(stderr);
  return stdout.split('\n').slice(0, -1);
}
