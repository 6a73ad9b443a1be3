/** Where an engine keeps what the benchmark looks at (dockerd(8), rootless mode of docker, containers.conf(5)). */
import { containerdSockets, daemonOptions, lastValue, tlsFile } from './daemon-options.ts';
import type { EngineEvidence, Evidence } from './types.ts';

export interface EnginePaths {
  /** Its configuration folder. */
  config: string;
  /** Registry certificates; the folder is looked through. */
  certificates: string;
  /** daemon.json; podman: containers.conf. */
  settings: string;
  socket: string;
  /** Images and containers, unless the engine says otherwise. */
  data: string;
}

/** Those of this engine. `--config-file` and what the engine says of itself come first; that is the rules' affair. */
export function enginePaths({ name, rootless, home, runtimeDir, socket }: EngineEvidence): EnginePaths {
  const podman = name === 'podman';
  const folder = podman ? 'containers' : 'docker';
  const config = rootless ? `${home}/.config/${folder}` : `/etc/${folder}`;
  const store = podman ? 'containers/storage' : 'docker';
  return {
    config,
    certificates: `${config}/certs.d`,
    settings: `${config}/${podman ? 'containers.conf' : 'daemon.json'}`,
    socket: socket || `${runtimeDir}/${podman ? 'podman/podman.sock' : 'docker.sock'}`,
    data: rootless ? `${home}/.local/share/${store}` : `/var/lib/${store}`,
  };
}

/** Files whose place is the same on every host. */
export const FIXED = {
  containerdFolder: '/run/containerd',
  containerdConfig: '/etc/containerd/config.toml',
  defaults: '/etc/default/docker',
  sysconfig: '/etc/sysconfig/docker',
} as const;

/** Programs that are looked for where they usually are. */
export const PROGRAMS = [
  'dockerd',
  'containerd',
  'containerd-shim',
  'containerd-shim-runc-v1',
  'containerd-shim-runc-v2',
  'runc',
] as const;

export type ProgramName = (typeof PROGRAMS)[number];

/** Distributions differ: Debian's dockerd is in sbin. */
export const PROGRAM_FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'];

/** Where a program may be, the benchmark's own place first. */
export const programPaths = (name: ProgramName): string[] => PROGRAM_FOLDERS.map((folder) => `${folder}/${name}`);

/** Every path that a rule may ask `files` for; to be looked at once all other evidence is there. Sorted, each once. */
export function wantedFiles(evidence: Omit<Evidence, 'files'>): string[] {
  const { units, certificates, info } = evidence;
  const paths = [
    ...Object.values(enginePaths(evidence.engine)),
    ...Object.values(FIXED),
    ...PROGRAMS.flatMap(programPaths),
    ...('ok' in units ? Object.values(units.ok) : []),
    ...('ok' in certificates ? certificates.ok : []),
    ...('ok' in info ? [info.ok.dataRoot, info.ok.runtime, info.ok.containerdAddress] : []),
    ...ofDaemon(evidence),
  ];
  return [...new Set(paths)].filter((path) => path.startsWith('/')).sort();
}

function ofDaemon(evidence: Omit<Evidence, 'files'>): string[] {
  const { daemonFile, processes } = evidence;
  const options = daemonOptions('ok' in daemonFile ? daemonFile.ok : undefined, 'ok' in processes ? processes.ok : []);
  const exes = 'ok' in processes ? processes.ok.map(({ exe }) => exe) : [];
  const tls = (['tlscacert', 'tlscert', 'tlskey'] as const).map((name) => tlsFile(options, name, evidence.engine));
  const file = 'ok' in daemonFile ? daemonFile.ok.path : '';
  return [file, lastValue(options, 'config-file'), ...tls, ...exes, ...containerdSockets(options, evidence.engine)];
}
