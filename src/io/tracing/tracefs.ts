/** The file system that tells of the kernel's tracepoints: bpftrace and perf look them up there. */
import { existsSync } from 'node:fs';
import { SpcError } from '../../core/errors.ts';
import { lastLine } from '../../core/text.ts';
import { capture } from '../process.ts';
import type { Guard } from './types.ts';

/** Its place of its own, since Linux 4.1; before, and often still, below debugfs. */
export const TRACEFS = '/sys/kernel/tracing';
const PLACES = [TRACEFS, '/sys/kernel/debug/tracing'];

/**
 * Where tracefs is mounted: here until the session ends, when it was not mounted before. Throws `no-root`, `system`.
 */
export async function requireTracefs(guard: Guard): Promise<string> {
  const mounted = PLACES.find((place) => existsSync(`${place}/events`));
  if (mounted !== undefined) return mounted;
  if (process.geteuid?.() !== 0)
    throw new SpcError('no-root', 'cannot look up tracepoints', `${TRACEFS} may be read by root only`);
  await guard.mount(TRACEFS);
  const { status, stderr } = await capture({
    file: '/bin/mount',
    args: ['-t', 'tracefs', '-o', 'mode=700', 'tracefs', TRACEFS],
  });
  if (status === 0) return TRACEFS;
  throw new SpcError(
    'system',
    `cannot mount tracefs at ${TRACEFS}`,
    lastLine(stderr),
    'the kernel must have tracefs, and CAP_SYS_ADMIN is needed: spc doctor tells what is missing',
  );
}
