import { readFileSync } from 'node:fs';

/** spc's own version, from package.json beside the code. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}
