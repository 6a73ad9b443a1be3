/** What could not be read of /proc, and what would help. */
import { CAPABILITIES } from '../../core/capabilities.ts';
import { parseMountinfo } from '../../core/processes/mountinfo.ts';
import type { ProcessEntry, ProcessPart } from '../../core/processes/types.ts';
import { effectiveCapabilities } from '../capabilities.ts';
import { tryReadProc } from './read.ts';

/** One line each. `hidden`: how many processes refused to be read at all. */
export function findGaps(processes: readonly ProcessEntry[], parts: readonly ProcessPart[], hidden: number): string[] {
  const remedy = mayTrace() ? 'refused in spite of CAP_SYS_PTRACE' : 'CAP_SYS_PTRACE would show them';
  const gaps: string[] = [];
  const option = mayTrace() ? undefined : hidingOption();
  if (option) gaps.push(`/proc hides the processes of other users (${option}): ${remedy}`);
  else if (hidden > 0) gaps.push(`${count(hidden)} could not be read: ${remedy}`);
  const closed = parts.includes('ns') ? processes.filter(isClosed).length : 0;
  if (closed > 0) gaps.push(`the namespaces of ${count(closed)} could not be read: ${remedy}`);
  return gaps;
}

/** Process 1 does not count: it is in the host's namespaces, as `host` has them. */
const isClosed = ({ ns, pid }: ProcessEntry) => ns === undefined && pid !== 1;

const count = (number: number) => (number === 1 ? '1 process' : `${number} processes`);

function mayTrace(): boolean {
  return (effectiveCapabilities() & (1n << BigInt(CAPABILITIES.indexOf('SYS_PTRACE')))) !== 0n;
}

/** `hidepid=2`, `hidepid=invisible` … (proc(5)), unless the caller is of the group that is spared. */
function hidingOption(): string | undefined {
  const mounts = parseMountinfo(tryReadProc('/proc/self/mountinfo') ?? '');
  const options = mounts.findLast(({ mountPoint }) => mountPoint === '/proc')?.superOptions ?? [];
  const spared = Number(options.find((option) => option.startsWith('gid='))?.slice(4) ?? 0);
  if (process.getgroups?.().includes(spared)) return undefined;
  return options.find((option) => /^hidepid=(?!0|off)/.test(option));
}
