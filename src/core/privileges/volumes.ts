/** --volume `[SOURCE:]TARGET[:FLAGS]`, --volumes-from and --volume-driver. */
import type { RunOption } from '../types.ts';
import { judgeBind, judgeFlag } from './binds.ts';
import { always, grant, type Judged, merge, ORDINARY, type Rule, unjudged } from './judged.ts';

/** Flags of docker's and podman's --volume that need no word of their own or are judged with the bind. */
const FLAGS = new Set(
  'ro rw z Z U O shared rshared slave rslave private rprivate nocopy copy consistent cached delegated exec noexec dev nodev suid nosuid bind rbind idmap rro'.split(
    ' ',
  ),
);
const FLAG_KEYS = new Set(['idmap', 'upperdir', 'workdir']);

export const volume: Rule = (option) => {
  const parts = option.value.split(':');
  const [source = '', target, flagText = ''] = parts;
  if (target === undefined) return ORDINARY; // an anonymous volume
  const flags = flagText === '' ? [] : splitFlags(flagText);
  if (parts.length > 3 || source === '' || !flags.every(isKnown)) return unjudged(option);
  // A name without a slash is a volume the engine keeps; docker and podman take `.` and `/` as the start of a path.
  if (source.startsWith('~')) return unjudged(option); // no shell expands it, so the engine decides
  if (!/^[./]/.test(source) && !source.includes('/'))
    return merge([namedVolume(option, source), layers(option, flags)]);
  const readOnly = (flags.includes('ro') && !flags.includes('rw')) || flags.includes('rro') || flags.includes('O');
  return judgeBind(option, { source, readOnly, flags });
};

/** A volume the engine keeps under a name, which any run can give. */
export function namedVolume(option: RunOption, name: string): Judged {
  return grant(option, `volume=${name}`, 'low', `shares the engine's volume ${name}, which other containers may use`);
}

/** podman's overlay over a named volume may keep its changes in a folder of the host. */
const layers = (option: RunOption, flags: readonly string[]) =>
  merge(flags.filter((flag) => /^(upperdir|workdir)=/.test(flag)).map((flag) => judgeFlag(option, '', flag)));

/** `idmap=uids=0-1-10;gids=0-1-10` keeps its own separators; a comma always ends a flag. */
const splitFlags = (text: string) => text.split(',').map((flag) => flag.trim());

const isKnown = (flag: string) => FLAGS.has(flag) || FLAG_KEYS.has(flag.split('=')[0] ?? '');

export const volumesFrom: Rule = (option) =>
  merge(
    option.value
      .split(',')
      .map((name) =>
        grant(option, `volumes-from=${name}`, 'high', 'sees whatever another container mounts, host paths included'),
      ),
  );

export const volumeDriver: Rule = (option) =>
  option.value === '' || option.value === 'local'
    ? ORDINARY
    : always('medium', 'lets a plug-in of the engine provide its volumes')(option);
