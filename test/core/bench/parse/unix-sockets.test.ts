import { expect, it } from 'vitest';
import { parseListening } from '../../../../src/core/bench/parse/unix-sockets.ts';

const TABLE = `Num       RefCount Protocol Flags    Type St Inode Path
ffff88810a5f1980: 00000002 00000000 00010000 0001 01 4411 /var/run/docker.sock
ffff88810a5f1d40: 00000003 00000000 00000000 0001 03 4412 /var/run/docker.sock
0000000000000000: 00000002 00000000 00010000 0005 01   17 @/org/kernel/x y
0000000000000000: 00000003 00000000 00000000 0001 03 99
garbage
`;

it('tells sockets that wait from those that are connected or have no name', () =>
  expect(parseListening(TABLE)).toEqual([
    { inode: 4411, path: '/var/run/docker.sock' },
    { inode: 17, path: '@/org/kernel/x y' },
  ]));
