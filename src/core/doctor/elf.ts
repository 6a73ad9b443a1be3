/** The head of a program (elf(5)). */

const PT_INTERP = 3;

/** Bits, and whether it names no interpreter: then it is static. null: no ELF, or its head is cut off. */
export function parseElf(head: Uint8Array): { bits: 32 | 64; static: boolean } | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const isElf = head.length >= 64 && view.getUint32(0) === 0x7f45_4c46;
  if (!isElf) return null;
  const is64 = head[4] === 2;
  const little = head[5] === 1;
  const table = is64 ? Number(view.getBigUint64(32, little)) : view.getUint32(28, little);
  const size = view.getUint16(is64 ? 54 : 42, little);
  const count = view.getUint16(is64 ? 56 : 44, little);
  if (size === 0 || table + size * count > head.length) return null;
  const types = Array.from({ length: count }, (_, at) => view.getUint32(table + at * size, little));
  return { bits: is64 ? 64 : 32, static: !types.includes(PT_INTERP) };
}
