/**
 * What has to be undone, written down before it is done: so that a test run that was killed leaves nothing behind for
 * the next one. Each test process has a file; whoever comes later undoes the files of processes that are no more.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { run } from '../spc.ts';

/** A command that removes something, or a process to be killed: that one, not a later one of the same number. */
export type Undo = { argv: string[] } | { pid: number; startTime: string };

const FOLDER = '/run/spc-e2e';
const OWN = `${FOLDER}/${process.pid}-${startTimeOf(process.pid)}.json`;

/** By name of what was made. */
const undos = new Map<string, Undo[]>();

/** Adds to what removes `name`; later additions are undone first. */
export function remember(name: string, ...more: Undo[]): void {
  undos.set(name, [...more, ...(undos.get(name) ?? [])]);
  save();
}

/** The process as it must still be when it is killed. */
export const processToKill = (pid: number): Undo => ({ pid, startTime: startTimeOf(pid) });

/** Removes what `remember` was told of `name`; failures do not matter: it may have ended on its own. */
export function undo(name: string): void {
  undos.get(name)?.forEach(perform);
  undos.delete(name);
  save();
}

export function undoAll(): void {
  for (const name of [...undos.keys()].reverse()) undo(name);
}

/** Undoes what processes left behind that are no more. */
export function sweep(): void {
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
  for (const file of readdirSync(FOLDER)) {
    const [pid = '', startTime] = file.replace('.json', '').split('-');
    if (startTimeOf(Number(pid)) !== startTime) sweepFile(`${FOLDER}/${file}`);
  }
}

/** Two that sweep at once do not meet: only one can take the file away. */
function sweepFile(path: string): void {
  const taken = `${FOLDER}/${process.pid}-${startTimeOf(process.pid)}.swept`;
  try {
    renameSync(path, taken);
  } catch {
    return;
  }
  for (const undo of JSON.parse(readFileSync(taken, 'utf8')) as Undo[]) perform(undo);
  rmSync(taken);
}

function perform(undo: Undo): void {
  if ('argv' in undo) run(undo.argv);
  else if (startTimeOf(undo.pid) === undo.startTime) run(['kill', '-KILL', `${undo.pid}`]);
}

/** Renamed into place: one who is killed while writing leaves the old one. */
function save(): void {
  if (undos.size === 0) {
    rmSync(OWN, { force: true });
    return;
  }
  writeFileSync(`${OWN}.new`, JSON.stringify([...undos.values()].reverse().flat()));
  renameSync(`${OWN}.new`, OWN);
}

/** Field 22 of proc_pid_stat(5); empty when there is no such process. */
export function startTimeOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
