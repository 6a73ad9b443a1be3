/** What it costs to start spc at all. */
import { type Race, SPC } from './race.ts';

export const races: Race[] = [
  {
    title: 'start of spc',
    contestants: [
      { name: 'node -e 0', commands: [[process.execPath, '-e', '0']] },
      { name: 'spc --version', commands: [[SPC, '--version']] },
    ],
  },
];
