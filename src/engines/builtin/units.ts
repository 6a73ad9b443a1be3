/** Numbers as docker writes them. */

const UNITS = 'bkmgtp';

/** `512m`, `1.5GiB`, `1048576` → bytes (docker/go-units RAMInBytes); undefined when it is no size. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,9})?) ?([bkmgtp]?)(?:i?b)?$/i.exec(text);
  if (!match) return undefined;
  const power = UNITS.indexOf(match[2]?.toLowerCase() || 'b');
  const bytes = Math.floor(Number(match[1]) * 1024 ** power);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** A decimal number of processors above 0; undefined otherwise. */
export function parseCpus(text: string): number | undefined {
  const cpus = /^\d{0,6}(\.\d{1,9})?$/.test(text) ? Number(text) : 0;
  return cpus > 0 ? cpus : undefined;
}

/** A whole number, `-1` included; undefined otherwise. */
export function parseInteger(text: string): number | undefined {
  return /^(-1|\d{1,15})$/.test(text) ? Number(text) : undefined;
}

/** Boolean options as Go's flag package reads them (strconv.ParseBool). */
export const isTrue = (value: string): boolean => ['1', 't', 'true'].includes(value.toLowerCase());
