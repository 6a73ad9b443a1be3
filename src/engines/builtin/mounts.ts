/** --volume, --mount, --tmpfs and --device, as docker reads them (docker/cli opts/mount.go, volume/mounts/linux_parser.go of moby). */
import type { BindMount, Propagation, TmpfsMount } from '../../core/builtin-plan.ts';
import { normalPath } from '../../core/path.ts';
import { partAt } from '../../core/text.ts';
import type { Draft, Reader } from './draft.ts';
import { isTrue, parseBytes } from './units.ts';

const PROPAGATION: Readonly<Record<string, Propagation>> = {
  private: 'private',
  rprivate: 'private',
  slave: 'slave',
  rslave: 'slave',
  shared: 'shared',
  rshared: 'shared',
};
const RELABEL = 'it does not set SELinux labels, and SELinux is in force here';
const NO_VOLUMES = 'it keeps no volumes; bind a directory of the host instead';

/** `SOURCE:TARGET[:OPTIONS]`; a target alone is a fresh directory, which the container's own layer is anyway. */
export const readVolume: Reader = (draft, value, { selinux }) => {
  const [source = '', target, options = '', ...rest] = value.split(':');
  if (rest.length > 0) return `'${value}' has too many parts`;
  if (target === undefined) return isTarget(source) ? undefined : `'${value}' is no absolute path`;
  if (!source.startsWith('/')) return NO_VOLUMES;
  const bind: BindMount = { source, target, readonly: false, propagation: 'private', create: true };
  for (const option of options.split(',').filter(Boolean)) {
    const why = readVolumeFlag(draft, bind, option, selinux);
    if (why) return why;
  }
  return addBind(draft, bind);
};

function readVolumeFlag(draft: Draft, bind: BindMount, flag: string, selinux: boolean): string | undefined {
  const propagation = Object.hasOwn(PROPAGATION, flag) ? PROPAGATION[flag] : undefined;
  if (propagation) bind.propagation = propagation;
  else if (flag === 'ro') bind.readonly = true;
  else if (flag === 'z' || flag === 'Z') {
    if (selinux) return RELABEL;
    draft.warnings.push(`':${flag}' of ${bind.target} does nothing here: SELinux is not in force`);
  } else if (flag !== 'rw' && flag !== 'rbind') return `it does not know the mount option '${flag}'`;
  return undefined;
}

function addBind(draft: Draft, bind: BindMount): string | undefined {
  if (!isTarget(bind.target)) return `it cannot mount on '${bind.target}'`;
  const target = normalPath(bind.target);
  draft.binds = [...draft.binds.filter((other) => other.target !== target), { ...bind, target }];
  return undefined;
}

/** Not the root, and not below /proc, where a mount could fool what guards it (CVE-2019-16884). */
function isTarget(path: string): boolean {
  const clean = normalPath(path);
  return path.startsWith('/') && clean !== '/' && !clean.startsWith('/proc/');
}

/** `type=bind,source=…,target=…` and `type=tmpfs,target=…`. */
export const readMount: Reader = (draft, value) => {
  if (value.includes('"')) return 'it reads no quoted fields';
  const fields = new Map(value.split(',').map((field) => splitField(field)));
  const target = take(fields, 'target', 'destination', 'dst') ?? '';
  const type = take(fields, 'type') ?? 'volume';
  const readonly = readFlag(take(fields, 'readonly', 'ro'));
  if (type === 'bind') return readBindMount(draft, fields, target, readonly);
  if (type === 'tmpfs') return readTmpfsMount(draft, fields, target, readonly);
  return type === 'volume' ? NO_VOLUMES : `it makes no mounts of type ${type}`;
};

type Fields = Map<string, string>;

function readBindMount(draft: Draft, fields: Fields, target: string, readonly: boolean): string | undefined {
  const source = take(fields, 'source', 'src') ?? '';
  const named = take(fields, 'bind-propagation') ?? 'rprivate';
  const propagation = Object.hasOwn(PROPAGATION, named) ? PROPAGATION[named] : undefined;
  if (!source.startsWith('/')) return `'${source}' is no absolute path`;
  if (!propagation) return `it does not know the propagation '${named}'`;
  return unknownField(fields) ?? addBind(draft, { source, target, readonly, propagation, create: false });
}

function readTmpfsMount(draft: Draft, fields: Fields, target: string, readonly: boolean): string | undefined {
  const size = take(fields, 'tmpfs-size');
  const mode = take(fields, 'tmpfs-mode');
  const options = [size === undefined ? '' : `size=${size}`, mode === undefined ? '' : `mode=${mode}`].filter(Boolean);
  return unknownField(fields) ?? addTmpfs(draft, target, [...options, readonly ? 'ro' : 'rw']);
}

function splitField(field: string): [string, string] {
  const [name, value] = partAt(field, '=');
  return value === undefined ? [name, 'true'] : [name.toLowerCase(), value];
}

/** Removes a field that has several names, and returns its value. */
function take(fields: Fields, ...names: string[]): string | undefined {
  const values = names.map((name) => fields.get(name));
  for (const name of names) fields.delete(name);
  return values.find((value) => value !== undefined);
}

function unknownField(fields: Fields): string | undefined {
  const [name] = fields.keys();
  return name === undefined ? undefined : `it does not know the mount field '${name}'`;
}

const readFlag = (value: string | undefined) => value !== undefined && isTrue(value);

/** `TARGET[:OPTIONS]`. */
export const readTmpfs: Reader = (draft, value) => {
  const [target = '', options = '', ...rest] = value.split(':');
  if (rest.length > 0) return `'${value}' has too many parts`;
  return addTmpfs(draft, target, options.split(',').filter(Boolean));
};

const TMPFS_FLAGS: Readonly<Record<string, Partial<TmpfsMount>>> = {
  ro: { readonly: true },
  rw: { readonly: false },
  exec: { exec: true },
  noexec: { exec: false },
  suid: { suid: true },
  nosuid: { suid: false },
  dev: { dev: true },
  nodev: { dev: false },
};

function addTmpfs(draft: Draft, path: string, options: string[]): string | undefined {
  if (!isTarget(path)) return `it cannot mount on '${path}'`;
  const target = normalPath(path);
  const mount: TmpfsMount = { target, options: '', readonly: false, exec: false, suid: false, dev: false };
  const kept: string[] = [];
  for (const option of options) {
    if (Object.hasOwn(TMPFS_FLAGS, option)) Object.assign(mount, TMPFS_FLAGS[option]);
    else if (isTmpfsOption(option)) kept.push(option.toLowerCase());
    else return `it does not know the tmpfs option '${option}'`;
  }
  draft.tmpfs = [...draft.tmpfs.filter((other) => other.target !== target), { ...mount, options: kept.join(',') }];
  return undefined;
}

/** tmpfs(5), what docker lets through. */
function isTmpfsOption(option: string): boolean {
  const [name = '', value = ''] = option.split('=');
  if (name === 'size') return /^\d+%$/.test(value) || parseBytes(value) !== undefined;
  if (name === 'mode') return /^[0-7]{1,4}$/.test(value);
  return ['uid', 'gid', 'nr_inodes'].includes(name) && /^\d{1,10}$/.test(value);
}

/** `SOURCE[:TARGET[:rwm]]`: a node of the host; its permissions cannot be narrowed without a device cgroup. */
export const readDevice: Reader = (draft, value) => {
  const [source = '', second, third] = value.split(':');
  const secondIsMode = second !== undefined && /^[rwm]+$/.test(second);
  const mode = secondIsMode ? second : third;
  const target = secondIsMode || second === undefined ? source : second;
  if (!source.startsWith('/') || !isTarget(target)) return `'${value}' is no device path`;
  if (mode !== undefined && !/^(?=.*r)(?=.*w)/.test(mode)) return `it cannot narrow a device to '${mode}'`;
  draft.devices.push({ source: normalPath(source), target: normalPath(target) });
  return undefined;
};
