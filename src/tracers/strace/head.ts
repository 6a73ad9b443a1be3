/** What begins each line: whose it is, and when. */
import type { Beginning } from '../../core/session/clock.ts';
import { isDigit } from './scan.ts';

const [SPACE, DOT, LESS, GREATER, BRACKET] = [0x20, 0x2e, 0x3c, 0x3e, 0x5b];

/** Of seconds since 1970: what has more is no time, and no date either. */
const MAX_DIGITS = 12;

/** By how much a fraction of so many digits is to be multiplied to be nanoseconds. */
const SCALE = [1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 100, 10, 1];

/**
 * Reads `2166<dd> 1795336062.455104 `, `2166  1795…`, `[pid  2166<dd>] 1795…` and `1795….455104123 `.
 * One object for all lines: making one for each costs more than the reading.
 */
export class LineHead {
  /** 0: the line has none. */
  pid = 0;
  /** Where the thread's name stands; equal: the line has none. */
  commFrom = 0;
  commTo = 0;
  /** Nanoseconds since the session began. */
  at = 0;
  readonly #begin: Beginning;
  /** Where the number that was read last ended. */
  #next = 0;

  constructor(begin: Beginning) {
    this.#begin = begin;
  }

  /** The index after it, where what happened stands; -1: the line begins otherwise. */
  read(bytes: Uint8Array, from: number, to: number): number {
    this.pid = this.commFrom = this.commTo = 0;
    const time = this.#readTask(bytes, from, to);
    const seconds = this.#number(bytes, time, to);
    const dot = this.#next;
    if (dot === time || dot - time > MAX_DIGITS || bytes[dot] !== DOT) return -1;
    const fraction = this.#number(bytes, dot + 1, to);
    const digits = this.#next - dot - 1;
    if (digits < 1 || digits > 9 || bytes[this.#next] !== SPACE) return -1;
    const begin = this.#begin;
    this.at = (seconds - begin.seconds) * 1_000_000_000 + fraction * (SCALE[digits] ?? 1) - begin.nanoseconds;
    return this.#next + 1;
  }

  /** The index of the time. */
  #readTask(bytes: Uint8Array, from: number, to: number): number {
    const isBracketed = bytes[from] === BRACKET;
    const first = isBracketed ? skipSpaces(bytes, from + '[pid'.length) : from;
    const pid = this.#number(bytes, first, to);
    let at = this.#next;
    if (at === first || bytes[at] === DOT) return from;
    if (bytes[at] === LESS) {
      this.commFrom = at + 1;
      while (at < to && bytes[at] !== GREATER) at++;
      this.commTo = at++;
    }
    this.pid = pid;
    return skipSpaces(bytes, isBracketed ? at + 1 : at);
  }

  #number(bytes: Uint8Array, from: number, to: number): number {
    let value = 0;
    let at = from;
    for (; at < to; at++) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    this.#next = at;
    return value;
  }
}

function skipSpaces(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at++;
  return at;
}

/** What ends a line of a call that has returned: ` <0.000012>`. One object for all lines, as above. */
export class LineTail {
  /** Nanoseconds; null: the line has none. */
  duration: number | null = null;

  /** The index where it begins; `to`: the line has none. */
  read(bytes: Uint8Array, to: number): number {
    this.duration = null;
    if (bytes[to - 1] !== GREATER) return to;
    let value = 0;
    let scale = 1;
    let at = to - 2;
    let fraction = 0;
    for (; ; at--) {
      const code = bytes[at] ?? 0;
      if (isDigit(code)) {
        value += (code - 0x30) * scale;
        scale *= 10;
      } else if (code === DOT && fraction === 0) fraction = scale;
      else break;
    }
    const isFound =
      fraction > 1 && fraction <= 1e9 && scale > fraction && bytes[at] === LESS && bytes[at - 1] === SPACE;
    if (!isFound) return to;
    this.duration = value * (1e9 / fraction);
    return at - 1;
  }
}
