/** --security-opt: docker parts key from value at the first `=`, or, without one, at the first `:`. */

import { isWithin, normalPath } from '../path.ts';
import type { RunOption } from '../types.ts';
import { grant, isOff, type Judged, merge, ORDINARY, type Rule, tightened, unjudged } from './judged.ts';
import { eachItem } from './readings.ts';

type Aspect = (option: RunOption, value: string) => Judged;

const UNCONFINED = {
  seccomp: 'makes any system call: a much larger kernel attack surface',
  apparmor: 'runs without an AppArmor profile: mounts and kernel files are not guarded',
  label: 'runs without SELinux separation: reaches files of the host and of other containers',
} as const;

const PROC_SYS = 'writes kernel settings that run a program as root on the host (core_pattern)';

/** docker and podman take the text whole, commas and all (`label=level:s0:c1,c2`); should an engine read a list, its items count. */
export const securityOpt: Rule = (option) => merge([oneOpt(option), listed(option)]);

function oneOpt(option: RunOption): Judged {
  const [key, value] = part(option.value.trim());
  const aspect = Object.hasOwn(ASPECTS, key) ? ASPECTS[key] : undefined;
  return aspect ? aspect(option, value) : unjudged(option);
}

const listed = eachItem((item) => (Object.hasOwn(ASPECTS, part(item.value)[0]) ? oneOpt(item) : ORDINARY));

function part(text: string): [string, string] {
  const at = text.includes('=') ? text.indexOf('=') : text.indexOf(':');
  return at < 0 ? [text.toLowerCase(), ''] : [text.slice(0, at).toLowerCase(), text.slice(at + 1)];
}

const ASPECTS: Record<string, Aspect> = {
  seccomp: profile('seccomp', ['builtin', ''], 'replaces the filter of system calls by one that spc has not read'),
  apparmor: profile('apparmor', ['docker-default', ''], 'replaces the AppArmor profile by another'),
  label,
  systempaths: (option, value) =>
    value.toLowerCase() === 'unconfined'
      ? grant(option, 'systempaths=unconfined', 'critical', PROC_SYS)
      : unjudged(option),
  unmask: (option, value) => merge(value.split(/[:,]/).map((path) => unmask(option, path))),
  mask: (_, value) => tightened(`mask=${value}`),
  'no-new-privileges': (_, value) => (isOff(value) ? ORDINARY : tightened('no-new-privileges')),
  'proc-opts': procOptions,
  'writable-cgroups': (option, value) =>
    isOff(value) ? ORDINARY : grant(option, 'writable-cgroups', 'medium', 'changes its own limits through its cgroup'),
};

function profile(key: 'seccomp' | 'apparmor', plain: string[], other: string): Aspect {
  return (option, value) => {
    if (value.toLowerCase() === 'unconfined') return grant(option, `${key}=unconfined`, 'medium', UNCONFINED[key]);
    return plain.includes(value) ? ORDINARY : grant(option, `${key}=${value}`, 'medium', other);
  };
}

function label(option: RunOption, value: string): Judged {
  if (value.toLowerCase() === 'disable') return grant(option, 'label=disable', 'medium', UNCONFINED.label);
  if (/^type[:=]container_(init_)?t$/.test(value)) return ORDINARY;
  return grant(option, `label=${value}`, 'medium', 'runs under another SELinux label than a container should');
}

/** podman: paths after colons, `*` in them, or ALL. A path that holds or lies in /proc/sys or /sys is as bad as all. */
function unmask(option: RunOption, path: string): Judged {
  const all = path.toUpperCase() === 'ALL';
  const folder = normalPath(path.split('*')[0] ?? '');
  const settings = ['/proc/sys', '/proc/sysrq-trigger', '/sys'].some(
    (at) => isWithin(at, folder) || isWithin(folder, at) || at.startsWith(folder),
  );
  if (all || settings) return grant(option, `unmask=${all ? 'ALL' : path}`, 'critical', PROC_SYS);
  return grant(option, `unmask=${path}`, 'medium', 'sees a kernel file that containers are not shown');
}

function procOptions(option: RunOption, value: string): Judged {
  const loose = value.split(',').some((word) => ['rw', 'dev', 'exec', 'suid'].includes(word));
  return loose ? grant(option, `proc-opts=${value}`, 'medium', 'mounts /proc with fewer restrictions') : ORDINARY;
}
