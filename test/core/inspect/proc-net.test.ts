import { describe, expect, it } from 'vitest';
import { networkFromProc } from '../../../src/core/inspect/proc-net.ts';
import { text } from './captured.ts';

const captured = {
  dev: text('podman-dev'),
  route: text('podman-route'),
  fib_trie: text('podman-fib_trie'),
  if_inet6: text('podman-if_inet6'),
};

describe('networkFromProc', () => {
  it('tells addresses and the default route without asking the kernel', () => {
    const { links, routes } = networkFromProc(7, captured, []);
    expect(
      links.map(({ index, name, addresses }) => [
        index,
        name,
        addresses.map(({ address, prefix }) => `${address}/${prefix}`),
      ]),
    ).toEqual([
      [1, 'lo', ['127.0.0.1/8', '::1/128']],
      [2, 'eth0', ['10.88.0.252/16', 'fe80::90c5:7ff:fe41:db1c/64']],
    ]);
    expect(links[1]?.addresses.map(({ scope }) => scope)).toEqual(['global', 'link']);
    expect(routes).toEqual([{ link: 'eth0', gateway: '10.88.0.1', family: 4, metric: 100 }]);
  });

  it('claims nothing it cannot know', () => {
    const [, eth0] = networkFromProc(7, captured, ['why']).links;
    expect(eth0).toMatchObject({ mac: '', mtu: 0, state: 'unknown' });
    expect(eth0).not.toHaveProperty('peer');
  });

  it.each([{}, { dev: 'x', route: 'x y', fib_trie: '|-- 1.2.3', if_inet6: 'zz' }])('makes nothing of %j', (files) => {
    expect(networkFromProc(7, files, ['why'])).toEqual({ inode: 7, links: [], routes: [], gaps: ['why'] });
  });
});
