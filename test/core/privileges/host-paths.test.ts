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

test.each(['/anonymous', 'named:/x', 'named:/x:ro,z'])('-v %s is ordinary', (value) => {
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
  ['mount=type=bind,src=/,dst=/host', ['volume=/:rw']],
  ['mount=type=bind,source=/,target=/host,readonly', ['volume=/:ro']],
  ['mount=type=bind,source=/,destination=/host,ro=true', ['volume=/:ro']],
  ['mount=type=bind,source=/,target=/host,readonly=false', ['volume=/:rw']],
  ['mount=type=bind,source=/,target=/host,readonly,bind-recursive=writable', ['volume=/:rw']],
  ['mount=TYPE=BIND,SRC=/,dst=/host', ['volume=/:rw']],
  ['mount=type=bind,"src=/",dst=/host', ['volume=/:rw']],
  ['mount=type=volume,type=bind,src=/,dst=/host', ['volume=/:rw']],
  ['mount=type=bind,src=/data,dst=/d,bind-propagation=shared', ['volume=/data:shared', 'volume=/data:rw']],
  ['mount=type=volume,dst=/x,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/', ['volume=/:rw']],
  ['mount=type=volume,dst=/x,"volume-opt=o=bind,rw",volume-opt=device=/dev/sda1', ['device=/dev/sda1']],
  ['mount=type=glob,src=/etc/ssh*,dst=/x', ['volume=/etc:rw']],
  ['mount=type=image,src=other,dst=/x', ['mount=image:other']],
])('%s gives %j', (text, ids) => {
  const report = judge(specOf([text]));
  expect(grantIds(report)).toEqual(ids);
  expect(report.unjudged).toEqual([]);
});

test.each(['type=tmpfs,dst=/x', 'type=volume,src=name,dst=/x', 'src=name,dst=/x', 'type=tmpfs,tmpfs-size=1m,dst=/x'])(
  '--mount %s is ordinary',
  (value) => {
    expect(judge(specOf([`mount=${value}`]))).toEqual({ grants: [], tier: null, tightened: [], unjudged: [] });
  },
);

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
  'mount="type=bind"x,src=/,dst=/x',
  'mount=type=volume,dst=/x\ntype=bind',
])('%s cannot be judged', (text) => {
  expect(judge(specOf([text])).unjudged).toEqual([`--${text}`]);
});
