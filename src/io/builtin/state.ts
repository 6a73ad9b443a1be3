/** The record of running builtin containers: one directory a name, so that making it is the lock on the name. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltinPlan } from '../../core/builtin-plan.ts';
import { SpcError } from '../../core/errors.ts';
import { isContainerName } from '../../core/label/name.ts';
import { replaceFile } from '../replace-file.ts';
import { removeGroups } from './cgroup.ts';
import { scratchDirectory, stateRoot } from './paths.ts';
import { isAlive, type ProcessId } from './pids.ts';

/** What state.json holds. */
export interface ContainerState {
  plan: BuiltinPlan;
  /** ISO 8601. */
  created: string;
  /** The spc that makes it: alive and without `process`, the container is about to start. */
  owner: ProcessId;
  process?: ProcessId;
  /** Directories of its control groups. */
  groups: string[];
}

const STATE_FILE = 'state.json';

/** Its first process runs, or is about to. */
export function isRunning({ process, owner }: ContainerState): boolean {
  return isAlive(process ?? owner);
}

/**
 * Takes a name, atomically: the directory appears under it complete, or not at all. What a dead container of that name
 * left is removed first. Throws `name-in-use`.
 */
export async function claimName(state: ContainerState): Promise<void> {
  const root = stateRoot();
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const prepared = mkdtempSync(join(root, '.new-'));
  writeFileSync(join(prepared, STATE_FILE), JSON.stringify(state), { mode: 0o600 });
  try {
    if (tryRename(prepared, join(root, state.plan.name))) return;
    const holder = readState(state.plan.name);
    if (holder && !isRunning(holder)) await discard(holder);
    if (tryRename(prepared, join(root, state.plan.name))) return;
  } catch (error) {
    rmSync(prepared, { recursive: true, force: true });
    throw error;
  }
  rmSync(prepared, { recursive: true, force: true });
  throw nameInUse(state.plan.name);
}

function nameInUse(name: string): SpcError {
  return new SpcError(
    'name-in-use',
    `a builtin container named ${name} is running`,
    'two containers cannot share a name',
    `give another with --name, or end it: spc stop --engine builtin ${name}`,
  );
}

/** rename(2) onto a directory that holds something fails: that is the lock. */
function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw error;
  }
}

/** Writes a changed state as one step. */
export function saveState(state: ContainerState): void {
  replaceFile(join(stateRoot(), state.plan.name, STATE_FILE), JSON.stringify(state), 0o600);
}

/** undefined: no container of that name, or an unreadable record. A name from outside may be no path. */
export function readState(name: string): ContainerState | undefined {
  if (!isContainerName(name)) return undefined;
  const path = join(stateRoot(), name, STATE_FILE);
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Every record, the dead included. */
export function readStates(): ContainerState[] {
  const root = stateRoot();
  let names: string[];
  try {
    names = readdirSync(root);
  } catch {
    return [];
  }
  return names.flatMap((name) => (name.startsWith('.') ? [] : (readState(name) ?? [])));
}

/** Removes all that is left of a container that ended: processes, groups, its layer, its name. Safe to do twice. */
export async function discard(state: ContainerState): Promise<void> {
  await removeGroups(state.groups);
  rmSync(scratchDirectory(state.plan.id), { recursive: true, force: true });
  const current = readState(state.plan.name);
  // another spc may have cleaned up and reused the name meanwhile
  if (current?.plan.id !== state.plan.id) return;
  const grave = join(stateRoot(), `.dead-${state.plan.id}`);
  if (tryMove(join(stateRoot(), state.plan.name), grave)) rmSync(grave, { recursive: true, force: true });
}

function tryMove(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}

/** Cleans up after containers whose spc was killed before it could, and after detached ones. */
export async function sweep(): Promise<void> {
  for (const state of readStates()) if (!isRunning(state)) await discard(state);
}
