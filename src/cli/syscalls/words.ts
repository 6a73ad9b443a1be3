/** Words before and after a `--`, which commander leaves out. */
import type { Command } from 'commander';

/** All words as they were typed. */
export function typed(command: Command): readonly string[] {
  const top = command.parent ? typed(command.parent) : undefined;
  return top ?? (command as unknown as { rawArgs?: string[] }).rawArgs ?? [];
}

/** The words before the first `--` and those after it; the second is empty when there is none. */
export function wordsAround(words: readonly string[], command: Command): [before: string[], after: string[]] {
  const all = typed(command);
  const at = all.indexOf('--');
  const after = at < 0 ? [] : all.slice(at + 1);
  return [words.slice(0, words.length - after.length), [...after]];
}
