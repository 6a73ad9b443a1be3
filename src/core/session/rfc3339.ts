/** Times as engines write them, RFC 3339 with up to nine digits of a second. */

const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Seconds since 1970 and nanoseconds; undefined for what is no such time. */
export function parseRfc3339(text: string): { seconds: number; nanoseconds: number } | undefined {
  const [, date = '', fraction = '', zone = ''] = FORM.exec(text) ?? [];
  const milliseconds = Date.parse(date + zone);
  if (Number.isNaN(milliseconds)) return undefined;
  return { seconds: milliseconds / 1000, nanoseconds: Number(fraction.padEnd(9, '0')) };
}
