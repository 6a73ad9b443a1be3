/** Datagrams of real kernels: hex digits, an empty line between two. */
import { readFileSync } from 'node:fs';
import { decodeMessages, type NetlinkMessage } from '../../../src/core/inspect/netlink.ts';

const folder = new URL('../../fixtures/', import.meta.url);

export const datagrams = (name: string): Uint8Array[] =>
  readFileSync(new URL(`netlink/${name}.hex`, folder), 'utf8')
    .split('\n\n')
    .map((text) => new Uint8Array(Buffer.from(text.replaceAll('\n', ''), 'hex')));

export const messages = (name: string): NetlinkMessage[] => datagrams(name).flatMap(decodeMessages);

export const text = (name: string): string => readFileSync(new URL(`inspect/${name}`, folder), 'utf8');
