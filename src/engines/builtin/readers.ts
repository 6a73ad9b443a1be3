/** Every option the builtin engine honours. An option that is not here is refused. */
import { partAt } from '../../core/text.ts';
import type { Reader } from './draft.ts';
import { readDevice, readMount, readTmpfs, readVolume } from './mounts.ts';
import { readHostOnly, readNamespace } from './namespaces.ts';
import { readCapAdd, readCapDrop, readSecurityOption } from './security.ts';
import { isTrue, parseBytes, parseCpus, parseInteger } from './units.ts';

const HONOURED: Reader = () => undefined;

type Flag = 'interactive' | 'tty' | 'detach' | 'privileged' | 'readOnlyRoot';

const flag =
  (name: Flag): Reader =>
  (draft, value) => {
    draft[name] = isTrue(value);
    return undefined;
  };

const text =
  (name: 'name' | 'hostname' | 'user' | 'entrypoint'): Reader =>
  (draft, value) => {
    draft[name] = value;
    return undefined;
  };

/** Honoured only when it asks for nothing. */
const only =
  (accepted: (value: string) => boolean, why: string): Reader =>
  (_draft, value) =>
    accepted(value) ? undefined : why;

const readEnv: Reader = (draft, value, { environment }) => {
  const [name, given] = partAt(value, '=');
  if (name === '') return `'${value}' is no NAME=value`;
  const inherited = Object.hasOwn(environment, name) ? environment[name] : undefined;
  draft.env.push([name, given ?? inherited]);
  return undefined;
};

const readLabel: Reader = (draft, value) => {
  const [name, given = ''] = partAt(value, '=');
  draft.labels.push([name, given]);
  return undefined;
};

const readWorkdir: Reader = (draft, value) => {
  if (!value.startsWith('/')) return `'${value}' is no absolute path`;
  draft.cwd = value;
  return undefined;
};

const limit =
  (name: 'memory' | 'cpus' | 'pids', parse: (value: string) => number | undefined): Reader =>
  (draft, value) => {
    const parsed = parse(value);
    if (parsed === undefined) return `'${value}' is no such amount`;
    if (parsed > 0) draft.limits[name] = parsed; // docker: 0 and -1 mean unlimited
    return undefined;
  };

const readShmSize: Reader = (draft, value) => {
  const bytes = parseBytes(value);
  if (!bytes) return `'${value}' is no size`;
  draft.shmSize = bytes;
  return undefined;
};

const ULIMITS = 'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'.split(
  ' ',
);

/** `nofile=1024:2048`, `core=-1`; -1 is no limit. */
const readUlimit: Reader = (draft, value) => {
  const [name, limits = ''] = partAt(value, '=');
  const [softText = '', hardText = softText] = limits.split(':');
  const soft = parseInteger(softText);
  const hard = parseInteger(hardText);
  if (!ULIMITS.includes(name) || soft === undefined || hard === undefined) return `'${value}' is no limit`;
  draft.ulimits.push({ name, soft, hard });
  return undefined;
};

const readPlatform: Reader = ({ image }, value) => {
  const own = `linux/${image.architecture}`;
  return value === own || value === image.architecture ? undefined : `the image is for ${own}`;
};

const readGroup: Reader = (draft, value) => {
  draft.groups.push(value);
  return undefined;
};

/** Option, by its canonical name → what reads it into the draft. */
export const READERS: Readonly<Record<string, Reader>> = {
  'cap-add': readCapAdd,
  'cap-drop': readCapDrop,
  cgroupns: readHostOnly,
  cpus: limit('cpus', (value) => (Number(value) === 0 ? 0 : parseCpus(value))),
  detach: flag('detach'),
  device: readDevice,
  entrypoint: text('entrypoint'),
  env: readEnv,
  // Containers of the host's network, or of none, expose nothing either way.
  expose: HONOURED,
  'group-add': readGroup,
  hostname: text('hostname'),
  interactive: flag('interactive'),
  ipc: readNamespace('ipc'),
  label: readLabel,
  memory: limit('memory', parseBytes),
  mount: readMount,
  name: text('name'),
  network: readNamespace('net'),
  'no-healthcheck': HONOURED,
  pid: readNamespace('pid'),
  'pids-limit': limit('pids', parseInteger),
  platform: readPlatform,
  privileged: flag('privileged'),
  pull: only((value) => value === 'never' || value === 'missing', 'it fetches no images'),
  quiet: HONOURED,
  'read-only': flag('readOnlyRoot'),
  restart: only((value) => value === 'no' || value === '', 'nothing watches its containers'),
  // Builtin containers never outlive their command, with or without --rm.
  rm: HONOURED,
  'security-opt': readSecurityOption,
  'shm-size': readShmSize,
  'sig-proxy': only(isTrue, 'signals always reach the command'),
  tmpfs: readTmpfs,
  tty: flag('tty'),
  ulimit: readUlimit,
  user: text('user'),
  userns: readHostOnly,
  uts: readNamespace('uts'),
  volume: readVolume,
  workdir: readWorkdir,
};
