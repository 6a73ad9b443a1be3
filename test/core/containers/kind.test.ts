import { describe, expect, it } from 'vitest';
import { CAPABILITIES, capabilityMask, DEFAULT_CAPABILITIES } from '../../../src/core/capabilities.ts';
import { judgeKind, type MainFacts } from '../../../src/core/containers/kind.ts';
import { HOST, own } from './process.ts';

const ORDINARY: MainFacts = {
  capabilities: capabilityMask(DEFAULT_CAPABILITIES),
  filters: 1,
  hostRoots: [],
  engineSockets: [],
  mountsCut: false,
};
const ALL = capabilityMask(CAPABILITIES);
const LXC = 'MAC_ADMIN MAC_OVERRIDE SYS_TIME SYS_MODULE SYS_RAWIO'.split(' ');
const lxcCapabilities = capabilityMask(CAPABILITIES.filter((name) => !LXC.includes(name)));

describe('judgeKind', () => {
  const judge = (facts: Partial<MainFacts>, ns = {}, maker = 'docker' as 'docker' | 'lxc') =>
    judgeKind(maker, { ...own(100), ...ns }, HOST, { ...ORDINARY, ...facts });

  it('an ordinary container is a service container', () => {
    expect(judge({})).toEqual({ kind: 'service', reasons: [] });
  });

  it.each([
    ['the network', {}, { net: HOST.net ?? 0 }],
    ['ipc and uts', {}, { ipc: HOST.ipc ?? 0, uts: HOST.uts ?? 0 }],
    ['no filter', { filters: 0 }, {}],
    ['NET_ADMIN', { capabilities: capabilityMask(['NET_ADMIN']) }, {}],
    ['every capability over its own users', { capabilities: ALL }, { user: 700 }],
  ])('%s alone makes no SPC', (_, facts, ns) => expect(judge(facts, ns).kind).toBe('service'));

  it.each<[string, Partial<MainFacts>, object, string]>([
    ['--pid=host', {}, { pid: HOST.pid }, "shares the host's pid namespace"],
    ['--privileged', { capabilities: ALL }, {}, 'holds every capability, or nearly so'],
    // as docker 20.10 gives them on a kernel that knows more, without CAP_SYS_RESOURCE
    ['--privileged, seen live', { capabilities: 0x3ffeffffffn }, {}, 'holds every capability, or nearly so'],
    ['--cap-add SYS_ADMIN', { capabilities: capabilityMask(['SYS_ADMIN']) }, {}, 'holds CAP_SYS_ADMIN'],
    ['--cap-add SYS_MODULE', { capabilities: capabilityMask(['SYS_MODULE']) }, {}, 'holds CAP_SYS_MODULE'],
    ['-v /:/host', { hostRoots: ['/host'] }, {}, "the host's / is mounted at /host"],
    ['chroot to /', { hostRoots: ['/'] }, {}, "its files are the host's"],
    ['docker.sock', { engineSockets: ['/run/docker.sock'] }, {}, 'can command an engine: /run/docker.sock'],
    ['more mounts than were read', { mountsCut: true }, {}, 'has too many mounts to be judged'],
  ])('%s makes one', (_, facts, ns, reason) => {
    expect(judge(facts, ns)).toEqual({ kind: 'spc', reasons: [reason] });
  });

  it('tells of all it shares, once it is one', () => {
    expect(judge({ filters: 0 }, HOST).reasons).toEqual([
      "shares the host's pid namespace",
      "shares the host's mount namespace",
      "shares the host's network",
      "shares the host's ipc namespace",
      "shares the host's uts namespace",
      'no filter of system calls',
    ]);
  });

  it('a container that boots a system may mount', () => {
    expect(judge({ capabilities: lxcCapabilities }, {}, 'lxc').kind).toBe('service');
    expect(judge({ capabilities: lxcCapabilities }).kind).toBe('spc');
    expect(judge({ capabilities: ALL }, {}, 'lxc').kind).toBe('spc');
  });

  it('what may not be looked at is unknown, unless what is seen suffices', () => {
    expect(judgeKind('docker', own(100), HOST, undefined).kind).toBe('unknown');
    expect(judgeKind('docker', {}, HOST, ORDINARY).kind).toBe('unknown');
    expect(judgeKind('docker', { ...own(100), pid: HOST.pid ?? 0 }, HOST, undefined).kind).toBe('spc');
  });
});
