/** A user's script → the program that is run: the target put in, and a sign that it is attached. */
import { type Token, tokens } from './tokens.ts';
import type { Watch } from './watch.ts';

/** Stands for the predicate of the target. */
export const MACRO = 'SPC_TARGET';

/** Indexed by a number, the name of a system call: `SPC_SYSCALL[args->id]`. */
export const NAMES_MACRO = 'SPC_SYSCALL';
const NAMES_MAP = '@spc_syscall';

/** Printed when every probe is attached: BEGIN runs first, but what it prints is read only then. A run may have a word of its own after it. */
export const READY = 'spc: ready';

/** Text of the script that is another in the program. Offsets are UTF-16 units. */
export interface Edit {
  /** Where it was in the script. */
  from: number;
  removed: number;
  /** Where it is in the program. */
  to: number;
  inserted: number;
}

export interface Prepared {
  script: string;
  program: string;
  /** In the order of the text; none has a newline in it. */
  edits: Edit[];
  /** A line that the program prints when it is attached. */
  ready: string;
  /** The script asks for the target: else it sees every process. */
  usesTarget: boolean;
}

/** A system call's number and name. */
export type NamedCall = readonly [number: number, name: string];

/**
 * Replaces the macros outside of strings and comments, and adds what they need to the script's own BEGIN and END, or after
 * it. `calls`: those that SPC_SYSCALL knows. `ready`: what no text of the target can be known to be, a line.
 */
export function prepare(
  script: string,
  watch: Watch,
  calls: readonly NamedCall[] = [],
  ready: string = READY,
): Prepared {
  const words = [...tokens(script)];
  const usesTarget = words.some((token) => isWord(token, MACRO));
  const names = words.some((token) => isWord(token, NAMES_MACRO)) ? calls : [];
  const statements: Statements = {
    BEGIN: [...names.map(nameCall), usesTarget ? watch.begin : '', `printf("${ready}\\n");`],
    END: [names.length > 0 ? `clear(${NAMES_MAP});` : '', usesTarget ? watch.end : ''],
  };
  const { text, edits, left } = rewrite(script, words, watch.predicate, statements);
  const probes = usesTarget && watch.probes !== '' ? [watch.probes] : [];
  return { script, program: [text, ...left, ...probes].join('\n'), edits, ready, usesTarget };
}

type Block = 'BEGIN' | 'END';
type Statements = Record<Block, string[]>;

const isWord = ({ kind, text }: Token, word: string) => kind === 'word' && text === word;

const nameCall = ([number, name]: NamedCall) => `${NAMES_MAP}[${number}] = "${name}";`;

/** `left`: blocks the script does not have. */
function rewrite(
  script: string,
  words: readonly Token[],
  predicate: string,
  statements: Statements,
): { text: string; edits: Edit[]; left: string[] } {
  const draft = new Draft(script);
  const blocks = new Blocks();
  const left = new Map(Object.entries(statements).map(([block, list]) => [block, list.filter(Boolean).join(' ')]));
  for (const token of words) {
    draft.take(token, replacement(token, predicate));
    const block = blocks.take(token);
    const added = block && left.get(block);
    if (added) draft.insert(` ${added}`);
    if (block) left.delete(block);
  }
  const missing = [...left].filter(([, text]) => text !== '').map(([block, text]) => `${block} { ${text} }`);
  return { text: draft.text, edits: draft.edits, left: missing };
}

function replacement(token: Token, predicate: string): string {
  if (isWord(token, MACRO)) return predicate;
  return isWord(token, NAMES_MACRO) ? NAMES_MAP : token.text;
}

/** The program as it grows, and where it is another than the script. */
class Draft {
  readonly edits: Edit[] = [];
  readonly script: string;
  text = '';
  #at = 0;

  constructor(script: string) {
    this.script = script;
  }

  take({ text }: Token, becomes: string): void {
    if (becomes !== text) this.#edit(text.length, becomes.length);
    this.text += becomes;
    this.#at += text.length;
  }

  insert(text: string): void {
    this.#edit(0, text.length);
    this.text += text;
  }

  #edit(removed: number, inserted: number): void {
    this.edits.push({ from: this.#at, removed, to: this.text.length, inserted });
  }
}

/** Tells when a BEGIN or END block of the script has just been opened. */
class Blocks {
  #depth = 0;
  #named: Block | undefined;

  take({ kind, text }: Token): Block | undefined {
    if (kind === 'word' && this.#depth === 0 && (text === 'BEGIN' || text === 'END')) this.#named = text;
    if (kind !== 'other') return undefined;
    if (text === '}') this.#depth = Math.max(0, this.#depth - 1);
    if (text !== '{' || this.#depth++ > 0) return undefined;
    const named = this.#named;
    this.#named = undefined;
    return named;
  }
}
