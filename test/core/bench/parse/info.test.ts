import { describe, expect, it } from 'vitest';
import { parseDockerInfo, parsePodmanInfo } from '../../../../src/core/bench/parse/info.ts';
import { json } from '../../../fixtures/bench/read.ts';

describe('docker', () => {
  it('reads what the rules ask for', () =>
    expect(parseDockerInfo(json('docker-info.json'))).toMatchObject({
      version: '20.10.24+dfsg1',
      rootless: false,
      info: {
        dataRoot: '/var/lib/docker',
        driver: 'overlay2',
        loggingDriver: 'json-file',
        securityOptions: ['name=seccomp,profile=default'],
        insecureRegistries: ['127.0.0.0/8'],
        authorizationPlugins: [],
        liveRestore: false,
        experimental: false,
        runtime: 'runc',
        swarm: { state: 'inactive', manager: false, managers: 0 },
      },
    }));

  it('of a daemon that does not answer is no answer', () =>
    expect(parseDockerInfo(json('docker-info-down.json'))).toBeUndefined());

  it("podman's is not docker's", () => expect(parseDockerInfo(json('podman-info.json'))).toBeUndefined());

  it('names insecure registries beside their networks', () =>
    expect(
      parseDockerInfo({
        ServerVersion: '28',
        RegistryConfig: {
          InsecureRegistryCIDRs: ['127.0.0.0/8'],
          IndexConfigs: { 'docker.io': { Secure: true }, 'reg:5000': { Secure: false } },
        },
      })?.info.insecureRegistries,
    ).toEqual(['127.0.0.0/8', 'reg:5000']));

  it('knows a rootless one', () =>
    expect(
      parseDockerInfo({ ServerVersion: '28', SecurityOptions: ['name=seccomp,profile=builtin', 'name=rootless'] })
        ?.rootless,
    ).toBe(true));

  it("tells of a manager's swarm", () => {
    const swarm = {
      LocalNodeState: 'active',
      ControlAvailable: true,
      Managers: 3,
      NodeAddr: '10.0.0.1',
      Cluster: {
        Spec: { CAConfig: { NodeCertExpiry: 7_776_000_000_000_000 }, EncryptionConfig: { AutoLockManagers: true } },
        RootRotationInProgress: false,
      },
    };
    expect(parseDockerInfo({ ServerVersion: '28', Swarm: swarm })?.info.swarm).toEqual({
      state: 'active',
      manager: true,
      managers: 3,
      nodeAddress: '10.0.0.1',
      cluster: { autoLock: true, certificateExpiryHours: 2160, rootRotation: false },
    });
  });
});

describe('podman', () => {
  it('reads what the rules ask for', () =>
    expect(parsePodmanInfo(json('podman-info.json'))).toMatchObject({
      version: '4.3.1',
      rootless: false,
      service: '',
      info: {
        dataRoot: '/var/lib/containers/storage',
        driver: 'overlay',
        loggingDriver: 'k8s-file',
        securityOptions: ['name=seccomp,profile=/usr/share/containers/seccomp.json'],
        runtime: '/usr/bin/runc',
      },
    }));

  it("docker's is not podman's", () => expect(parsePodmanInfo(json('docker-info.json'))).toBeUndefined());

  it('of a service says where it is', () =>
    expect(
      parsePodmanInfo({
        version: { Version: '5' },
        host: { serviceIsRemote: true, remoteSocket: { path: 'unix:///run/x.sock' }, security: { rootless: true } },
        registries: { 'r:5000': { Insecure: true }, search: ['docker.io'] },
      }),
    ).toMatchObject({
      service: 'unix:///run/x.sock',
      rootless: true,
      info: { insecureRegistries: ['r:5000'], securityOptions: ['name=rootless'] },
    }));
});

it.each([[null], [[]], ['x'], [7]])('%j is no answer', (value) =>
  expect([parseDockerInfo(value), parsePodmanInfo(value)]).toEqual([undefined, undefined]),
);
