/** --cap-add and --cap-drop: every capability of capabilities(7), and what it lets a process in a container do. */
import type { Capability } from '../capabilities.ts';
import type { RunOption, Tier } from '../types.ts';
import { grant, type Judged, ORDINARY, type Rule, tightened, unjudged } from './judged.ts';
import { eachItem } from './readings.ts';

interface Row {
  tier: Tier;
  allows: string;
  /** Docker and podman both give it to every container, so adding it adds nothing. */
  ordinary?: true;
}

const plain = (allows: string): Row => ({ tier: 'low', allows, ordinary: true });
const cap = (tier: Tier, allows: string): Row => ({ tier, allows });

/** What each lets a process do. */
export const CAPABILITY_ROWS: Readonly<Record<Capability, Row>> = {
  CHOWN: plain('gives files away to any owner'),
  DAC_OVERRIDE: plain('reads and writes files whatever their mode'),
  DAC_READ_SEARCH: cap('critical', 'opens any file of the host by its handle (open_by_handle_at)'),
  FOWNER: plain('changes the mode and times of files of any owner'),
  FSETID: plain('keeps set-user-ID bits on files it changes'),
  KILL: plain('signals processes of any user it can see'),
  SETGID: plain('takes on any group'),
  SETUID: plain('takes on any user'),
  SETPCAP: plain('hands on the capabilities it has, or drops them'),
  LINUX_IMMUTABLE: cap('medium', 'sets and clears the immutable flag of files'),
  NET_BIND_SERVICE: plain('listens on ports below 1024'),
  NET_BROADCAST: cap('low', 'has no effect in current kernels'),
  NET_ADMIN: cap(
    'medium',
    'configures interfaces, routes and firewall of its network namespace; large kernel attack surface',
  ),
  NET_RAW: cap(
    'low',
    'sends and sniffs raw packets in its network namespace (docker gives it to all, podman does not)',
  ),
  IPC_LOCK: cap('low', 'locks memory so that it cannot be swapped out'),
  IPC_OWNER: cap('medium', 'reads and writes System V shared memory of any owner in its IPC namespace'),
  SYS_MODULE: cap('critical', 'loads kernel modules: any code, in the kernel'),
  SYS_RAWIO: cap('critical', 'reads and writes I/O ports and /dev/mem, and sends raw commands to disks'),
  SYS_CHROOT: plain('uses chroot'),
  SYS_PTRACE: cap('medium', 'traces and changes any process it can see'),
  SYS_PACCT: cap('medium', 'turns process accounting on and off'),
  SYS_ADMIN: cap('critical', 'mounts file systems, joins namespaces, and much else that leads to root on the host'),
  SYS_BOOT: cap('critical', 'reboots the host and loads another kernel (kexec)'),
  SYS_NICE: cap('medium', 'takes CPU time from the host with real-time priority'),
  SYS_RESOURCE: cap('medium', 'goes beyond quotas and limits'),
  SYS_TIME: cap('high', "sets the host's clock"),
  SYS_TTY_CONFIG: cap('medium', 'hangs up and configures terminals'),
  MKNOD: cap('low', 'makes device nodes (docker gives it to all, podman does not)'),
  LEASE: cap('low', 'takes leases on files of any owner'),
  AUDIT_WRITE: cap('low', "writes records to the kernel's audit log (docker gives it to all, podman does not)"),
  AUDIT_CONTROL: cap('high', "turns the host's auditing off and changes its rules"),
  SETFCAP: plain('sets capabilities on files'),
  MAC_OVERRIDE: cap('high', 'overrides mandatory access control (Smack)'),
  MAC_ADMIN: cap('high', 'changes mandatory access control: loads AppArmor and Smack policy'),
  SYSLOG: cap('high', "reads and clears the host's kernel log; sees kernel addresses"),
  WAKE_ALARM: cap('low', 'wakes the host from sleep'),
  BLOCK_SUSPEND: cap('low', 'keeps the host from sleeping'),
  AUDIT_READ: cap('high', "reads the host's audit log"),
  PERFMON: cap('high', 'watches the kernel and all processes through performance events'),
  BPF: cap('high', 'loads BPF programs; with PERFMON reads kernel memory'),
  CHECKPOINT_RESTORE: cap('medium', 'chooses pids and opens the mapped files of processes it can see'),
};

const ALL = 'holds every capability: loads kernel modules, mounts disks, traces processes; root on the host';

/** `cap_sys_admin` → `SYS_ADMIN`. */
function canonical(name: string): string {
  return name.trim().toUpperCase().replace(/^CAP_/, '');
}

/** podman takes a list; docker has no capability with a comma, so parting there errs on the safe side. */
export const capAdd: Rule = eachItem((option) => add(option, canonical(option.value)));

function add(option: RunOption, name: string): Judged {
  if (name === 'ALL') return grant(option, 'cap=ALL', 'critical', ALL);
  const known = Object.hasOwn(CAPABILITY_ROWS, name) ? CAPABILITY_ROWS[name as Capability] : undefined;
  if (!known) return unjudged(option);
  return known.ordinary ? ORDINARY : grant(option, `cap=${name}`, known.tier, known.allows);
}

export const capDrop: Rule = eachItem(({ value }) => tightened(`cap-drop=${canonical(value)}`));
