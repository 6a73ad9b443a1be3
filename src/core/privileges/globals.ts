/** Engine-wide options before the verb, which a RunSpec keeps as words. */
import { parseFlags } from '../label/flags.ts';
import { GLOBAL_OPTIONS } from '../label/globals.ts';
import type { RunOption, Tier } from '../types.ts';
import { grant, isOff, type Judged, merge, ORDINARY, unjudged } from './judged.ts';

type Says = readonly [Tier, string] | null;

const each = (names: string, says: Says): [string, Says][] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name, says]);

/** By canonical name; null: nothing beyond an ordinary container. */
const GLOBALS: ReadonlyMap<string, Says> = new Map([
  ...each('host context connection url remote identity ssh address namespace', [
    'high',
    'runs on another server than the one chosen',
  ]),
  ...each('hooks-dir runtime runtime-flag conmon network-cmd-path cni-path module', [
    'critical',
    'has the engine run a program the label names, as root on the host',
  ]),
  ...each(
    `config root runroot storage-driver storage-opt tmpdir volumepath network-config-dir network-backend data-root snapshotter
    cgroup-manager imagestore cni-netconfpath hosts-dir registries-conf pull-option transient-store default-mounts-file
    cdi-spec-dir cdi-spec-dirs`,
    ['high', "uses other state, images, mounts or devices than the engine's own"],
  ),
  ...each('cpu-profile memory-profile out', ['high', 'has the engine write a file on the host']),
  ...each('insecure-registry selinux-enabled', ['medium', 'may check less than the engine is set to']),
  ...each(
    `debug debug-full log-level syslog noout events-backend tls tlsverify tlscacert tlscert tlskey tls-ca tls-cert
    tls-details tls-key max-workers bridge-ip host-gateway-ip userns-remap help version trace experimental kube-hide-dupe`,
    null,
  ),
]);

/** Judges each option, clusters such as `-DH tcp://x` taken apart as the engine does. */
export function judgeGlobals(words: readonly string[]): Judged {
  try {
    return merge(parseFlags(words, GLOBAL_OPTIONS).options.map(judgeGlobal));
  } catch {
    return { ...ORDINARY, unjudged: [words.join(' ')] }; // an option no engine has
  }
}

function judgeGlobal(option: RunOption): Judged {
  const says = GLOBALS.get(option.name);
  if (says === undefined) return unjudged(option);
  if (says === null || (isOff(option.value) && option.name !== 'selinux-enabled')) return ORDINARY;
  return grant(option, `engine:${option.name}=${option.value}`, ...says);
}
