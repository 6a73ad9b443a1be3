/** Containers, to be browsed. */
import { CONTAINER_COLUMNS } from '../../core/containers/columns.ts';
import { type ContainerRow, toContainerRows } from '../../core/containers/row.ts';
import type { Discovery } from '../../core/containers/types.ts';
import { earlierUsage } from '../../core/processes/usage.ts';
import { writtenTarget } from '../../core/targets/written.ts';
import type { Identity } from '../../core/wire/answer.ts';
import type { ListRequest } from '../../core/wire/types.ts';
import { NO_DETAILS } from '../container-details.ts';
import { follow } from '../follow.ts';
import type { Reading } from '../list.ts';
import type { System } from '../system.ts';
import { type Browsed, STEADY_MS } from './list.ts';

const SHOWN = ['name', 'kind', 'engine', 'status', 'elapsed', 'pid', 'processes', 'cpu', 'memory', 'image'];
const SPARE = ['elapsed', 'pid', 'processes'];

/** Those that run, with `all` the others, too; of a target: the container it is or is in. Throws as `follow`. */
export function browseContainers(system: System, { target, all = false }: ListRequest): Browsed<ContainerRow> {
  const find = target === undefined ? undefined : follow(target, system);
  const earlier = earlierUsage(STEADY_MS);
  let discovery: Discovery = { containers: [], byPid: new Map(), gaps: [] };
  return { columns: CONTAINER_COLUMNS, defaults: SHOWN, spare: SPARE, read, identify };

  function read(): Reading<ContainerRow> {
    const table = system.processes(['status', 'cgroup', 'cmdline', 'ns']);
    discovery = system.containers(table);
    const found = find?.({ table, discovery });
    const containers = discovery.containers.filter((each) =>
      found ? each === found.target.container : all || each.pid > 0,
    );
    const before = earlier(table);
    const rows = toContainerRows({ table, before, containers, userName: system.userName, details: NO_DETAILS });
    return { rows, gaps: [...table.gaps, ...discovery.gaps] };
  }

  function identify({ container }: ContainerRow): Identity {
    const { engine, id, owner, group, pid, kind } = container;
    return {
      id: [engine, owner, group, id].join(' '),
      target: writtenTarget(container, discovery.containers),
      mark: pid === 0 ? 'stopped' : kind === 'spc' ? 'spc' : '',
      engine,
    };
  }
}
