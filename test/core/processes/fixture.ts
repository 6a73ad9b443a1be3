import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file of /proc as it was captured: `stat.zombie`. */
export const captured = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/proc/${name}`, import.meta.url)), 'utf8');
