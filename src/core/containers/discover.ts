/** Everything together: processes and evidence in, containers out. */
import type { NamespaceSet, ProcessEntry, ProcessTable } from '../processes/types.ts';
import type { Draft } from './draft.ts';
import { idleContainer, runningContainer } from './found.ts';
import { foldGaps } from './gaps.ts';
import { type Evidence, groupProcesses } from './group.ts';
import { isOwnSandbox, type MainFacts } from './kind.ts';
import type { Discovery, FoundContainer } from './types.ts';

/** What is asked of the system about the first process of a container. */
export interface Probe {
  /** Asked once, when first needed. undefined: it may not be read, or just this process has ended. */
  facts(main: ProcessEntry): MainFacts | undefined;
  frozen(draft: Draft): boolean;
}

/** Finds the containers of a table. */
export function discover(
  table: ProcessTable,
  evidence: Evidence & { gaps: Iterable<string> },
  probe: Probe,
): Discovery {
  const { drafts, idle } = groupProcesses(table, evidence);
  const facts = new Map(drafts.map((draft) => [draft, once(() => draft.main && probe.facts(draft.main))]));
  const byPid = new Map<number, FoundContainer>();
  const containers: FoundContainer[] = [];
  for (const draft of withoutSandboxes(drafts, facts, table.host)) {
    const container = runningContainer(draft, table, facts.get(draft) ?? unknown, probe.frozen(draft));
    containers.push(container);
    for (const pid of container.pids) byPid.set(pid, container);
  }
  containers.push(...idle.flatMap((records) => idleContainer(records) ?? []));
  return { containers: containers.sort(runningFirst), byPid, gaps: foldGaps(evidence.gaps) };
}

const unknown = () => undefined;

/** Facts cost two files for each container, and most of what uses containers never asks for them. */
function once<T>(read: () => T): () => T {
  let done: { value: T } | undefined;
  return () => {
    done ??= { value: read() };
    return done.value;
  };
}

/** Their processes go back to the container they are in. */
function withoutSandboxes(
  drafts: Draft[],
  facts: Map<Draft, () => MainFacts | undefined>,
  host: NamespaceSet,
): Draft[] {
  return drafts.filter((draft) => {
    if (draft.maker !== 'none') return true;
    const { within, main, processes } = draft;
    const around = { ns: within ? (within.main?.ns ?? {}) : host, facts: (within && facts.get(within)) ?? unknown };
    if (!isOwnSandbox({ ns: main?.ns ?? {}, facts: facts.get(draft) ?? unknown }, around)) return true;
    if (within) for (const process of processes) within.processes.push(process);
    return false;
  });
}

const isRunning = ({ status }: FoundContainer) => Number(status === 'running' || status === 'paused');

function runningFirst(a: FoundContainer, b: FoundContainer): number {
  return isRunning(b) - isRunning(a) || (a.name < b.name ? -1 : Number(a.name > b.name)) || (a.id < b.id ? -1 : 1);
}
