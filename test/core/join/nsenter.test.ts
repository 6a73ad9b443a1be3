import { expect, it } from 'vitest';
import { nsenterArgv } from '../../../src/core/join/nsenter.ts';

const namespaces = [
  { type: 'user', path: '/proc/1/fd/3' },
  { type: 'mnt', path: '/proc/1/fd/4' },
] as const;
const argv = (user: string) => nsenterArgv({ program: '/usr/bin/nsenter', namespaces, user, argv: ['ls', '-l'] });

it('joins by descriptors, and no word of the command is an option', () => {
  expect(argv('keep')).toEqual([
    '/usr/bin/nsenter',
    '--user=/proc/1/fd/3',
    '--mount=/proc/1/fd/4',
    '--preserve-credentials',
    '--',
    'ls',
    '-l',
  ]);
});

it.each([
  ['0', ['--setuid=0', '--setgid=0']],
  ['5:7', ['--setuid=5', '--setgid=7']],
])('becomes %s', (user, options) => expect(argv(user).slice(3, 5)).toEqual(options));
