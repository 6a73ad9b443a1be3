/** The machine behind the use-cases that look at it. */
import type { System } from '../app/system.ts';
import { findContainers } from '../io/discover/discover.ts';
import { findOnFile } from '../io/discover/on-file.ts';
import { details } from '../io/inspect/details.ts';
import { readHolders, relationsOf } from '../io/namespaces/holders.ts';
import { ownBinds } from '../io/namespaces/mounts.ts';
import { readProcesses } from '../io/proc/processes.ts';
import { userNames } from '../io/proc/users.ts';

/** The machine this process runs on. */
export function realSystem(): System {
  return {
    processes: readProcesses,
    containers: findContainers,
    containerOnFile: findOnFile,
    userName: userNames(),
    details,
    boundNamespaces: ownBinds,
    namespaceHolders: readHolders,
    namespaceRelations: relationsOf,
  };
}
