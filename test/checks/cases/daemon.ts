/** Section 2. */
import { all, flags, having, info, PODMAN, ROOTLESS, same, settings, swarm } from '../../core/bench/evidence.ts';
import type { Case } from './types.ts';

export const DAEMON_CASES: readonly Case[] = [
  ['2.1', 'note', 'it runs as root', same],
  ['2.1', 'pass', 'it is rootless', () => ROOTLESS],

  ['2.2', 'pass', 'off in daemon.json', same],
  ['2.2', 'pass', 'off by a flag', flags('--icc=false')],
  ['2.2', 'fail', 'not set', flags()],
  ['2.2', 'fail', 'on by a flag', flags('--icc', '--iptables=false')],
  ['2.2', 'fail', 'on in daemon.json', settings({ icc: true })],

  ['2.3', 'pass', 'not set', same],
  ['2.3', 'pass', 'info', settings({ 'log-level': 'info' })],
  ['2.3', 'fail', 'warn in daemon.json', settings({ 'log-level': 'warn' })],
  ['2.3', 'fail', '-l and a word', flags('-l', 'error')],
  ['2.3', 'fail', '-D', flags('-D')],
  ['2.3', 'fail', 'debug, although the level is info', settings({ debug: true, 'log-level': 'info' })],

  ['2.4', 'pass', 'not set', same],
  ['2.4', 'fail', 'off by a flag', flags('--iptables=0')],
  ['2.4', 'fail', 'off in daemon.json', settings({ iptables: false })],

  ['2.5', 'pass', "docker's loopback does not count", same],
  ['2.5', 'fail', 'a network', info({ insecureRegistries: ['127.0.0.0/8', '10.0.0.0/8'] })],
  ['2.5', 'fail', "podman's", () => info({ insecureRegistries: ['registry.example:5000'] })(PODMAN)],

  ['2.6', 'pass', 'overlay2', same],
  ['2.6', 'fail', 'aufs', info({ driver: 'aufs' })],

  ['2.7', 'pass', 'clients are verified', same],
  ['2.7', 'pass', 'by flags', flags('-H', 'tcp://0.0.0.0:2376', '--tlsverify')],
  ['2.7', 'fail', 'TLS only', settings({ hosts: ['tcp://0.0.0.0:2376'], tls: true })],
  ['2.7', 'fail', 'tlsverify is off', flags('-Htcp://0.0.0.0:2376', '--tls', '--tlsverify=false')],
  ['2.7', 'fail', 'no TLS', flags('--host=tcp://127.0.0.1:2375')],
  ['2.7', 'fail', 'a host without a scheme', flags('-H', '0.0.0.0:2375')],
  ['2.7', 'not-applicable', 'no TCP', flags('-H', 'fd://', '--host=unix:///run/docker.sock')],

  ['2.8', 'pass', 'in daemon.json', same],
  ['2.8', 'pass', 'by a flag', flags('--default-ulimit', 'nofile=1:2')],
  ['2.8', 'info', 'not set', settings({ 'default-ulimits': {} })],

  ['2.9', 'pass', 'users are mapped', same],
  ['2.9', 'pass', 'rootless', () => ROOTLESS],
  ['2.9', 'fail', 'not mapped', info({ securityOptions: ['name=seccomp,profile=default'] })],
  ['2.9', 'not-applicable', 'podman as root', () => PODMAN],

  ['2.10', 'pass', 'not set', same],
  ['2.10', 'pass', 'set to nothing', settings({ 'cgroup-parent': '' })],
  ['2.10', 'fail', 'in daemon.json', settings({ 'cgroup-parent': '/own' })],
  ['2.10', 'fail', 'by a flag', flags('--cgroup-parent=/own')],

  ['2.11', 'pass', 'other options', settings({ 'storage-opts': ['overlay2.override_kernel_check=true'] })],
  ['2.11', 'fail', 'in daemon.json', settings({ 'storage-opts': ['dm.basesize=50G'] })],
  ['2.11', 'fail', 'by a flag', flags('--storage-opt', 'dm.basesize=50G')],

  ['2.12', 'pass', 'as the engine says', same],
  ['2.12', 'pass', 'by a flag', all(flags('--authorization-plugin=opa'), info({ authorizationPlugins: [] }))],
  ['2.12', 'fail', 'none', info({ authorizationPlugins: [] })],

  ['2.13', 'pass', 'journald', same],
  ['2.13', 'fail', 'json-file', info({ loggingDriver: 'json-file' })],
  ['2.13', 'fail', 'local', info({ loggingDriver: 'local' })],
  ['2.13', 'fail', 'none', info({ loggingDriver: 'none' })],
  ['2.13', 'fail', "podman's file", () => info({ loggingDriver: 'k8s-file' })(PODMAN)],

  ['2.14', 'pass', 'in daemon.json', same],
  ['2.14', 'pass', 'by a flag', flags('--no-new-privileges')],
  ['2.14', 'fail', 'switched off by a flag', flags('--no-new-privileges=false')],
  ['2.14', 'fail', 'not set', flags()],

  ['2.15', 'pass', 'on', same],
  ['2.15', 'fail', 'off', info({ liveRestore: false })],
  ['2.15', 'pass', 'off in a swarm', all(swarm(), info({ liveRestore: false }))],

  ['2.16', 'pass', 'off in daemon.json', same],
  ['2.16', 'pass', 'off by a flag', flags('--userland-proxy=false')],
  ['2.16', 'fail', 'not set', flags('--userland-proxy-path=/bin/false')],

  ['2.17', 'pass', 'builtin', same],
  ['2.17', 'pass', 'default, as engines said before 23', info({ securityOptions: ['name=seccomp,profile=default'] })],
  ['2.17', 'info', 'unconfined', info({ securityOptions: ['name=seccomp,profile=unconfined'] })],
  ['2.17', 'info', 'no seccomp', info({ securityOptions: [] })],

  ['2.18', 'pass', 'off', same],
  ['2.18', 'fail', 'on', info({ experimental: true })],

  ['2.2', 'error', 'no dockerd is seen', having({ processes: { ok: [] } })],
  ['2.14', 'error', 'daemon.json is damaged', having({ daemonFile: { missing: 'daemon.json is no JSON' } })],
];
