/** Numbers, as they are read. */

const UNITS = ['', 'k', 'M', 'G', 'T'];

/** Few digits: `999`, `12.3k`, `4.0M`. */
export function compact(value: number): string {
  let unit = 0;
  let shown = value;
  for (; shown >= 999.5 && unit < UNITS.length - 1; unit++) shown /= 1000;
  return unit === 0
    ? String(Math.round(shown))
    : `${shown < 99.95 ? shown.toFixed(1) : Math.round(shown)}${UNITS[unit]}`;
}

const DIGITS = new Intl.NumberFormat('en');

/** All digits: `1,234,567`. */
export const whole = (value: number): string => DIGITS.format(value);
