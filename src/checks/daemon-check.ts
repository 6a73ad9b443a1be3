/** Checks on the daemon's settings: daemon.json and the flags of the running daemon, merged. */
import { type DaemonOptions, daemonOf, daemonOptions } from '../core/bench/daemon-options.ts';
import { type CheckSpec, defineCheck } from '../core/bench/define.ts';
import { error, proof } from '../core/bench/judgement.ts';
import type { Check, Facts, Judgement, PieceName, Proof } from '../core/bench/types.ts';
import { NO_DAEMON } from './targets.ts';

type Needs = 'daemonFile' | 'processes';

/** A check as its table writes it; its rule gets the settings too. Podman has none of them. */
export interface DaemonCheckSpec<K extends PieceName> extends Omit<CheckSpec<K>, 'scope' | 'notOn' | 'needs' | 'rule'> {
  needs?: readonly K[];
  rule: (options: DaemonOptions, facts: Facts<K | Needs>) => Judgement;
}

/** The check. A daemon that is not seen is an error: its flags could say anything. */
export function daemonCheck<K extends PieceName = never>({ needs = [], rule, ...spec }: DaemonCheckSpec<K>): Check {
  return defineCheck<K | Needs>({
    ...spec,
    scope: 'daemon',
    notOn: { podman: NO_DAEMON },
    needs: ['daemonFile', 'processes', ...needs],
    rule: (facts) => {
      const { daemonFile, processes } = facts as unknown as Facts<Needs>;
      if (!daemonOf(processes)) return error('no dockerd is seen on this host, so its flags are not known');
      return rule(daemonOptions(daemonFile, processes), facts);
    },
  });
}

/** What the settings say of a name, and where: `icc (daemon.json)`. */
export function optionProofs(options: DaemonOptions, ...names: string[]): Proof[] {
  return names.flatMap((name) => {
    const settings = options.get(name) ?? [];
    if (settings.length === 0) return [proof(name, 'not set')];
    return settings.map(({ value, from }) => proof(`${name} (${from})`, value));
  });
}
