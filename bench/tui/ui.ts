/** The terminal UI as it is measured: its process draws, others read and trace for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SPC } from '../race.ts';
import { Program } from './program.ts';
import { commandOf, cpuSeconds, descendants, residentMiB } from './usage.ts';

/** CPU, % of a core, and MiB. */
export interface Use {
  ui: number;
  backends: number;
}

/** The UI with its list of containers read. */
export async function openUi(env: NodeJS.ProcessEnv = {}): Promise<Program> {
  const ui = new Program([SPC], env);
  await ui.until(hasContent, 'a first frame');
  return ui;
}

/** The alternate screen, with the bar of views. */
export const hasContent = (screen: Program['screen']) => screen.isAlternate && screen.line(0).includes('Containers');

/** What the UI's process uses, and all those it has started that are spc's own. */
export async function cpuOver(ui: Program, ms: number): Promise<Use> {
  const pids = backendsOf(ui);
  const [before, beforeOthers] = [cpuSeconds(ui.pty.pid), sum(pids.map(cpuSeconds))];
  const begin = performance.now();
  await sleep(ms);
  const seconds = (performance.now() - begin) / 1000;
  return {
    ui: ((cpuSeconds(ui.pty.pid) - before) / seconds) * 100,
    backends: ((sum(pids.map(cpuSeconds)) - beforeOthers) / seconds) * 100,
  };
}

/** Resident memory, MiB. */
export function memoryOf(ui: Program): Use {
  return { ui: residentMiB(ui.pty.pid), backends: sum(backendsOf(ui).map(residentMiB)) };
}

/** Processes of spc that read and trace for it. */
export const backendsOf = (ui: Program) =>
  descendants(ui.pty.pid).filter((pid) => commandOf(pid).includes('/dist/backend'));

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
