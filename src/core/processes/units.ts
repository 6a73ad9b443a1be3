/** Sizes and times for the eye. */

const UNITS = ['K', 'M', 'G', 'T', 'P'];

/** Bytes in units of 1024: `512`, `1.5K`, `12.3M`, `334M`; at most five characters. */
export function showBytes(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let size = bytes;
  let unit = -1;
  while (size >= 1023.5 && unit < UNITS.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(size < 99.95 ? 1 : 0)}${UNITS[unit]}`;
}

/** Seconds as ps(1) shows a process's age: `05:41`, `02:05:41`, `3-02:05:41`. */
export function showDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const clock = `${two((whole % 3600) / 60)}:${two(whole % 60)}`;
  if (days > 0) return `${days}-${two(hours)}:${clock}`;
  return hours > 0 ? `${two(hours)}:${clock}` : clock;
}

/** To one decimal. */
export const tenths = (number: number): number => Math.round(number * 10) / 10;
