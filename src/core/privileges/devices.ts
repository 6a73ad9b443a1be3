/** Devices of the host: --device, --device-cgroup-rule, --gpus. */

import { isWithin, normalPath } from '../path.ts';
import type { RunOption, Tier } from '../types.ts';
import { grant, type Judged, merge, type Rule } from './judged.ts';
import { eachItem } from './readings.ts';

type Row = readonly [RegExp, Tier, string];

/** First match wins. Device names of linux/Documentation/admin-guide/devices.txt. */
const DEVICES: readonly Row[] = [
  [/^\/dev$/, 'critical', 'uses every device of the host: its disks, memory and terminals'],
  [/^\/dev\/(mem|kmem|port)$/, 'critical', "reads and writes the host's memory and I/O ports"],
  [
    /^\/dev\/(sd|hd|vd|xvd|nvme|dm-|md|loop\d|mapper|disk|mmcblk|nbd|rbd|zd|zvol|sg\d|bsg|ram\d|root|block|bcache|vg|nvm)/,
    'critical',
    'reads and writes a disk of the host past its file systems',
  ],
  [/^\/dev\/(fd|core)(\/|$)/, 'critical', 'reads and writes whatever a link of a host process leads to'],
  [/^\/dev\/cpu/, 'critical', "writes the processor's model-specific registers"],
  [/^\/dev\/(fuse|kvm|vhost|vsock|userfaultfd)/, 'medium', 'talks to a kernel driver with a large attack surface'],
  [/^\/dev\/net/, 'medium', 'makes tunnel interfaces in its network namespace'],
  [/^\/dev\/(dri|nvidia|kfd|dxg)/, 'medium', "uses the host's graphics card and its driver"],
  [/^\/dev\/(null|zero|full|random|urandom)$/, 'low', 'uses a device every container has'],
  [/^\/dev\/(snd|rtc|ttyS|ttyUSB|ttyACM|log$)/, 'low', 'uses one harmless device of the host'],
  [/^\/dev\/(shm|mqueue)/, 'high', "reads and writes the host's shared memory"],
  [
    /^\/dev\/(tty|console|pts|ptmx|vcs|uinput|input|hidraw)/,
    'high',
    "reads the host's keyboards and terminals, and may type into them",
  ],
  [/^\/dev\/kmsg$/, 'high', "reads and writes the host's kernel log"],
  [/^\/dev\/(bus|vfio|infiniband|dvb|video|v4l|dma_heap|char)/, 'high', 'uses hardware of the host directly'],
  [/^\/dev\/[^/]+\//, 'critical', 'uses a device of the host that may be a disk (LVM)'],
];

const OTHER: readonly [Tier, string] = ['high', 'uses a device of the host directly'];

/** How bad access to a device node is; `readOnly` where the permissions leave out `w`. */
export function gradeDevice(path: string, readOnly: boolean): readonly [Tier, string] {
  const row = DEVICES.find(([pattern]) => pattern.test(path));
  if (!row) return OTHER;
  if (readOnly && row[1] === 'critical') return ['high', row[2].replace(' and writes', '')];
  return [row[1], row[2]];
}

/** `SRC[:DST][:rwm]`, several after commas (podman), or a CDI name `vendor.com/class=name`. */
export const device: Rule = eachItem(oneDevice);

function oneDevice(option: RunOption): Judged {
  const item = option.value;
  if (!item.startsWith('/'))
    return grant(option, `device=${item}`, 'medium', 'uses what a CDI file on the host describes');
  const [source = '', ...rest] = item.split(':');
  const path = source.split('/').includes('..') ? source : normalPath(source);
  const access = rest.findLast((part) => /^[rwm]+$/.test(part)) ?? 'rwm';
  const readOnly = !/[wm]/.test(access);
  const says = isPlainNode(path) ? gradeDevice(path, readOnly) : HIDDEN;
  return grant(option, `device=${path}${readOnly ? ':r' : ''}`, ...says);
}

/** Elsewhere, in what any user may write, or after a `..`, the path may lead to any device of the host. */
const isPlainNode = (path: string) =>
  isWithin(path, '/dev') && !path.split('/').includes('..') && !/^\/dev\/(shm|mqueue)\//.test(path);

const HIDDEN: readonly [Tier, string] = ['critical', 'uses a device of the host by a path that may lead to any'];

/** `TYPE MAJOR:MINOR ACCESS`; `*` for any. The node itself is made with MKNOD, which docker gives to all. */
export const deviceCgroupRule: Rule = (option) =>
  merge(
    option.value
      .split(',')
      .map((rule) => grant(option, `device-cgroup-rule=${rule.trim()}`, ...gradeRule(rule.trim()))),
  );

function gradeRule(rule: string): readonly [Tier, string] {
  // Major 1 holds mem, kmem and port.
  return /^c\s+(?!\*|1:)\d+:/.test(rule)
    ? ['high', 'uses character devices of that number once their node is made']
    : ['critical', 'uses disks or memory of the host once their node is made'];
}

export const gpus: Rule = (option) =>
  grant(option, `gpus=${option.value}`, 'medium', "uses the host's graphics cards and their driver");
