/** The caller's own options laid over what the label says. */
import { isOn, lastValue, withOption, withoutOption } from '../core/label/runspec.ts';
import type { RunSpec } from '../core/types.ts';
import type { Terminal } from '../io/terminal.ts';

export interface Overrides {
  /** Only when the user gave one: the label's own `--name x` then yields. */
  name?: string | undefined;
  detach?: boolean | undefined;
  rm?: boolean | undefined;
  runtime?: string | undefined;
  memory?: string | undefined;
  cpus?: string | undefined;
  pidsLimit?: string | undefined;
}

/** Lays the caller's options over the label's. Limits are added around the tool, whatever the label says. */
export function override(spec: RunSpec, overrides: Overrides): RunSpec {
  const { name, detach, rm, runtime, memory, cpus, pidsLimit } = overrides;
  const values = { name, runtime, memory, cpus, 'pids-limit': pidsLimit };
  let next = spec;
  for (const [option, value] of Object.entries(values)) if (value !== undefined) next = withOption(next, option, value);
  if (detach) next = withoutOption(withOption(next, 'detach', 'true'), 'tty');
  if (rm) next = withOption(next, 'rm', 'true');
  return next;
}

/**
 * Drops `--tty` unless input and output are both terminals: so `| grep` gets clean lines, and docker does not
 * refuse with "the input device is not a TTY".
 */
export function fitTerminal(spec: RunSpec, { stdin, stdout }: Terminal): RunSpec {
  return stdin && stdout ? spec : withoutOption(spec, 'tty');
}

/**
 * A foreground command of the user's own in a label that keeps its container: left as it is, it would leave a dead
 * container whose name blocks the next command. Not one that the user named, and not a service.
 */
export function isOneOff(spec: RunSpec, { args, named }: { args: string[]; named: boolean }): boolean {
  const own = args.length > 0 && !named && !isOn(spec, 'detach') && isOn(spec, 'interactive');
  return own && lastValue(spec, 'restart') === undefined;
}
