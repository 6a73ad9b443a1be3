/** A target that can only be told by the numbers of its processes, and has more than a tracer takes. */
import { SpcError } from '../errors.ts';

/** `unsupported`, with what to name instead. */
export function tooManyProcesses(tracer: string, count: number, most: number): SpcError {
  return new SpcError(
    'unsupported',
    `${tracer} cannot watch ${count} processes one by one`,
    `what separates the target from the rest of the machine is the numbers of its processes, and ${most} are the most`,
    'name a container, a pid namespace or a cgroup v2 of its own, which the kernel knows as one; or host',
  );
}
