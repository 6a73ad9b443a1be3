/** Why a tracer or a session ended, in words. */
import type { EndReason } from '../events.ts';

export const REASON_TEXTS: Readonly<Record<EndReason, string>> = {
  stopped: 'stopped',
  duration: 'the time is over',
  'target-ended': 'the target has ended',
  'command-ended': 'the command has ended',
  full: 'nothing more can be recorded',
  tool: 'the tool ended of its own accord',
  failed: 'failed',
};
