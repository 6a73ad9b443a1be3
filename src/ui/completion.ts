/** Shell completion, made from the same tree of commands that --help is made from. */
import { bashCompletion } from './completion/bash.ts';
import { fishCompletion } from './completion/fish.ts';
import type { CommandTree } from './completion/tree.ts';
import { zshCompletion } from './completion/zsh.ts';

export type { CommandOption, CommandTree, Offer, Value } from './completion/tree.ts';

/** Shell → its script, for a tree of commands. */
export const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } satisfies Record<
  string,
  (tree: CommandTree) => string
>;
export type Shell = keyof typeof SHELLS;
