import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { Held } from '../../../src/io/tracing/held.ts';
import { pump } from '../../../src/io/tracing/pump.ts';

const MIB = 1024 * 1024;
/** As a tool that prints much before it is ended. */
const much = () => Readable.from(Array.from({ length: 12 }, (_, i) => Buffer.alloc(MIB, `${i % 10}`)));

it('what is dropped is read to its end, and no more of it is kept than there is room for', async () => {
  const held = new Held();
  const pumped = pump(much(), held);
  await new Promise((resolve) => setImmediate(resolve));
  held.drop();
  await pumped;
  expect(held.text.length).toBe(5 * MIB);
});

it('what is passed on is whole, and in order', async () => {
  const held = new Held();
  const pumped = pump(much(), held);
  await new Promise((resolve) => setImmediate(resolve));
  const taken: string[] = [];
  held.passTo({ write: (chunk) => void taken.push(`${chunk.length}:${chunk[0]}`), end: () => taken.push('end') });
  await pumped;
  expect(taken).toEqual([...Array.from({ length: 12 }, (_, i) => `${MIB}:${48 + (i % 10)}`), 'end']);
});
