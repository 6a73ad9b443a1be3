/** What lies where on a host, and how bad it is to hand it to a container. */
import type { Tier } from '../types.ts';

/** Tiers for a path given read-write and read-only, and what is there, to be read after "reads" or "changes". */
export type Reach = readonly [rw: Tier, ro: Tier, what: string];

export interface Row {
  path: string;
  at: Reach;
  /** For paths below it, where they are not as bad as the path itself. */
  inside?: Reach;
}

const row = (path: string, at: Reach, inside?: Reach): Row => (inside ? { path, at, inside } : { path, at });

export const ENGINE: Reach = [
  'critical',
  'critical',
  'a control socket: it starts any privileged container or service; read-only does not prevent that',
];
const RUN_AS_ROOT: Reach = ['critical', 'low', 'what the host runs as root'];
const ACCOUNTS: Reach = ['critical', 'high', "the host's accounts and password hashes"];
const HARMLESS: Reach = ['medium', 'low', 'one plain file of the host (no secret, no code)'];
const CONTAINERS: Reach = ['critical', 'high', 'the images, file systems and secrets of all containers'];
const PLAIN: Reach = ['medium', 'low', 'a part of the host no system service is known to trust'];
const KERNEL_FS: Reach = ['critical', 'medium', 'kernel settings; some run a program as root on the host'];
const DEBUGFS: Reach = ['critical', 'high', 'kernel tracing and debugging'];
const ETC: Reach = ['critical', 'high', "the host's accounts, keys, scheduled jobs and services"];
const KEYS: Reach = ['critical', 'high', 'private keys and credentials of the host'];
const STATE: Reach = ['high', 'medium', "the state of one of the host's services"];

const each = (paths: string, at: Reach): Row[] => paths.split(' ').map((path) => row(path, at));

/** Well-known paths; the closest row that holds a path counts, and all rows below it. */
export const HOST_PATHS: readonly Row[] = [
  row('/', ['critical', 'high', 'the whole host'], PLAIN),
  ...each('/bin /sbin /lib /lib32 /lib64 /usr', RUN_AS_ROOT),
  ...each('/usr/src /usr/lib/debug /usr/share/zoneinfo', ['high', 'low', 'sources and symbols the host builds with']),
  row('/opt', ['high', 'low', 'programs of the host']),
  row('/boot', ['critical', 'low', 'the kernel and initial RAM disk the host boots']),
  ...each('/lib/modules /usr/lib/modules', ['critical', 'low', 'kernel modules the host loads']),
  row('/etc', ETC, ['high', 'medium', "settings of one of the host's services"]),
  ...each('/etc/passwd /etc/group', ['critical', 'low', "the host's accounts"]),
  ...each('/etc/shadow /etc/gshadow /etc/shadow- /etc/security/opasswd', ACCOUNTS),
  ...each(
    '/etc/ssh /etc/ssl /etc/pki /etc/kubernetes /etc/krb5.keytab /etc/rancher /etc/sssd /etc/NetworkManager',
    KEYS,
  ),
  ...each('/etc/sudoers /etc/sudoers.d /etc/pam.d /etc/security /etc/polkit-1 /etc/doas.conf', RUN_AS_ROOT),
  ...each(
    '/etc/crontab /etc/cron.d /etc/cron.hourly /etc/cron.daily /etc/cron.weekly /etc/cron.monthly /etc/anacrontab',
    RUN_AS_ROOT,
  ),
  ...each('/etc/systemd /etc/init.d /etc/init /etc/inittab /etc/rc.local /etc/rc.d /etc/udev /etc/dbus-1', RUN_AS_ROOT),
  ...each(
    '/etc/ld.so.preload /etc/ld.so.conf /etc/ld.so.conf.d /etc/ld.so.cache /etc/environment /etc/alternatives',
    RUN_AS_ROOT,
  ),
  ...each(
    '/etc/profile /etc/profile.d /etc/bash.bashrc /etc/bashrc /etc/zsh /etc/modprobe.d /etc/sysctl.d /etc/sysctl.conf',
    RUN_AS_ROOT,
  ),
  ...each(
    '/etc/apt /etc/dnf /etc/yum /etc/yum.repos.d /etc/logrotate.d /etc/logrotate.conf /etc/network /etc/default /etc/sysconfig',
    RUN_AS_ROOT,
  ),
  ...each(
    '/etc/docker /etc/containers /etc/containerd /etc/crio /etc/cni /etc/selinux /etc/apparmor.d /etc/spc /etc/fstab',
    RUN_AS_ROOT,
  ),
  ...each(
    '/etc/localtime /etc/timezone /etc/machine-id /etc/os-release /etc/hostname /etc/locale.conf /etc/vconsole.conf',
    HARMLESS,
  ),
  ...each('/etc/hosts /etc/resolv.conf /etc/nsswitch.conf', ['high', 'low', 'where the host looks names up']),
  row('/root', ['critical', 'high', "root's home: keys, credentials, shell start-up files"]),
  row('/home', ['high', 'high', "users' homes: keys, credentials, shell start-up files"]),
  row('/proc', ['critical', 'high', 'every process of the host, and kernel settings that run a program as root']),
  row('/sys', KERNEL_FS, KERNEL_FS),
  row('/sys/fs/cgroup', [
    'critical',
    'low',
    "the host's cgroups: limits, freezes or kills any process; on cgroup v1 runs a program as root",
  ]),
  ...each('/sys/kernel/debug /sys/kernel/tracing', DEBUGFS),
  ...each('/sys/fs/selinux /sys/devices/system /sys/class /sys/bus /sys/kernel/mm', [
    'high',
    'low',
    'hardware and security settings of the kernel',
  ]),
  row(
    '/run',
    ['critical', 'critical', 'the sockets of the container engines and of systemd; read-only does not close them'],
    ['medium', 'medium', 'run-time state and sockets of a service'],
  ),
  ...each(
    '/run/docker.sock /run/docker /run/podman /run/containerd /run/crio /run/dbus /run/systemd /run/libvirt /run/buildkit',
    ENGINE,
  ),
  ...each(
    '/run/snapd.socket /run/cri-dockerd.sock /run/dockershim.sock /run/k3s /run/incus /run/lxd /run/balena-engine.sock',
    ENGINE,
  ),
  row('/run/user', ['high', 'high', "users' sockets: sessions, key agents, rootless engines"]),
  ...each('/run/systemd/journal /run/systemd/resolve /run/systemd/notify', [
    'low',
    'low',
    'where services write their log or look names up',
  ]),
  row('/run/udev', ['medium', 'low', 'what the host knows of its devices']),
  ...each('/run/lock /run/utmp', ['medium', 'low', 'locks and the record of logins']),
  row('/run/secrets', ['high', 'high', 'secrets']),
  row('/run/netns', ['high', 'medium', 'network namespaces of the host and of other containers']),
  row('/var', ['critical', 'high', 'logs, scheduled jobs and the data of services and containers'], PLAIN),
  row(
    '/var/lib',
    ['critical', 'high', 'the data of services and containers'],
    ['medium', 'low', 'the data of one service'],
  ),
  ...each(
    '/var/lib/docker /var/lib/containers /var/lib/containerd /var/lib/kubelet /var/lib/crio /var/lib/rancher /var/lib/lxc',
    CONTAINERS,
  ),
  ...each(
    '/var/lib/lxd /var/lib/incus /var/lib/machines /var/lib/libvirt /var/lib/rkt /var/lib/buildkit /var/lib/nerdctl',
    CONTAINERS,
  ),
  ...each(
    '/var/lib/cloud /var/lib/systemd /var/lib/polkit-1 /var/spool/cron /var/spool/anacron /var/spool/at',
    RUN_AS_ROOT,
  ),
  ...each('/var/lib/etcd /var/lib/sss /var/lib/samba /var/lib/sudo /var/lib/ipa /var/lib/ipa-client /var/lib/spc', [
    'critical',
    'high',
    'credentials or decisions of a service that grants access',
  ]),
  ...each('/var/lib/rpm /var/lib/dpkg /var/lib/NetworkManager /var/lib/dbus /var/spool /var/mail', STATE),
  row('/var/log', ['high', 'medium', "the host's logs"], ['low', 'low', 'the log of one service']),
  ...each('/var/log/journal /var/log/audit /var/log/secure /var/log/auth.log /var/log/spc', [
    'high',
    'medium',
    'logs that tell who did what',
  ]),
  ...each('/tmp /var/tmp', ['high', 'medium', 'temporary files and sockets of all users']).map(({ path, at }) =>
    row(path, at, PLAIN),
  ),
  row('/tmp/.X11-unix', ['high', 'high', 'the display: sees and types every key']),
];
