/** --mount: comma-separated `key=value`, quoted as in CSV, which both docker and podman read it as. */
import { partAt } from '../text.ts';
import type { RunOption } from '../types.ts';
import { judgeBind } from './binds.ts';
import { judgeDriverOptions } from './driver-options.ts';
import { grant, isOff, type Judged, merge, ORDINARY, type Rule, unjudged } from './judged.ts';
import { csvFields } from './readings.ts';
import { namedVolume } from './volumes.ts';

type Fields = Map<string, string>;

const READ_ONLY = ['ro', 'readonly'];
const ORDINARY_TYPES = ['tmpfs', 'ramfs', 'devpts', 'npipe'];
const KNOWN = new Set(
  'type src source dst target destination ro readonly rw readwrite bind-propagation bind-nonrecursive bind-recursive bind-create-src consistency volume-nocopy volume-subpath volume-driver volume-label volume-opt subpath tmpfs-size tmpfs-mode tmpcopyup notmpcopyup size mode uid gid max relabel z U chown idmap copy nocopy exec noexec dev nodev suid nosuid image-subpath no-dereference rbind create-host-path propagation'
    .toLowerCase()
    .split(' '),
);

/** A key given twice is unjudged: engines differ in which one counts. */
export const mount: Rule = (option) => {
  const options: string[] = []; // volume-opt and volume-label may come many times
  const fields: Fields = new Map();
  for (const field of csvFields(option.value) ?? ['']) {
    const [key, value = 'true'] = partAt(field.trim(), '=');
    const name = key.trim().toLowerCase();
    if (!KNOWN.has(name) || fields.has(name)) return unjudged(option);
    if (name === 'volume-opt') options.push(value);
    else if (name !== 'volume-label') fields.set(name, value.trim()); // labels are data
  }
  return judgeMount(option, fields, options);
};

function judgeMount(option: RunOption, fields: Fields, options: string[]): Judged {
  const type = (fields.get('type') ?? 'volume').toLowerCase();
  const source = fields.get('src') ?? fields.get('source') ?? '';
  if (fields.has('src') && fields.has('source')) return unjudged(option); // which one counts is the engine's secret
  if (type === 'bind' || type === 'glob') return source === '' ? unjudged(option) : bind(option, fields, source);
  if (type === 'volume') return judgeVolume(option, fields, options, source);
  if (type === 'image' || type === 'artifact')
    return grant(option, `mount=${type}:${source}`, 'low', 'sees the files of another image');
  return ORDINARY_TYPES.includes(type) ? ORDINARY : unjudged(option);
}

function bind(option: RunOption, fields: Fields, source: string): Judged {
  const path = fields.get('type')?.toLowerCase() === 'glob' ? withoutPattern(source) : source;
  return judgeBind(option, { source: path, readOnly: isReadOnly(fields), flags: flagsOf(fields) });
}

/** A glob can match whatever lies below the folder before its first pattern. */
function withoutPattern(glob: string): string {
  const at = glob.search(/[*?[\\]/);
  return at < 0 ? glob : glob.slice(0, glob.lastIndexOf('/', at) + 1);
}

/** Read-only only when said and not gainsaid. */
function isReadOnly(fields: Fields): boolean {
  const said = READ_ONLY.map((key) => fields.get(key)).filter((value) => value !== undefined);
  const writes = ['rw', 'readwrite'].some((key) => fields.has(key) && !isOff(fields.get(key) ?? ''));
  if (fields.get('bind-recursive') === 'writable') return false; // what is mounted below stays writable
  return said.length > 0 && !said.some(isOff) && !writes;
}

function flagsOf(fields: Fields): string[] {
  const on = (key: string) => fields.has(key) && !isOff(fields.get(key) ?? '');
  const flags = ['dev', 'suid'].filter(on);
  if (on('u') || on('chown')) flags.push('U');
  if (on('z') || on('relabel')) flags.push('Z');
  return [...flags, fields.get('bind-propagation') ?? fields.get('propagation') ?? 'rprivate'];
}

function judgeVolume(option: RunOption, fields: Fields, options: string[], source: string): Judged {
  if (source.startsWith('/') || source.startsWith('.')) return bind(option, fields, source);
  const named = source === '' ? ORDINARY : namedVolume(option, source);
  const access = { readOnly: isReadOnly(fields), flags: flagsOf(fields) };
  const driver = isPlugin(fields) ? plugin(option, fields) : ORDINARY;
  return merge([named, driver, judgeDriverOptions(option, options, access)]);
}

const isPlugin = (fields: Fields) => (fields.get('volume-driver') ?? 'local') !== 'local';

const plugin = (option: RunOption, fields: Fields) =>
  grant(
    option,
    `volume-driver=${fields.get('volume-driver')}`,
    'medium',
    'lets a plug-in of the engine provide its volumes',
  );
