import { describe, expect, it } from 'vitest';
import { MAX_PORTS, ownedPorts, parsePorts, socketInode } from '../../../src/core/inspect/ports.ts';
import { text } from './captured.ts';

const line = (state: string, local = '0100007F:0016', inode = 5) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000 100 0 0 10 0`;

describe('parsePorts', () => {
  it('reads what waits on a real machine', () => {
    expect(parsePorts('tcp', text('host-tcp')).map(({ address, port }) => `${address}:${port}`)).toEqual([
      '127.0.0.1:2222',
      '127.0.0.1:2376',
      '0.0.0.0:2024',
    ]);
    expect(parsePorts('tcp6', text('docker-tcp6'))).toEqual([
      { protocol: 'tcp6', address: '::', port: 8080, inode: 1328691, uid: 0, pids: [] },
    ]);
  });

  it('leaves out connections: only what waits is a port', () => {
    expect(parsePorts('tcp', ['heading', line('01'), line('0A'), line('06')].join('\n'))).toHaveLength(1);
    expect(parsePorts('udp', ['heading', line('01'), line('07')].join('\n'))).toHaveLength(1);
    expect(parsePorts('tcp', line('0A'))[0]).toMatchObject({ port: 22, uid: 1000, inode: 5 });
  });

  it.each(['', '\n\n', 'nonsense', line('0A', 'zz:0016'), line('0A', '0100007F'), line('0A', '0100007F:123456')])(
    'passes over %j',
    (hostile) => expect(parsePorts('tcp', hostile)).toEqual([]),
  );

  it('tells no more than a limit', () => {
    expect(
      parsePorts(
        'tcp',
        Array(MAX_PORTS + 5)
          .fill(line('0A'))
          .join('\n'),
      ),
    ).toHaveLength(MAX_PORTS);
  });
});

describe('ownedPorts', () => {
  it('sorts by port and names who holds each', () => {
    const ports = parsePorts('tcp', [line('0A', '0100007F:0050', 7), line('0A', '0100007F:0016', 5)].join('\n'));
    const owned = ownedPorts(ports, new Map([[7, [30, 4]]]));
    expect(owned.map(({ port, pids }) => [port, pids])).toEqual([
      [22, []],
      [80, [4, 30]],
    ]);
  });

  it.each([
    ['socket:[42]', 42],
    ['pipe:[42]', undefined],
    ['/tmp/socket:[42]', undefined],
    ['socket:[42] (deleted)', undefined],
  ])('%s is socket %s', (link, inode) => expect(socketInode(link)).toBe(inode));
});
