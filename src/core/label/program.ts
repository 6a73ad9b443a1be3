/** Which engine a label's first word means. Nothing else in a label is ever run on the host. */
import type { EngineName } from '../types.ts';

/** An engine that has a program of its own. */
export type EngineProgram = Exclude<EngineName, 'builtin'>;

const PROGRAMS: readonly EngineProgram[] = ['docker', 'podman', 'nerdctl'];

/** Where distributions and administrators install programs; no user can write there. */
const DIRECTORIES = ['', '/usr/bin/', '/bin/', '/usr/local/bin/', '/usr/sbin/', '/sbin/', '/usr/local/sbin/'];

const ENGINE_OF: ReadonlyMap<string, EngineProgram> = new Map(
  PROGRAMS.flatMap((program) => DIRECTORIES.map((directory) => [directory + program, program] as const)),
);

/** The engine a label's first word means: exact words and exact paths only; `/tmp/docker`, `./docker`, `echo` → undefined. */
export function engineOf(program: string): EngineProgram | undefined {
  return ENGINE_OF.get(program);
}
