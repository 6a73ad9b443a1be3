/**
 * The podman dialect: what `podman container runlabel` makes of a label (containers/podman c6580b4, 2026:
 * pkg/domain/infra/abi/containers_runlabel.go). For compatibility only: it splits, substitutes, joins with blanks and splits
 * again, so quoting is lost and a value that holds blanks becomes several words.
 */
import { SpcError } from '../errors.ts';
import { normalPath } from '../path.ts';
import type { LabelVariables } from '../types.ts';
import type { Dialect } from './expand.ts';
import { expandGo } from './go-expand.ts';
import { newNotes, noteCommands, noteUnusedSet, withNotes } from './notes.ts';
import { splitGoogle } from './split.ts';

/** What podman puts for `docker` and `podman`: itself. */
export const PODMAN_ITSELF = '/proc/self/exe';

/** podman's argv. User arguments are joined to the label before it is split. Whether another program exists is not looked up. */
export const expandPodman: Dialect = (text, vars, args) => {
  const notes = newNotes();
  noteUnusedSet(notes, vars.set, 'podman');
  const [program, ...words] = splitGoogle([text, ...args].join(' '));
  if (program === undefined) throw new SpcError('label-syntax', 'the label is empty');
  const command = [substituteProgram(program, vars.PWD ?? '/'), ...words.map((word) => substitute(word, vars))];
  const line = expandGo(command.join(' '), (name) => environmentValue(name, vars), notes);
  noteCommands(notes, line);
  return withNotes(splitGoogle(line), notes);
};

/** substituteCommand: `podman`, or `docker` in any directory, is podman itself; another path is made absolute. */
function substituteProgram(program: string, cwd: string): string {
  if (program === 'podman' || baseName(program) === 'docker') return PODMAN_ITSELF;
  if (!program.includes('/') && !program.startsWith('.')) return program;
  return absolutePath(program, cwd);
}

function baseName(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

/** Go's filepath.Abs. */
const absolutePath = (path: string, cwd: string) => normalPath(path.startsWith('/') ? path : `${cwd}/${path}`);

/** generateCommand: the name first, then the image, in what the name left. */
function substitute(word: string, vars: LabelVariables): string {
  if (word === 'IMAGE=IMAGE') return `IMAGE=${vars.IMAGE}`;
  if (word === 'NAME=NAME') return `NAME=${vars.NAME || vars.IMAGE}`;
  return replace(replace(word, 'NAME', vars.NAME || vars.IMAGE), 'IMAGE', vars.IMAGE);
}

/** replaceName and replaceImage: `$NAME` goes even inside `$NAMESPACE`, and a `=NAME` suffix makes every `=NAME` go. */
function replace(word: string, variable: 'NAME' | 'IMAGE', value: string): string {
  if (word === variable) return value;
  const replaced = word.replaceAll(`$${variable}`, () => value).replaceAll(`\${${variable}}`, () => value);
  return replaced.endsWith(`=${variable}`) ? replaced.replaceAll(`=${variable}`, () => `=${value}`) : replaced;
}

/** The mapper given to os.Expand; undefined is put in as nothing. */
function environmentValue(name: string, vars: LabelVariables): string | undefined {
  switch (name) {
    case 'OPT1':
    case 'OPT2':
    case 'OPT3':
      return vars[name] ?? '';
    case 'PWD':
    case 'HOME':
      return vars[name];
    default:
      return undefined;
  }
}
