import { expect, test } from 'vitest';
import { ORDINARY_OPTIONS } from '../../../src/core/privileges/ordinary.ts';
import { judge } from '../../../src/core/privileges.ts';
import { TIERS } from '../../../src/core/types.ts';
import { grantIds, specOf } from './spec.ts';

/** Spellings of one privilege each, the evasions of plain substring checks among them: tier and ids that must come out. */
const CASES: [option: string, tier: string, ...ids: string[]][] = [
  ['privileged', 'critical', 'privileged'],
  ['privileged=1', 'critical', 'privileged'],
  ['privileged=t', 'critical', 'privileged'],
  ['privileged=TRUE', 'critical', 'privileged'],
  ['pid=host', 'high', 'pid=host'],
  ['pid=HOST', 'high', 'pid=host'],
  ['pid=container:x', 'high', 'pid=container:x'],
  ['pid=ns:/proc/1/ns/pid', 'high', 'pid=ns:/proc/1/ns/pid'],
  ['ipc=host', 'high', 'ipc=host'],
  ['ipc=shareable', 'low', 'ipc=shareable'],
  ['uts=host', 'medium', 'uts=host'],
  ['userns=host', 'medium', 'userns=host'],
  ['userns=keep-id:uid=1', 'low', 'userns=keep-id:uid=1'],
  ['cgroupns=host', 'medium', 'cgroupns=host'],
  ['network=host', 'high', 'network=host'],
  ['network=name=HOST,alias=x', 'high', 'network=host'],
  ['network="name=host"', 'high', 'network=host'],
  ['network="name=host",alias=x', 'high', 'network=host'],
  ['network=alias=x,"name=host"', 'high', 'network=host'],
  ['network=pasta=1,"name=host"', 'high', 'network=host'],
  ['network=net1,host', 'high', 'network=host', 'network=net1'],
  ['network=container:db', 'high', 'network=container:db'],
  ['network=ns:/run/netns/x', 'high', 'network=ns:/run/netns/x'],
  ['network=mynet:ip=10.0.0.2', 'low', 'network=mynet'],
  ['network=slirp4netns:allow_host_loopback=true', 'high', 'network=slirp4netns:allow_host_loopback=true'],
  ['network=pasta:-T,auto', 'high', 'network=pasta:-T,auto'],
  ['cap-add=all', 'critical', 'cap=ALL'],
  ['cap-add=Cap_Sys_Admin', 'critical', 'cap=SYS_ADMIN'],
  ['cap-add=net_raw,sys_module', 'critical', 'cap=SYS_MODULE', 'cap=NET_RAW'],
  ['device=/dev/sda', 'critical', 'device=/dev/sda'],
  ['device=/dev//./sda:/dev/null:rwm', 'critical', 'device=/dev/sda'],
  // After a link, `..` leads elsewhere than the text says, so the text itself is the id.
  ['device=/dev/fd/../fuse', 'critical', 'device=/dev/fd/../fuse'],
  ['device=/proc/self/root/dev/vda', 'critical', 'device=/proc/self/root/dev/vda'],
  ['device=/proc/self/root/dev/vda:/dev/x:r', 'critical', 'device=/proc/self/root/dev/vda:r'],
  ['device=/tmp/node', 'critical', 'device=/tmp/node'],
  ['device=/dev/shm/link', 'critical', 'device=/dev/shm/link'],
  ['device="/dev/mem"', 'critical', 'device=/dev/mem'],
  ['device=/dev/fuse,"/dev/mem:/dev/x:rwm"', 'critical', 'device=/dev/mem', 'device=/dev/fuse'],
  ['device=/dev/sda:/dev/x:r', 'high', 'device=/dev/sda:r'],
  ['device=/dev/mem', 'critical', 'device=/dev/mem'],
  ['device=/dev/vg0/root', 'critical', 'device=/dev/vg0/root'],
  ['device=/dev/fuse', 'medium', 'device=/dev/fuse'],
  ['device=/dev/fuse,/dev/nvme0n1', 'critical', 'device=/dev/nvme0n1', 'device=/dev/fuse'],
  ['device=/dev/unheard-of', 'high', 'device=/dev/unheard-of'],
  ['device=nvidia.com/gpu=all', 'medium', 'device=nvidia.com/gpu=all'],
  ['device-cgroup-rule=b 8:* rmw', 'critical', 'device-cgroup-rule=b 8:* rmw'],
  ['device-cgroup-rule=a *:* rwm', 'critical', 'device-cgroup-rule=a *:* rwm'],
  ['device-cgroup-rule=c 1:1 rwm', 'critical', 'device-cgroup-rule=c 1:1 rwm'],
  ['device-cgroup-rule=c 188:* rwm', 'high', 'device-cgroup-rule=c 188:* rwm'],
  ['gpus=all', 'medium', 'gpus=all'],
  ['security-opt=seccomp=unconfined', 'medium', 'seccomp=unconfined'],
  ['security-opt=seccomp:unconfined', 'medium', 'seccomp=unconfined'],
  ['security-opt=seccomp=/tmp/p.json', 'medium', 'seccomp=/tmp/p.json'],
  ['security-opt=apparmor:unconfined', 'medium', 'apparmor=unconfined'],
  ['security-opt=label:disable', 'medium', 'label=disable'],
  ['security-opt=label=disable', 'medium', 'label=disable'],
  ['security-opt=label=type:spc_t', 'medium', 'label=type:spc_t'],
  ['security-opt=label:type:spc_t', 'medium', 'label=type:spc_t'],
  ['security-opt=systempaths=unconfined', 'critical', 'systempaths=unconfined'],
  ['security-opt=unmask=ALL', 'critical', 'unmask=ALL'],
  ['security-opt=unmask=/proc/*', 'critical', 'unmask=/proc/*'],
  ['security-opt=unmask=/proc/kcore:/proc/sys/kernel', 'critical', 'unmask=/proc/sys/kernel', 'unmask=/proc/kcore'],
  ['security-opt=unmask=ALL,x', 'critical', 'unmask=ALL', 'unmask=x'],
  ['security-opt=label=level:s0:c1,c2', 'medium', 'label=level:s0:c1,c2', 'label=level:s0:c1'],
  ['security-opt=proc-opts=hidepid=0,systempaths=unconfined', 'critical', 'systempaths=unconfined'],
  ['security-opt=proc-opts=hidepid=0,rw', 'medium', 'proc-opts=hidepid=0,rw'],
  ['seccomp-policy=image', 'medium', 'seccomp-policy=image'],
  ['volumes-from=db', 'high', 'volumes-from=db'],
  ['volume-driver=evil', 'medium', 'volume-driver=evil'],
  ['use-api-socket', 'critical', 'use-api-socket'],
  ['env=AWS_SECRET_ACCESS_KEY', 'high', 'env-from-caller=AWS_SECRET_ACCESS_KEY'],
  ['env=TERM', 'low', 'env-from-caller=TERM'],
  ['env=*', 'high', 'env-from-caller=*'],
  ['env-host', 'high', 'env-host'],
  ['env-file=/etc/shadow', 'high', 'env-file=/etc/shadow'],
  ['env-file=./x', 'medium', 'env-file=./x'],
  ['user=root', 'low', 'user=root'],
  ['user=0:0', 'low', 'user=0'],
  ['group-add=disk', 'low', 'group-add=disk'],
  ['group-add=keep-groups,1', 'medium', 'group-add=keep-groups', 'group-add=keep-groups,1', 'group-add=1'],
  ['env-file=./x,/etc/shadow', 'high', 'env-file=/etc/shadow', 'env-file=./x,/etc/shadow', 'env-file=./x'],
  ['workdir=/proc/self/fd/8', 'critical', 'workdir=/proc/self/fd/8'],
  ['workdir=//proc/self/cwd', 'critical', 'workdir=//proc/self/cwd'],
  ['publish=80:80', 'low', 'publish=80:80'],
  ['publish-all', 'low', 'publish-all'],
  ['restart=always', 'low', 'restart=always'],
  ['cgroup-parent=/', 'medium', 'cgroup-parent=/'],
  ['cgroups=disabled', 'medium', 'cgroups=disabled'],
  ['oom-kill-disable', 'medium', 'oom-kill-disable'],
  ['oom-score-adj=-500', 'medium', 'oom-score-adj=-500'],
  ['ulimit=nofile=1', 'low', 'ulimit=nofile=1'],
  ['sysctl=net.ipv4.ip_forward=1', 'low', 'sysctl=net.ipv4.ip_forward=1'],
  ['sysctl=kernel.core_pattern=|/x', 'high', 'sysctl=kernel.core_pattern=|/x'],
  ['sysctl=net.a=1,kernel.x=2', 'high', 'sysctl=kernel.x=2', 'sysctl=net.a=1,kernel.x=2', 'sysctl=net.a=1'],
  ['storage-opt=size=1G,overlay.mount_program=/x', 'medium', 'storage-opt=overlay.mount_program=/x'],
  ['runtime=runsc', 'high', 'runtime=runsc'],
  ['runtime=/tmp/evil', 'critical', 'runtime=/tmp/evil'],
  ['hooks-dir=/tmp', 'critical', 'hooks-dir=/tmp'],
  ['log-opt=path=/etc/cron.d/x', 'critical', 'log-opt=/etc/cron.d/x'],
  ['log-opt=max-size=1m,path=/etc/cron.d/x', 'critical', 'log-opt=/etc/cron.d/x'],
  ['log-opt=max-size=1m,"path=/etc/cron.d/x"', 'critical', 'log-opt=/etc/cron.d/x'],
  ['log-opt= PATH =/etc/cron.d/x', 'critical', 'log-opt=/etc/cron.d/x'],
  ['log-driver=binary:///tmp/x', 'critical', 'log-driver=binary:///tmp/x'],
  ['cidfile=/etc/cron.d/x', 'critical', 'cidfile=/etc/cron.d/x'],
  ['annotation=run.oci.handler=wasm', 'high', 'annotation=run.oci.handler=wasm'],
  ['annotation=a=b,run.oci.keep_original_groups=1', 'high', 'annotation=run.oci.keep_original_groups=1'],
  ['cap-add="SYS_ADMIN",CHOWN', 'critical', 'cap=SYS_ADMIN'],
  ['pids-limit=-1', 'low', 'pids-limit=-1'],
  ['tls-verify=false', 'medium', 'tls-verify=false'],
  ['pod=web', 'high', 'pod=web'],
  ['preserve-fds=3', 'high', 'preserve-fds=3'],
];

test.each(CASES)('--%s is %s', (text, tier, ...ids) => {
  const report = judge(specOf([text]));
  expect({ ids: grantIds(report), tier: report.tier, unjudged: report.unjudged }).toEqual({ ids, tier, unjudged: [] });
  expect(report.grants[0]?.allows).toMatch(/\S/);
  expect(report.grants[0]?.option).toBe(`--${text}`);
});

test.each([
  'privileged=false',
  'privileged=0',
  'pid=private',
  'network=bridge',
  'network=slirp4netns',
  'cap-add=chown',
  'cap-add=CAP_SETUID',
  'env=A=b',
  'env-host=false',
  'user=1000:1000',
  'group-entry=x',
  'init',
  'tty',
  'workdir=/work',
  'restart=no',
  'runtime=runc',
  'oom-score-adj=500',
  'log-opt=max-size=1m',
  'security-opt=no-new-privileges=false',
  'security-opt=proc-opts=hidepid=2',
])('--%s is ordinary', (text) => {
  expect(judge(specOf([text]))).toEqual({ grants: [], tier: null, tightened: [], unjudged: [] });
});

test.each([
  'frobnicate=1',
  'constructor=1',
  '__proto__=1',
  'cap-add=NOT_A_CAP',
  'network=alias=a"b',
  'log-opt=max-size=1m,"path',
  'annotation=a={"b":1}',
  'security-opt=no-new-privileges,frob=1',
  'security-opt=new-thing=1',
  'security-opt=constructor=1',
  'pid=weird',
  'lxc-conf=x',
  'isolation=hyperv',
])('--%s cannot be judged, and is not taken for ordinary', (text) => {
  const report = judge(specOf([text]));
  expect(report.unjudged).toEqual([`--${text}`]);
  expect(report.grants).toEqual([]);
});

test.each([
  ['no-new-privileges,systempaths=unconfined', 'systempaths=unconfined'],
  ['"unmask=ALL"', 'unmask=ALL'],
])('--security-opt %s is judged as a list, too', (value, id) => {
  const report = judge(specOf([`security-opt=${value}`]));
  expect(report.grants).toMatchObject([{ id, tier: 'critical' }]);
  expect(report.unjudged).toEqual([`--security-opt=${value}`]);
});

test('names what is tighter than ordinary', () => {
  const options = [
    'cap-drop=all',
    'cap-drop=cap_chown',
    'read-only',
    'memory=1g',
    'cpus=1',
    'pids-limit=50',
    'network=none',
  ];
  const report = judge(specOf([...options, 'security-opt=no-new-privileges', 'userns=auto']));
  expect(report.tightened).toEqual([
    'cap-drop=ALL',
    'cap-drop=CHOWN',
    'read-only',
    'memory=1g',
    'cpus=1',
    'pids-limit=50',
    'network=none',
    'no-new-privileges',
    'userns=auto',
  ]);
  expect(report.tier).toBeNull();
});

test('does not claim as tightened what another option undoes', () => {
  expect(judge(specOf(['privileged', 'cap-drop=ALL', 'read-only', 'read-only=false'])).tightened).toEqual([]);
});

test('grants are unique, worst first, and as written within a tier', () => {
  const report = judge(specOf(['publish=1:1', 'pid=host', 'ipc=host', 'privileged', 'pid=host', 'privileged=1']));
  expect(grantIds(report)).toEqual(['privileged', 'pid=host', 'ipc=host', 'publish=1:1']);
  expect(report.tier).toBe('critical');
});

test('a later opposite does not hide an earlier grant', () => {
  expect(grantIds(judge(specOf(['privileged', 'privileged=false'])))).toEqual(['privileged']);
});

test('what is worse together is graded together', () => {
  const alone = judge(specOf(['cap-add=SYS_PTRACE']));
  const together = judge(specOf(['cap-add=SYS_PTRACE', 'pid=host']));
  expect(alone.tier).toBe('medium');
  expect(together.grants[0]).toMatchObject({ id: 'cap=SYS_PTRACE', tier: 'critical' });
});

test('rootfs grades the image operand as a folder of the host', () => {
  const report = judge(specOf(['rootfs'], { image: '/:O' }));
  expect(report.grants).toMatchObject([{ id: 'rootfs=/', tier: 'critical' }]);
});

test.each([
  [['-H', 'tcp://evil'], ['engine:host=tcp://evil'], 'high'],
  [['-Htcp://evil'], ['engine:host=tcp://evil'], 'high'],
  [['-DHtcp://evil'], ['engine:host=tcp://evil'], 'high'],
  [['-c', 'prod'], ['engine:context=prod'], 'high'],
  [['--remote=false', '--debug'], [], null],
  [['--hooks-dir=/tmp/h'], ['engine:hooks-dir=/tmp/h'], 'critical'],
  [['--runtime', '/tmp/r'], ['engine:runtime=/tmp/r'], 'critical'],
  [['--log-level', 'debug'], [], null],
])('engine-wide options are judged: %j', (globals, ids, tier) => {
  const report = judge(specOf([], { globals }));
  expect(grantIds(report)).toEqual(ids);
  expect(report.tier).toBe(tier);
});

test('an unknown engine-wide option is not judged', () => {
  expect(judge(specOf([], { globals: ['--frob', 'x'] })).unjudged).toEqual(['--frob x']);
});

test('a spec of many options keeps the order of tiers', () => {
  const tiers = judge(specOf(CASES.map(([text]) => text))).grants.map(({ tier }) => TIERS.indexOf(tier));
  expect(tiers).toEqual(tiers.toSorted((a, b) => a - b));
});

test('no ordinary option grants anything', () => {
  for (const name of ORDINARY_OPTIONS) expect(judge(specOf([`${name}=x`])).tier, name).toBeNull();
});
