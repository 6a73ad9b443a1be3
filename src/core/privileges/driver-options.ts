/** Options of a volume's driver: the local one hands `type`, `o` and `device` to mount(2) as they are. */
import { normalPath } from '../path.ts';
import { partAt } from '../text.ts';
import type { RunOption } from '../types.ts';
import { type Bind, judgeBind } from './binds.ts';
import { gradeDevice } from './devices.ts';
import { gradePath } from './host-paths.ts';
import { grant, type Judged, merge, ORDINARY, unjudged } from './judged.ts';

type Access = Pick<Bind, 'readOnly' | 'flags'>;

/** File systems that hold nothing of this host's; `none` and no type are binds. */
const ELSEWHERE = ['nfs', 'nfs4', 'cifs', 'tmpfs'];
const BINDS = ['', 'none', 'bind'];
const ANY_TYPE = 'mounts a file system of its choice as root of the host: a disk, or kernel settings that run programs';

/** Grants of `key=value` options. A key given twice is unjudged, as engines may differ in which counts. */
export function judgeDriverOptions(option: RunOption, options: readonly string[], access: Access): Judged {
  if (options.length === 0) return ORDINARY;
  const keyed = new Map(options.map(splitOption));
  if (keyed.size < options.length) return unjudged(option);
  const type = (keyed.get('type') ?? '').trim().toLowerCase();
  const flags = keyed.get('o') ?? '';
  const device = (keyed.get('device') ?? '').trim();
  return merge([
    unlisted(option, keyed),
    judgeType(option, type),
    judgeDevice(option, device, isElsewhere(type, flags, device), access),
    ...pathsIn(flags).map((path) => judgeBind(option, { source: path, ...access })),
  ]);
}

function splitOption(text: string): [string, string] {
  const [key, value = ''] = partAt(text, '=');
  return [key.trim().toLowerCase(), value];
}

const unlisted = (option: RunOption, keyed: ReadonlyMap<string, string>): Judged =>
  [...keyed.keys()].every((key) => ['type', 'o', 'device'].includes(key))
    ? ORDINARY
    : grant(option, 'volume-driver=local', 'medium', 'gives options to the driver of a volume');

const judgeType = (option: RunOption, type: string): Judged =>
  BINDS.includes(type) || ELSEWHERE.includes(type)
    ? ORDINARY
    : grant(option, `volume-opt=type=${type}`, 'critical', ANY_TYPE);

/** With `bind` the kernel does not look at the type; without, the device of a network's file system names a server. */
function isElsewhere(type: string, flags: string, device: string): boolean {
  if (BINDS.includes(type) || /(^|,)\s*r?bind\b/i.test(flags)) return false;
  return ELSEWHERE.includes(type) || !device.startsWith('/');
}

function judgeDevice(option: RunOption, device: string, elsewhere: boolean, access: Access): Judged {
  if (device === '') return ORDINARY;
  if (elsewhere) return grant(option, `volume=${device}:rw`, 'medium', 'mounts a file system from elsewhere');
  if (device.split('/').includes('..')) return climbing(option, device, access);
  const path = normalPath(device); // a relative one starts where the engine works: in `/`
  if (!path.startsWith('/dev/')) return judgeBind(option, { source: path, ...access });
  return grant(option, `device=${path}`, ...gradeDevice(path, access.readOnly));
}

/** mount(2) follows links before it goes up, so `..` may lead anywhere. */
function climbing(option: RunOption, device: string, { readOnly }: Access): Judged {
  const { tier, allows } = gradePath('/', readOnly);
  return grant(option, `volume=${device}:${readOnly ? 'ro' : 'rw'}`, tier, allows);
}

/** Absolute paths among mount options, such as `lowerdir=/a:/b,upperdir=/c`. */
function pathsIn(flags: string): string[] {
  return flags
    .split(',')
    .flatMap((flag) => (partAt(flag, '=')[1] ?? '').split(':'))
    .filter((text) => text.trim().startsWith('/'))
    .map((text) => text.trim());
}
