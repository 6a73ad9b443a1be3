/** What the target is. */
import type { PageItem } from '../../page.ts';
import { showBytes } from '../../processes/units.ts';
import type { Inspection, ProcessFacts } from '../inspection.ts';
import { facts, showSeconds, showTime } from './items.ts';

/** The container, as far as there is one; then the process that stands for the target. */
export function identityItems({ target, container, process }: Inspection): PageItem[] {
  const ofContainer: [string, string][] = container
    ? [
        ['engine', engineText(container)],
        ['name', container.name],
        ['id', container.id],
        ['group', container.group],
        ['image', container.image],
        ['image id', container.imageId],
        ['kind', kindText(container)],
        ['status', container.status],
        ['created', showTime(container.created)],
        ['run by', container.owner === 0 ? '' : `uid ${container.owner}, without root`],
        ['monitor', container.monitor === 0 ? '' : `pid ${container.monitor}`],
      ]
    : [];
  const isMain = process !== null && container?.pid === process.pid;
  return [
    ...facts([...ofContainer, ['bound to', target.bound ?? ''], ...(process ? processFacts(process, isMain) : [])]),
    ...(container && !process ? [{ note: 'it does not run: this is what its files tell' }] : []),
  ];
}

function engineText({ engine, alsoKnownTo }: NonNullable<Inspection['container']>): string {
  return alsoKnownTo.length === 0 ? engine : `${engine} (known to ${alsoKnownTo.join(', ')}, too)`;
}

function kindText({ kind, reasons }: NonNullable<Inspection['container']>): string {
  if (kind === 'service') return 'service container';
  if (kind === 'unknown') return 'not to be told: its namespaces or its first process may not be read';
  return ['super-privileged container', reasons.join('; ')].filter(Boolean).join(': ');
}

function processFacts(process: ProcessFacts, isMain: boolean): [string, string][] {
  const { argv, comm, nsPids, parents, state, threads, rss, cpuTime, uid, user } = process;
  return [
    [
      isMain ? 'main pid' : 'pid',
      [nsPids[0] ?? process.pid, ...nsPids.slice(1).map((pid) => `${pid} inside`)].join(', '),
    ],
    ['command', argv.join(' ') || `[${comm}]`],
    ['user', userText(uid, user)],
    ['state', STATES[state] ?? state],
    ['started', showTime(process.started)],
    [
      'use',
      `${showBytes(rss)} of memory, ${showSeconds(cpuTime)} of CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    ],
    ['parents', parents.map(({ pid, comm }) => `${comm} (${pid})`).join(' < ')],
  ];
}

const userText = (uid: number | null, user: string) =>
  uid === null || user === String(uid) ? user : `${user} (${uid})`;

/** proc_pid_stat(5). */
const STATES: Readonly<Record<string, string>> = {
  R: 'running',
  S: 'sleeping',
  D: 'waiting, not to be interrupted',
  Z: 'ended, not yet reaped (zombie)',
  T: 'stopped by a signal',
  t: 'stopped by a tracer',
  X: 'dead',
  I: 'idle',
};
