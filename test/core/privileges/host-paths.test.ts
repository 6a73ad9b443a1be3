import { expect, test } from 'vitest';
import { judge } from '../../../src/core/privileges.ts';
import { grantIds, specOf } from './spec.ts';

const tierOf = (text: string) => judge(specOf([text])).tier;

test.each([
  ['/:/host', 'critical'],
  ['/:/host:ro', 'critical'], // the engine's socket is below it
  ['//.//:/host', 'critical'],
  ['/opt/../../:/host', 'critical'],
  ['/proc:/p', 'critical'],
  ['/proc:/p:ro', 'high'],
  ['/proc/1/root:/r:ro', 'critical'],
  ['/proc/1/root/srv/.ssh:/r:ro', 'critical'], // the link first: what the rest is called does not matter
  ['/proc/self/cwd:/r:ro', 'critical'],
  ['/proc/self/fd/3:/r:ro', 'critical'],
  ['/dev/fd:/r:ro', 'critical'],
  ['/sys:/sys', 'critical'],
  ['/sys/fs/cgroup:/sys/fs/cgroup:ro', 'low'],
  ['/sys/fs/cgroup:/sys/fs/cgroup', 'critical'],
  ['/dev:/dev', 'critical'],
  ['/dev/:/dev:ro', 'high'],
  ['/dev/sda:/disk:ro', 'critical'],
  ['/dev/log:/dev/log', 'low'],
  ['/etc:/host/etc:ro', 'high'],
  ['/etc:/etc', 'critical'],
  ['/etc/cron.d:/c', 'critical'],
  ['/etc/shadow:/etc/shadow:ro', 'high'],
  ['/etc/passwd:/etc/passwd:ro', 'low'],
  ['/etc/localtime:/etc/localtime:ro', 'low'],
  ['/etc/localtime/:/etc/localtime:z,ro', 'low'],
  ['/run:/run:ro', 'critical'],
  ['/var/run:/run', 'critical'],
  ['/var/run/docker.sock:/s:ro', 'critical'],
  ['/run/docker.sock:/s', 'critical'],
  ['/run/podman/podman.sock:/s', 'critical'],
  ['/run/containerd:/c:ro', 'critical'],
  ['/run/crio/crio.sock:/s', 'critical'],
  ['/srv/x/docker.sock:/s', 'critical'],
  ['/var/lib/docker:/d', 'critical'],
  ['/var/lib/docker/overlay2:/d:ro', 'high'],
  ['/var/lib/containers:/d:ro', 'high'],
  ['/var/lib:/d', 'critical'],
  ['/var/lib/myapp:/data', 'medium'],
  ['/boot:/b', 'critical'],
  ['/lib/modules:/lib/modules:ro', 'low'],
  ['/lib/modules:/lib/modules', 'critical'],
  ['/usr:/u', 'critical'],
  ['/usr:/u:ro', 'low'],
  ['/home:/h:ro', 'high'],
  ['/home/ann/project:/p', 'medium'],
  ['/home/ann/.bashrc:/p', 'high'],
  ['/home/ann/.ssh:/s:ro', 'high'],
  ['/root:/r', 'critical'],
  ['/root/.ssh:/r', 'critical'],
  ['/var/log:/var/log', 'high'],
  ['/var/log/app:/var/log', 'low'],
  ['/data:/data', 'medium'],
  ['/data:/data:ro', 'low'],
  ['./x:/x', 'high'],
  ['../../..:/x', 'critical'],
])('-v %s is %s', (value, tier) => {
  expect(tierOf(`volume=${value}`)).toBe(tier);
});

test('a volume device that goes up is graded as the whole host', () => {
  expect(judge(specOf(['mount=dst=/x,volume-opt=o=bind,volume-opt=device=/dev/fd/../cwd'])).tier).toBe('critical');
});

test.each(['/anonymous'])('-v %s is ordinary', (value) => {
  expect(judge(specOf([`volume=${value}`])).grants).toEqual([]);
});

test.each([
  ['volume=/:/host', ['volume=/:rw']],
  ['volume=/etc/localtime:/etc/localtime:ro', ['volume=/etc/localtime:ro']],
  ['volume=//etc/./localtime/:/x:ro', ['volume=/etc/localtime:ro']],
  ['volume=/data:/d:rshared', ['volume=/data:rshared', 'volume=/data:rw']],
  ['volume=/etc/foo:/d:Z', ['volume=/etc/foo:rw', 'volume=/etc/foo:Z']],
  ['volume=/data:/d:Z', ['volume=/data:rw']],
  ['volume=/data:/d:U', ['volume=/data:rw', 'volume=/data:U']],
  ['volume=/data:/d:O', ['volume=/data:ro']],
  [
    'volume=/data:/d:O,upperdir=/etc/cron.d,workdir=/data/w',
    ['volume=/etc/cron.d:rw', 'volume=/data/w:rw', 'volume=/data:ro'],
  ],
  ['volume=named:/x', ['volume=named']],
  ['volume=named:/x:ro,z', ['volume=named']],
  ['volume=named:/x:O,upperdir=/etc/cron.d', ['volume=/etc/cron.d:rw', 'volume=named']],
  ['mount=type=volume,src=named,dst=/x', ['volume=named']],
  ['mount=source=named,dst=/x,ro', ['volume=named']],
  ['mount=type=bind,src=/,dst=/host', ['volume=/:rw']],
  ['mount=type=bind,source=/,target=/host,readonly', ['volume=/:ro']],
  ['mount=type=bind,source=/,destination=/host,ro=true', ['volume=/:ro']],
  ['mount=type=bind,source=/,target=/host,readonly=false', ['volume=/:rw']],
  ['mount=type=bind,source=/,target=/host,readonly,bind-recursive=writable', ['volume=/:rw']],
  ['mount=TYPE=BIND,SRC=/,dst=/host', ['volume=/:rw']],
  ['mount=type=bind,"src=/",dst=/host', ['volume=/:rw']],
  ['mount=type=bind,src=/data,dst=/d,bind-propagation=shared', ['volume=/data:shared', 'volume=/data:rw']],
  ['mount=type=volume,dst=/x,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/', ['volume=/:rw']],
  ['mount=type=volume,dst=/x,"volume-opt=o=bind,rw",volume-opt=device=/dev/sda1', ['device=/dev/sda1']],
  [
    'mount=type=volume,src=n,dst=/x,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/etc',
    ['volume=/etc:rw', 'volume=n'],
  ],
  // The engine hands the text to mount(2), and works in `/`.
  ['mount=dst=/x,volume-opt=o=bind,volume-opt=device=etc', ['volume=/etc:rw']],
  ['mount=dst=/x,volume-opt=type=nfs,volume-opt=o=rbind,volume-opt=device=etc', ['volume=/etc:rw']],
  ['mount=dst=/x,volume-opt=type=nfs,volume-opt=o=addr=10.0.0.1,volume-opt=device=:/export', ['volume=:/export:rw']],
  ['mount=dst=/x,volume-opt=type=proc,volume-opt=device=proc', ['volume-opt=type=proc', 'volume=proc:rw']],
  ['mount=dst=/x,volume-opt=type=SysFS', ['volume-opt=type=sysfs']],
  [
    'mount=dst=/x,volume-opt=type=overlay,volume-opt=device=overlay,"volume-opt=o=lowerdir=/etc:/srv,upperdir=/data/u,workdir=/data/w"',
    [
      'volume-opt=type=overlay',
      'volume=/etc:rw',
      'volume=overlay:rw',
      'volume=/srv:rw',
      'volume=/data/u:rw',
      'volume=/data/w:rw',
    ],
  ],
  // mount(2) follows a link before it goes up, so this need not be below /dev.
  ['mount=dst=/x,volume-opt=o=bind,volume-opt=device=/dev/fd/../cwd,ro', ['volume=/dev/fd/../cwd:ro']],
  [
    'mount=dst=/x,volume-opt=type=cifs,volume-opt=device=//srv/a,volume-opt=o=credentials=/root/c',
    ['volume=//srv/a:rw', 'volume=/root/c:rw'],
  ],
  ['mount=type=glob,src=/etc/ssh*,dst=/x', ['volume=/etc:rw']],
  ['mount=type=image,src=other,dst=/x', ['mount=image:other']],
])('%s gives %j', (text, ids) => {
  const report = judge(specOf([text]));
  expect(grantIds(report)).toEqual(ids);
  expect(report.unjudged).toEqual([]);
});

test.each([
  'type=tmpfs,dst=/x',
  'type=volume,dst=/x',
  'dst=/x,volume-label=a=1,volume-label=b=1',
  'type=tmpfs,tmpfs-size=1m,dst=/x',
])('--mount %s is ordinary', (value) => {
  expect(judge(specOf([`mount=${value}`]))).toEqual({ grants: [], tier: null, tightened: [], unjudged: [] });
});

test.each([
  'volume=/a:/b:c:d',
  'volume=:/b',
  'volume=~/x:/b',
  'volume=/a:/b:frob',
  'mount=type=frob,src=/',
  'mount=,type=bind,src=/,dst=/x',
  'mount=type=bind,dst=/x',
  'mount=type=bind,source=/x,src=/,dst=/x',
  'mount=type=bind,frob=1,src=/x',
  'mount=type=volume,type=bind,src=/,dst=/x',
  'mount=type=bind,src=/srv,src=/,dst=/x',
  'mount=dst=/x,volume-opt=o=bind,volume-opt=device=/srv,volume-opt=device=/',
  'mount=dst=/x,volume-opt=o=bind,volume-opt=device=/srv,volume-opt=Device=/',
  'mount="type=bind"x,src=/,dst=/x',
  'mount=type=volume,dst=/x\ntype=bind',
])('%s cannot be judged', (text) => {
  expect(judge(specOf([text])).unjudged).toEqual([`--${text}`]);
});
