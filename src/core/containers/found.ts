/** A draft, or what is on file, as the container that is shown. */
import type { ProcessTable } from '../processes/types.ts';
import type { Draft } from './draft.ts';
import { judgeKind, type MainFacts } from './kind.ts';
import { type ContainerRecord, isFullId } from './record.ts';
import type { ContainerStatus, FoundContainer, Maker } from './types.ts';

/** A container that runs; its kind is judged when it is asked for. `frozen`: the kernel has stopped its processes (cgroup freezer). */
export function runningContainer(
  draft: Draft,
  table: ProcessTable,
  facts: () => MainFacts | undefined,
  frozen: boolean,
): FoundContainer {
  const { maker, id, main } = draft;
  const told = describe(maker, id, draft.records);
  let judged: ReturnType<typeof judgeKind> | undefined;
  const judge = () => {
    judged ??= judgeKind(maker, main?.ns ?? {}, table.host, facts());
    return judged;
  };
  return {
    ...told,
    name: told.name || draft.name || fallbackName(draft),
    group: told.group || draft.group,
    status: frozen ? 'paused' : 'running',
    pid: main?.pid ?? 0,
    startTime: main?.startTime ?? 0,
    pids: draft.processes.map(({ pid }) => pid).sort((a, b) => a - b),
    monitor: draft.monitor?.pid ?? 0,
    owner: draft.owner,
    started: main ? startedAt(main.startTime, table) : '',
    cgroups: main?.cgroups ?? [],
    get kind() {
      return judge().kind;
    },
    get reasons() {
      return judge().reasons;
    },
  };
}

/** A container that files tell of and that has no process. */
export function idleContainer(records: readonly ContainerRecord[]): FoundContainer | undefined {
  const [first] = records;
  if (!first) return undefined;
  const told = describe(first.maker, first.id, records);
  return {
    ...told,
    name: told.name || first.id.slice(0, 12),
    status: idleStatus(records),
    pid: 0,
    startTime: 0,
    pids: [],
    monitor: 0,
    owner: first.owner,
    started: '',
    cgroups: [],
    kind: 'service',
    reasons: [],
  };
}

/** A file that says `running` is stale: nothing runs. */
function idleStatus(records: readonly ContainerRecord[]): ContainerStatus {
  const told = records.find(({ status }) => status !== 'unknown')?.status ?? 'unknown';
  return told === 'running' || told === 'paused' ? 'stopped' : told;
}

type Told = Pick<
  FoundContainer,
  'id' | 'name' | 'engine' | 'alsoKnownTo' | 'group' | 'image' | 'imageId' | 'created' | 'labels'
>;

/** What files say, each thing by the first that says it. */
function describe(engine: Maker, id: string, records: readonly ContainerRecord[]): Told {
  const first = (key: 'name' | 'group' | 'image' | 'imageId' | 'created') =>
    records.map((record) => record[key]).find((value) => value !== '') ?? '';
  return {
    id,
    name: first('name'),
    engine,
    alsoKnownTo: [...new Set(records.map(({ maker }) => maker))].filter((maker) => maker !== engine),
    group: first('group'),
    image: first('image'),
    imageId: first('imageId'),
    created: first('created'),
    labels: records.find(({ labels }) => Object.keys(labels).length > 0)?.labels ?? {},
  };
}

function fallbackName({ maker, id, main }: Draft): string {
  if (maker === 'none') return main?.comm || id;
  return isFullId(id) ? id.slice(0, 12) : id;
}

function startedAt(ticks: number, { bootTime, ticksPerSecond }: ProcessTable): string {
  return new Date(bootTime + (ticks / ticksPerSecond) * 1000).toISOString();
}
