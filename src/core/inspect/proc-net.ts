/** A network namespace from /proc/PID/net alone: what anybody may read. It tells neither MAC, nor MTU, nor other ends. */
import { ipText, procAddress } from './ip.ts';
import type { Address, Link, Network, Route } from './network.ts';

/** The texts of the files, by name; a missing one is as an empty one. */
export type ProcNet = Partial<Record<'dev' | 'route' | 'fib_trie' | 'if_inet6', string>>;

/** The namespace as far as the files tell. */
export function networkFromProc(inode: number, files: ProcNet, gaps: string[]): Network {
  const connected = parseRoutes(files.route ?? '');
  const addresses = [...ip4Addresses(files.fib_trie ?? '', connected), ...ip6Addresses(files.if_inet6 ?? '')];
  const links = deviceNames(files.dev ?? '').map((name, at): Link => {
    const own = addresses.filter(({ link }) => link === name);
    return {
      index: own.find(({ index }) => index > 0)?.index ?? at + 1,
      name,
      kind: name === 'lo' ? 'loopback' : '',
      mac: '',
      state: 'unknown',
      mtu: 0,
      master: '',
      addresses: own.map(({ address, prefix, family, scope }) => ({ address, prefix, family, scope })),
    };
  });
  const routes = connected
    .filter(({ mask, destination }) => mask === 0 && destination === 0)
    .map(({ link, gateway, metric }): Route => ({ link, gateway, metric, family: 4 }));
  return { inode, links, routes, gaps };
}

type Found = Address & { link: string; index: number };

/** Every line after the two headings begins with the name of a device and a colon. */
const deviceNames = (dev: string) =>
  dev
    .split('\n')
    .slice(2)
    .flatMap((line) => /^\s*([^:]+):/.exec(line)?.[1] ?? []);

interface ProcRoute {
  link: string;
  /** Numbers of 32 bits, the first byte of the address the lowest. */
  destination: number;
  mask: number;
  gateway: string;
  metric: number;
}

function parseRoutes(text: string): ProcRoute[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [link, destination, gateway = '', , , , metric, mask] = line.trim().split(/\s+/);
      if (!link || destination === undefined || mask === undefined) return [];
      const via = procAddress(gateway) ?? '';
      return [
        {
          link,
          destination: Number.parseInt(destination, 16),
          mask: Number.parseInt(mask, 16),
          gateway: via === '0.0.0.0' ? '' : via,
          metric: Number(metric),
        },
      ];
    });
}

/** Addresses of this machine are leaves marked `/32 host LOCAL`; the route they lie in tells link and prefix. */
function ip4Addresses(trie: string, routes: readonly ProcRoute[]): Found[] {
  const leaves = trie.matchAll(/\|-- (\d+\.\d+\.\d+\.\d+)\n\s+\/32 host LOCAL/g);
  return [...new Set([...leaves].map(([, address = '']) => address))].map((address): Found => {
    if (address.startsWith('127.')) return { address, prefix: 8, family: 4, scope: 'host', link: 'lo', index: 0 };
    const number = address.split('.').reduceRight((sum, part) => sum * 256 + Number(part), 0);
    const route = routes.find(({ mask, destination }) => mask !== 0 && (number & mask) >>> 0 === destination);
    return { address, prefix: bits(route?.mask ?? -1), family: 4, scope: 'global', link: route?.link ?? '', index: 0 };
  });
}

const bits = (mask: number) => (mask >>> 0).toString(2).replaceAll('0', '').length;

/** include/net/ipv6.h, as /proc/net/if_inet6 writes scopes. */
const SCOPES: Readonly<Record<string, Address['scope']>> = { '10': 'host', '20': 'link', '40': 'site' };

/** Lines of: address, index, prefix, scope, flags (all hex), device. */
function ip6Addresses(text: string): Found[] {
  return text.split('\n').flatMap((line) => {
    const [hex = '', index = '', prefix = '', scope = '', , link = ''] = line.trim().split(/\s+/);
    if (!/^[0-9a-f]{32}$/.test(hex)) return [];
    const address = ipText(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))) ?? '';
    return [
      {
        address,
        prefix: Number.parseInt(prefix, 16),
        family: 6,
        scope: SCOPES[scope] ?? 'global',
        link,
        index: Number.parseInt(index, 16),
      },
    ];
  });
}
