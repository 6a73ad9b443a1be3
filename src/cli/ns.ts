/** `spc ns`: namespaces. */
import { Argument, Command, Option } from 'commander';
import { memberList, namespaceList, needsRelations } from '../app/ns.ts';
import { columnsHelp } from '../core/lists/columns.ts';
import { NAMESPACE_COLUMNS, NAMESPACE_DEFAULTS } from '../core/namespaces/columns.ts';
import { MEMBER_COLUMNS, MEMBER_DEFAULTS } from '../core/namespaces/members.ts';
import { isNamespaceName, parseNamespaceName } from '../core/namespaces/name.ts';
import { listOptions, showTable, type TableOptions, withTable } from './list-options.ts';
import { realSystem } from './system.ts';

interface NsOptions extends TableOptions {
  descriptors: boolean;
}

/** `spc ns [NAMESPACE | TARGET]`. */
export function nsCommand(): Command {
  const command = new Command('ns')
    .description('namespaces, with their processes and containers, and those that only a file or a descriptor holds')
    .addArgument(
      new Argument('[namespace-or-target]', 'INODE or TYPE:INODE: who keeps just this one; a target: those it is in'),
    )
    .addOption(new Option('--no-descriptors', 'do not look through the open descriptors of all processes: faster'));
  return withTable(command, NAMESPACE_COLUMNS, NAMESPACE_DEFAULTS).addHelpText('after', help).action(action);
}

const help = () => `
With a namespace:
${columnsHelp(MEMBER_COLUMNS, MEMBER_DEFAULTS)}

Binds are looked for in every mount namespace that has a process, descriptors in every process that may be read.
owner, ownerUid, ownerUserNs and parent are asked of the kernel when one of them is shown.

Examples:
  spc ns
  spc ns -f type=net
  spc ns -f processes=0
  spc ns net:4026531840
  spc ns web
  spc ns -o type,inode,owner,ownerUserNs,parent --json`;

async function action(wanted: string | undefined, { descriptors, ...options }: NsOptions): Promise<void> {
  const system = realSystem();
  if (wanted !== undefined && isNamespaceName(wanted)) {
    const name = parseNamespaceName(wanted);
    return await showTable(memberList(system, name, { descriptors, relations: false }), options);
  }
  const relations = needsRelations(listOptions(options), Boolean(options.json || options.ndjson));
  await showTable(namespaceList(system, { descriptors, relations }, wanted), options);
}
