/** What can be done with a row: each is a command line of spc's, or another look at what the UI has. */
import { shellQuote } from '../../../../core/label/quote.ts';
import { sanitize } from '../../../../core/sanitize.ts';
import type { ListName, ListRow, PageRequest } from '../../../../core/wire/types.ts';
import { engineOption } from '../../command.ts';
import type { Intent } from '../../keys.ts';
import { drillDown, open, prompt } from '../../places.ts';
import { type Effect, type MenuItem, newPage, type PageState, type State, type Step } from '../../state.ts';
import { still } from '../../view.ts';

export interface Action {
  intent: Intent;
  text: string;
  /** Without `spc`; null: there is none. */
  argv(row: ListRow): string[] | null;
  /** What is done; without it the command line is run. */
  act?(state: State, row: ListRow): Step;
  /** Whether there is anything to be done now; else it is not offered. */
  when?(state: State, row: ListRow): boolean;
}

const inspect = (page: PageRequest['page'], title: string, enter?: (row: ListRow) => PageState['enter']) => ({
  act: (state: State, row: ListRow): Step => {
    const request = { page, target: row.target, ...(row.engine && { engine: row.engine }) };
    return still(open(state, { kind: 'page', page: newPage(`${title} ${row.target}`, request, enter?.(row) ?? null) }));
  },
});

const doing = (effect: (row: ListRow) => Effect) => ({
  act: (state: State, row: ListRow): Step => ({ state, effects: [effect(row)] }),
});

const TARGET: Action[] = [
  { intent: 'strace', text: 'strace: system calls', argv: ({ target }) => ['strace', target, '--record'] },
  { intent: 'tcpdump', text: 'tcpdump: packets', argv: ({ target }) => ['tcpdump', target, '--record'] },
  { intent: 'syscalls', text: 'time its system calls', argv: ({ target }) => ['syscalls', target] },
  {
    intent: 'stap',
    text: 'SystemTap script …',
    argv: () => null,
    ...doing(({ target }) => ({ do: 'examples', tracer: 'stap', target })),
  },
  {
    intent: 'bpftrace',
    text: 'bpftrace script …',
    argv: () => null,
    ...doing(({ target }) => ({ do: 'examples', tracer: 'bpftrace', target })),
  },
  { intent: 'perf', text: 'perf …', argv: () => null, act: perfMenu },
  { intent: 'enter', text: "shell, the host's tools", argv: ({ target }) => ['enter', target] },
  { intent: 'enter-files', text: 'shell, its own files', argv: ({ target }) => ['enter', '--root', 'target', target] },
  { intent: 'inspect', text: 'inspect', argv: ({ target }) => ['inspect', target], ...inspect('inspect', 'inspect') },
];

const STOP: Action = {
  intent: 'stop',
  text: 'stop what traces it',
  argv: () => null,
  when: (state, row) => tracing(state, row).length > 0,
  act: (state, row) => ({ state, effects: tracing(state, row).map((id): Effect => ({ do: 'stop', id })) }),
};

const PROCESSES: Action = {
  intent: 'processes',
  text: 'its processes',
  argv: ({ target }) => ['ps', target],
  act: (state, { target }) => still(drillDown(state, 'processes', target)),
};

const NAMESPACES: Action = {
  intent: 'namespaces',
  text: 'its namespaces',
  argv: ({ target }) => ['ns', target],
  act: (state, { target }) => still(drillDown(state, 'namespaces', target)),
};

const LOGS: Action = { intent: 'logs', text: 'its log', argv: ({ target }) => ['record', target, '--logs'] };

const record = (...more: string[]): Action => ({
  intent: 'record',
  text: `record strace, tcpdump${more.length > 0 ? ' and log' : ''}`,
  argv: ({ target }) => ['record', target, '--strace', '--tcpdump', ...more],
});

const launch = (name: string) => (row: ListRow) => [name, ...engineOption(row.engine), row.target];

/** By list, in the order of its menu. */
export const ACTIONS: Record<ListName, readonly Action[]> = {
  containers: [PROCESSES, ...TARGET, LOGS, record('--logs'), NAMESPACES, STOP],
  processes: [...TARGET, record(), PROCESSES, NAMESPACES, STOP],
  namespaces: [PROCESSES, ...TARGET, record(), STOP],
  images: [
    {
      intent: 'run',
      text: 'run it by its label …',
      argv: launch('run'),
      ...inspect('image', 'run', (row) => ({
        text: 'run it; spc asks before it grants privileges',
        argv: launch('run')(row),
      })),
    },
    { intent: 'about-image', text: 'labels and privileges', argv: launch('privileges'), ...inspect('image', 'image') },
    { intent: 'install', text: 'install', argv: launch('install') },
    { intent: 'uninstall', text: 'uninstall', argv: launch('uninstall') },
  ],
  sessions: [
    { intent: 'replay', text: 'look at it again', argv: ({ target }) => ['replay', target] },
    {
      intent: 'about-session',
      text: 'what it has',
      argv: ({ target }) => ['session', 'show', target],
      ...inspect('session', 'session'),
    },
    {
      intent: 'export',
      text: 'write it into a tar archive …',
      argv: ({ target }) => exporting(target),
      act: (state, { target }) => still(prompt(state, 'command', 'spc ', shellQuote(exporting(target)))),
    },
    { intent: 'remove', text: 'remove …', argv: ({ target }) => ['session', 'rm', target], act: confirmRemoval },
  ],
};

const exporting = (session: string) => ['session', 'export', session, '-o', `${session.split('/').at(-1)}.tar`];

function confirmRemoval(state: State, { target }: ListRow): Step {
  const argv = ['session', 'rm', target];
  const yes: Effect[] = [{ do: 'command', argv }];
  return still(
    open(state, {
      kind: 'confirm',
      title: 'Remove this recorded session?',
      lines: [target, '', shellQuote(['spc', ...argv])],
      yes,
    }),
  );
}

const PERF_MODES = [
  ['c', 'stat', 'counters of the processor and the kernel'],
  ['t', 'trace', 'each system call'],
  ['s', 'record', 'samples of where it spends its time'],
] as const;

function perfMenu(state: State, { target }: ListRow): Step {
  const items = PERF_MODES.map(([key, mode, text]): MenuItem => {
    const argv = ['perf', target, mode, '--record'];
    return { key, text, argv, effects: [{ do: 'command', argv }] };
  });
  return still(open(state, { kind: 'menu', title: `perf on ${target}`, items, selected: 0 }));
}

/** Sessions and timings on a row's target that run. */
function tracing({ sessions, timings }: State, { target }: ListRow): number[] {
  return [...sessions, ...timings]
    .filter(({ argv, error, snapshot }) => argv[1] === target && !error && snapshot?.state !== 'ended')
    .map(({ id }) => id);
}

/** Those of a list's that can be done with a row now. */
export const actionsOf = (state: State, list: ListName, row: ListRow): Action[] =>
  ACTIONS[list].filter(({ when }) => when?.(state, row) ?? true);

/** Does what an intent means for a row; nothing where it means nothing. */
export function act(state: State, list: ListName, intent: Intent, row: ListRow | undefined): Step {
  const action = row && actionsOf(state, list, row).find((each) => each.intent === intent);
  if (!row || !action) return still(state);
  if (!isTarget(row.target)) return still({ ...state, message: { text: NO_TARGET, style: 'error' } });
  if (action.act) return action.act(state, row);
  const argv = action.argv(row);
  return { state, effects: argv ? [{ do: 'command', argv }] : [] };
}

const NO_TARGET = 'no spelling means just this one: its name is not one to be typed';

/** What could be taken for an option, or for something else than it looks like, is never put on a command line. */
const isTarget = (target: string) => target !== '' && !target.startsWith('-') && sanitize(target) === target;
