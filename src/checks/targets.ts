/** The files that checks are about: where this engine has them. */
import { containerdSockets, daemonOptions, tlsFile } from '../core/bench/daemon-options.ts';
import type { Files } from '../core/bench/file-rules.ts';
import { enginePaths, PROGRAM_FOLDERS, type ProgramName, programPaths } from '../core/bench/paths.ts';
import type { Evidence } from '../core/bench/types.ts';

/** One path, or why there is none, or why that cannot be told. */
export type Target = { path: string } | { none: string } | { unknown: string };

/** Why a check of the daemon says nothing about podman. */
export const NO_DAEMON = 'podman has no daemon';

/** The same on every host. */
export const fixed =
  (path: string) =>
  (_: Evidence): Target => ({ path });

/** A program: where the running one was started from, else the first of the usual places that has one. */
export const program =
  (name: ProgramName) =>
  ({ processes, files }: Evidence): Target => {
    const exe = 'ok' in processes ? processes.ok.find((process) => process.name === name)?.exe : undefined;
    if (exe?.startsWith('/')) return { path: exe };
    const path = programPaths(name).find((usual) => files[usual]?.state !== 'absent');
    return path === undefined ? { none: `there is no ${name} in ${PROGRAM_FOLDERS.join(', ')}` } : { path };
  };

/** Where images and containers are: what the engine says of itself comes first. */
export function dataRoot({ engine, info }: Evidence): Target {
  return { path: ('ok' in info && info.ok.dataRoot) || enginePaths(engine).data };
}

/** The configuration folder. */
export const engineConfig = ({ engine }: Evidence): Target => ({ path: enginePaths(engine).config });

/** daemon.json, or where the daemon was told to look; containers.conf. */
export function settingsFile({ engine, daemonFile }: Evidence): Target {
  const told = engine.name === 'docker' && 'ok' in daemonFile ? daemonFile.ok.path : '';
  return { path: told || enginePaths(engine).settings };
}

/** docker.service, podman.socket …: the file systemd reads. */
export const unit =
  (kind: 'service' | 'socket') =>
  ({ engine, units }: Evidence): Target => {
    if ('missing' in units) return { unknown: units.missing };
    const name = `${engine.name}.${kind}` as const;
    return units.ok[name] === '' ? { none: `systemd has no ${name}` } : { path: units.ok[name] };
  };

/** The OCI runtime: where the engine says it is, else where runc is. */
export function runtimeProgram(evidence: Evidence): Target {
  const { info } = evidence;
  const told = 'ok' in info ? info.ok.runtime : '';
  return told.startsWith('/') ? { path: told } : program('runc')(evidence);
}

/** The socket of the containerd that docker uses: the first of the usual ones that is there. */
export function containerdSocket(evidence: Evidence): Target {
  const { engine, info, files } = evidence;
  const told = 'ok' in info ? info.ok.containerdAddress : '';
  const usual = containerdSockets(optionsOf(evidence), engine);
  const path = told || (usual.find((path) => files[path]?.state !== 'absent') ?? usual[0]);
  return { path: path ?? '' };
}

/** The API's socket. */
export const engineSocket = ({ engine }: Evidence): Target => ({ path: enginePaths(engine).socket });

/** Everything below the registry certificates' folder. `only`: files, without the folders. */
export const certificates =
  (only?: 'files') =>
  ({ certificates, files, engine }: Evidence): Files => {
    if ('missing' in certificates) return { unknown: certificates.missing };
    const paths = certificates.ok.filter((path) => !(only && isFolder(files[path])));
    return paths.length > 0 ? { paths } : { none: `there is nothing in ${enginePaths(engine).certificates}` };
  };

const isFolder = (file: Evidence['files'][string] | undefined) =>
  file?.state === 'present' && file.type === 'directory';

/** A file of the daemon's TLS. */
export const tls =
  (name: 'tlscacert' | 'tlscert' | 'tlskey') =>
  (evidence: Evidence): Target => {
    const { daemonFile, processes, engine } = evidence;
    if ('missing' in daemonFile) return { unknown: daemonFile.missing };
    if ('missing' in processes) return { unknown: processes.missing };
    const path = tlsFile(optionsOf(evidence), name, engine);
    return path === '' ? { none: `the daemon has no ${name}: it does not use TLS` } : { path };
  };

function optionsOf({ daemonFile, processes }: Evidence) {
  return daemonOptions('ok' in daemonFile ? daemonFile.ok : undefined, 'ok' in processes ? processes.ok : []);
}
