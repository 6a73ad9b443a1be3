/** The engine's files that must be root's: a table for section 3. */
import type { Files } from '../core/bench/file-rules.ts';
import { FIXED } from '../core/bench/paths.ts';
import type { Evidence, Severity } from '../core/bench/types.ts';
import {
  certificates,
  containerdSocket,
  engineConfig,
  engineSocket,
  fixed,
  NO_DAEMON,
  settingsFile,
  type Target,
  tls,
  unit,
} from './targets.ts';

export interface Guarded {
  /** Ids of the check on its owner and of the one on its mode. */
  owner: string;
  mode: string;
  /** In titles. */
  name: string;
  /** The bits that may be set. */
  most: number;
  /** A group that may have it beside root's. */
  group?: 'docker';
  files: (evidence: Evidence) => Files;
  /** For the check on the mode, when it is about fewer. */
  modeFiles?: (evidence: Evidence) => Files;
  severity: Severity;
  notOn?: { podman?: string; rootless?: string };
  why: string;
}

const only =
  (target: (evidence: Evidence) => Target) =>
  (evidence: Evidence): Files => {
    const found = target(evidence);
    return 'path' in found ? { paths: [found.path] } : found;
  };

const UNIT = 'Who can write the unit decides what systemd starts as root.';
const CONFIG = 'Who can write the configuration decides how the engine confines containers, and what it runs.';
const CERTIFICATE = 'Who can replace a certificate can stand in for a registry or a client.';
const KEY = 'Who can read the key can pose as the daemon.';
const SOCKET = 'Who can use this socket can start a privileged container, and so is root.';

const NOT_PODMAN = { podman: NO_DAEMON };
const ROOTFUL_DOCKER = { podman: NO_DAEMON, rootless: 'an engine without root does not read it' };

export const GUARDED: readonly Guarded[] = [
  {
    owner: '3.1',
    mode: '3.2',
    name: 'docker.service',
    most: 0o644,
    files: only(unit('service')),
    severity: 'high',
    why: UNIT,
  },
  {
    owner: '3.3',
    mode: '3.4',
    name: 'docker.socket',
    most: 0o644,
    files: only(unit('socket')),
    severity: 'high',
    why: UNIT,
  },
  {
    owner: '3.5',
    mode: '3.6',
    name: '/etc/docker',
    most: 0o755,
    files: only(engineConfig),
    severity: 'high',
    why: CONFIG,
  },
  {
    owner: '3.7',
    mode: '3.8',
    name: 'Registry certs',
    most: 0o444,
    files: certificates(),
    modeFiles: certificates('files'),
    severity: 'medium',
    why: CERTIFICATE,
  },
  {
    owner: '3.9',
    mode: '3.10',
    name: 'TLS CA cert',
    most: 0o444,
    files: only(tls('tlscacert')),
    severity: 'medium',
    notOn: NOT_PODMAN,
    why: CERTIFICATE,
  },
  {
    owner: '3.11',
    mode: '3.12',
    name: 'server cert',
    most: 0o444,
    files: only(tls('tlscert')),
    severity: 'medium',
    notOn: NOT_PODMAN,
    why: CERTIFICATE,
  },
  {
    owner: '3.13',
    mode: '3.14',
    name: 'server key',
    most: 0o400,
    files: only(tls('tlskey')),
    severity: 'high',
    notOn: NOT_PODMAN,
    why: KEY,
  },
  {
    owner: '3.15',
    mode: '3.16',
    name: 'Docker socket',
    most: 0o660,
    group: 'docker',
    files: only(engineSocket),
    severity: 'high',
    why: SOCKET,
  },
  {
    owner: '3.17',
    mode: '3.18',
    name: 'daemon.json',
    most: 0o644,
    files: only(settingsFile),
    severity: 'high',
    why: CONFIG,
  },
  {
    owner: '3.19',
    mode: '3.20',
    name: '/etc/default/docker',
    most: 0o644,
    files: only(fixed(FIXED.defaults)),
    severity: 'high',
    notOn: ROOTFUL_DOCKER,
    why: CONFIG,
  },
  {
    owner: '3.22',
    mode: '3.21',
    name: '/etc/sysconfig/docker',
    most: 0o644,
    files: only(fixed(FIXED.sysconfig)),
    severity: 'high',
    notOn: ROOTFUL_DOCKER,
    why: CONFIG,
  },
  {
    owner: '3.23',
    mode: '3.24',
    name: 'containerd socket',
    most: 0o660,
    files: only(containerdSocket),
    severity: 'high',
    notOn: NOT_PODMAN,
    why: SOCKET,
  },
];
