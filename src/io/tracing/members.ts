/** Which processes a target has now. */
import type { Target } from '../../core/target.ts';
import { isSame } from '../join/pin.ts';

/** Host pids of the target's processes at each call, rising; empty when it has ended. */
export function membersOf(target: Target): () => number[] {
  return () => (target.pid > 0 && isSame(target) ? (target.container?.pids ?? [target.pid]) : []);
}
