/** The environment docker gives a container (moby container/env.go, daemon/container_operations.go). */
import type { Draft } from './draft.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** `NAME=value`, each name once: docker's own, then the image's, then the options'. HOME follows from the user, later. */
export function environment({ image, env, tty }: Draft, hostname: string): string[] {
  const variables = new Map<string, string>([
    ['PATH', DEFAULT_PATH],
    ['HOSTNAME', hostname],
    ...(tty ? [['TERM', 'xterm'] as const] : []),
  ]);
  for (const entry of image.env) {
    const at = entry.indexOf('=');
    if (at > 0) variables.set(entry.slice(0, at), entry.slice(at + 1));
  }
  for (const [name, value] of env) {
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
  }
  return [...variables].map(([name, value]) => `${name}=${value}`);
}
