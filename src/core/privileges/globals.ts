/** Engine-wide options before the verb, which the label's parser leaves as words. */
import type { RunOption, Tier } from '../types.ts';
import { grant, type Judged, merge, ORDINARY, partAtEquals, unjudged } from './judged.ts';

const SERVER: readonly [Tier, string] = ['high', 'runs on another server than the one chosen'];
const PROGRAM: readonly [Tier, string] = [
  'critical',
  'has the engine run a program the label names, as root on the host',
];
const STORE: readonly [Tier, string] = ['high', "uses other state and images than the engine's own"];

const GLOBALS = new Map<string, readonly [Tier, string] | null>([
  ...[
    '-H',
    '--host',
    '-c',
    '--context',
    '--connection',
    '--url',
    '-r',
    '--remote',
    '--identity',
    '-a',
    '--address',
    '-n',
    '--namespace',
  ].map((name) => [name, SERVER] as const),
  ...['--hooks-dir', '--runtime', '--runtime-flag', '--conmon', '--network-cmd-path', '--cni-path', '--module'].map(
    (name) => [name, PROGRAM] as const,
  ),
  ...[
    '--config',
    '--root',
    '--runroot',
    '--storage-driver',
    '--storage-opt',
    '--tmpdir',
    '--volumepath',
    '--network-config-dir',
    '--data-root',
    '--snapshotter',
    '--cgroup-manager',
    '--imagestore',
    '--cni-netconfpath',
    '--hosts-dir',
  ].map((name) => [name, STORE] as const),
  ...[
    '-D',
    '--debug',
    '-l',
    '--log-level',
    '--syslog',
    '--noout',
    '--events-backend',
    '--tls',
    '--tlsverify',
    '--tlscacert',
    '--tlscert',
    '--tlskey',
  ].map((name) => [name, null] as const),
]);

/** Judges each option; a word that does not start with `-` is the value of the one before it. */
export function judgeGlobals(words: readonly string[]): Judged {
  return merge(words.map((word, at) => (word.startsWith('-') ? judgeWord(word, words[at + 1]) : ORDINARY)));
}

function judgeWord(word: string, next: string | undefined): Judged {
  const [key, inline] = partAtEquals(word);
  // A short option may hold its value: `-Htcp://host`.
  const name = key.startsWith('--') ? key : key.slice(0, 2);
  const value = inline ?? (name === key ? (next?.startsWith('-') ? '' : (next ?? '')) : key.slice(2));
  const option: RunOption = {
    name: name.replace(/^-+/, ''),
    value,
    words: inline === undefined && value && name === key ? [word, value] : [word],
  };
  const says = GLOBALS.get(name);
  if (says === undefined) return unjudged(option);
  return says ? grant(option, `engine:${option.name}=${value}`, ...says) : ORDINARY;
}
