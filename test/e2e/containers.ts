/**
 * One known container of every maker, for tests to look at. Needs test/lab/up.
 *
 *     import { endContainers, startContainer } from './containers.ts';
 *     const web = startContainer('docker');            // or podman, lxc, nspawn, runc, …: see containers/makers.ts
 *     afterAll(endContainers);
 *
 * Each runs a shell (`web.shell`) with three sleeping children (`web.sleepers`), whose argv no other process has.
 * Names are this test process's own; a run that was killed is cleaned up by the next one.
 */
import type { ContainerKind, Maker } from '../../src/core/containers/types.ts';
import { processToKill, remember, startTimeOf, sweep, undo, undoAll } from './containers/journal.ts';
import { type LabMaker, must, recipeOf } from './containers/makers.ts';
import { findTree, statusOf, treeOf } from './containers/tree.ts';

export { CTR, type LabMaker, linksOf, must, outerOf, RECIPES } from './containers/makers.ts';
export { argvOf, statusOf } from './containers/tree.ts';

export interface LabContainer {
  maker: LabMaker;
  /** What spc is to say of it. */
  engine: Maker;
  kind: ContainerKind;
  /** The name it was started with; makers without names (unshare, nested) show it as the shell's last word only. */
  name: string;
  /** 64 hex digits of docker and podman; else the name; `pid-42`, `netns-NAME` where spc makes the id. */
  id: string;
  /** Host pid of its first process: the container's pid 1, where it has a pid namespace. */
  pid: number;
  /** Clock ticks since boot of that process, as /proc writes it. */
  startTime: string;
  /** Host pid of the shell; the same as `pid` but under nspawn, whose pid 1 is its own. */
  shell: number;
  /** The sleepers, as they were started. */
  sleepers: { pid: number; argv: string[] }[];
  /** What hostname(1) says in it. */
  hostname: string;
  /** Ends and removes it now. */
  stop(): void;
}

let started = 0;
sweep();

/** Starts a container and waits until its processes run. `options`: for docker and podman, before the image. Throws when it does not start. */
export function startContainer(maker: LabMaker, options: string[] = []): LabContainer {
  const recipe = recipeOf(maker);
  const name = `spc-${process.pid}-${++started}-${maker}`;
  const tree = treeOf(name);
  recipe.start({ name, tree, options });
  const found = findTree(name, tree);
  if (!found) {
    undo(name);
    throw new Error(`${name}: its processes do not show up`);
  }
  const pid = firstOf(found.shell);
  // whatever its maker does: makers without a command that removes it need it
  remember(name, ...[...found.sleepers, found.shell, pid].map(processToKill));
  return {
    maker,
    engine: recipe.engine,
    kind: recipe.kind,
    name,
    id: idOf(maker, name, pid),
    pid,
    startTime: startTimeOf(pid),
    shell: found.shell,
    sleepers: found.sleepers.map((sleeper, i) => ({ pid: sleeper, argv: tree.sleepers[i] ?? [] })),
    hostname: recipe.hostname?.(name) ?? setHostname(maker, name, pid),
    stop: () => undo(name),
  };
}

/** Ends and removes all that this test process started. */
export const endContainers = undoAll;

/** The shell, or the pid 1 that its maker put before it. */
function firstOf(shell: number): number {
  const parent = statusOf(shell, 'PPid');
  return statusOf(shell, 'NSpid') === 2 && statusOf(parent, 'NSpid') === 1 ? parent : shell;
}

function idOf(maker: LabMaker, name: string, pid: number): string {
  if (maker === 'netns') return `netns-${name}`;
  const recipe = recipeOf(maker);
  return recipe.id?.(name) ?? (recipe.engine === 'none' ? `pid-${pid}` : name);
}

/** Where the maker sets none: ctr and unshare leave the host's. docker and podman shorten the id. */
function setHostname(maker: LabMaker, name: string, pid: number): string {
  if (recipeOf(maker).id) return must('nsenter', '--target', `${pid}`, '--uts', 'hostname');
  must('nsenter', '--target', `${pid}`, '--uts', 'hostname', name);
  return name;
}
