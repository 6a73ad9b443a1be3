/** The keys of timings of system calls. */
import type { KeyBinding } from '../../keys.ts';

export const SYSCALLS_KEYS = [
  { place: 'syscalls', keys: ['j', 'Down'], intent: 'down', about: 'next call; its histogram is shown' },
  { place: 'syscalls', keys: ['k', 'Up'], intent: 'up', about: 'call before' },
  { place: 'syscalls', keys: ['PgDn', 'C-d', 'Space'], intent: 'page-down', about: 'a screen on' },
  { place: 'syscalls', keys: ['PgUp', 'C-u'], intent: 'page-up', about: 'a screen back' },
  { place: 'syscalls', keys: ['gg', 'Home'], intent: 'first', about: 'first call' },
  { place: 'syscalls', keys: ['G', 'End'], intent: 'last', about: 'last call' },
  {
    place: 'syscalls',
    keys: ['Enter'],
    intent: 'large',
    about: 'its histogram alone; again: the table',
    hint: 'histogram',
  },
  {
    place: 'syscalls',
    keys: ['a'],
    intent: 'all-calls',
    about: 'the histogram of all calls together',
    hint: 'all calls',
  },
  {
    place: 'syscalls',
    keys: ['<', '>'],
    intent: 'sort',
    about: 'sort by the column before, or the next',
    hint: 'sort',
  },
  { place: 'syscalls', keys: ['R'], intent: 'reverse', about: 'the other way round' },
  { place: 'syscalls', keys: ['p'], intent: 'charts', about: 'charts on or off', hint: 'charts' },
  { place: 'syscalls', keys: ['e'], intent: 'show-command', about: 'the command that does the same', hint: 'command' },
  { place: 'syscalls', keys: ['S'], intent: 'stop-pane', about: 'stop it', hint: 'stop' },
  { place: 'syscalls', keys: ['x'], intent: 'close', about: 'close it; asks when it runs', hint: 'close' },
  { place: 'syscalls', keys: [']'], intent: 'next-open', about: 'next timing that is open' },
  { place: 'syscalls', keys: ['['], intent: 'previous-open', about: 'the one before' },
  { place: 'syscalls', keys: ['Esc'], intent: 'out', about: 'back: to the table, then to the view before' },
] as const satisfies readonly KeyBinding[];
