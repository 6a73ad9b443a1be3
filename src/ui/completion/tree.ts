/** What can be completed, as tables that every shell's script is made from. */
import { sanitize } from '../../core/sanitize.ts';

/** A word that may be typed, and what it means. */
export interface Offer {
  word: string;
  description: string;
}

/** What may stand in a place of the command line: one of a list, a path, or what only the user knows. */
export type Value = Offer[] | 'files' | 'directories' | 'nothing';

export interface CommandOption {
  /** `--engine`. */
  long: string;
  /** `-n`. */
  short?: string;
  description: string;
  /** Absent: the option takes no value. */
  value?: Value;
}

/** A command and those below it: the tree that --help is made from. */
export interface CommandTree {
  name: string;
  aliases: string[];
  description: string;
  options: CommandOption[];
  /** What the first operand may be. */
  operand: Value;
  /** True when all that follows the first operand is the command line of a tool. */
  tool: boolean;
  commands: CommandTree[];
}

/** One arm of a `case`: the keys that have this answer. */
export interface Row<T> {
  keys: string[];
  answer: T;
}

/** A key is the words that lead there: `spc label expand`, or `spc run --engine` for the value of an option. */
export interface Tables {
  /** `spc tools ls` → `spc tools packages`. */
  commands: Row<string>[];
  /** Options that take a value. */
  values: Row<Value>[];
  options: Row<Offer[]>[];
  /** The first operand: a command below, or what the command takes. */
  operands: Row<Value>[];
  /** Commands whose first operand ends spc's own options. */
  tools: string[];
}

/** The tables of a tree. Rows of the same answer are one row, which keeps the scripts small. */
export function tablesOf(tree: CommandTree): Tables {
  const all = places(tree);
  const below = all.slice(1);
  return {
    commands: below.map(({ keys, path }) => ({ keys, answer: path })),
    values: merged(all.flatMap(valueRows)),
    options: merged(all.map(({ path, command }) => row(path, command.options.flatMap(offersOf)))),
    operands: merged(all.map(({ path, command }) => row(path, operandOf(command)))),
    tools: all.filter(({ command }) => command.tool).map(({ path }) => path),
  };
}

interface Place {
  path: string;
  /** The path, and its last word by other names. */
  keys: string[];
  command: CommandTree;
}

function places(command: CommandTree, before = ''): Place[] {
  const keys = [command.name, ...command.aliases].map((name) => `${before} ${name}`.trimStart());
  const path = keys[0] ?? command.name;
  return [{ path, keys, command }, ...command.commands.flatMap((child) => places(child, path))];
}

const valueRows = ({ path, command }: Place): Row<Value>[] =>
  command.options.flatMap(({ long, short, value }) => {
    if (value === undefined) return [];
    const keys = [long, ...(short ? [short] : [])].map((flag) => `${path} ${flag}`);
    return [{ keys, answer: clean(value) }];
  });

const offersOf = ({ long, short, description }: CommandOption): Offer[] =>
  cleanOffers([long, ...(short ? [short] : [])].map((word) => ({ word, description })));

const operandOf = ({ commands, operand }: CommandTree): Value =>
  commands.length
    ? cleanOffers(commands.map(({ name, description }) => ({ word: name, description })))
    : clean(operand);

const row = <T>(key: string, answer: T): Row<T> => ({ keys: [key], answer });

function merged<T>(rows: Row<T>[]): Row<T>[] {
  const byAnswer = new Map<string, Row<T>>();
  for (const { keys, answer } of rows) {
    const id = JSON.stringify(answer);
    const known = byAnswer.get(id);
    if (known) known.keys.push(...keys);
    else byAnswer.set(id, { keys: [...keys], answer });
  }
  return [...byAnswer.values()];
}

const clean = (value: Value): Value => (typeof value === 'string' ? value : cleanOffers(value));

/** Names of recipes come from files: one with a control character could not be told from two, so it is not offered. */
const cleanOffers = (offers: Offer[]): Offer[] =>
  offers
    .filter(({ word }) => !/\p{C}/u.test(word))
    .map(({ word, description }) => ({ word, description: sanitize(description).replaceAll(/\s+/g, ' ') }));
