/** Where an engine is, and as whom it runs. */
import { lstatSync, readFileSync } from 'node:fs';
import { hostname, release } from 'node:os';
import type { EngineEvidence, EngineName } from '../../core/bench/types.ts';
import { hostPath } from '../discover/host-path.ts';
import { attempt } from '../inspect/files.ts';
import type { AskedEngine } from './engine.ts';

export interface Place {
  engine: EngineEvidence;
  /** Path of the socket that its daemon listens on; '' when that is none of this host's, or there is no daemon. */
  daemonSocket: string;
  /** Why nothing of this host says anything about the engine; '' when it runs here. */
  elsewhere: string;
}

/** Of the engine that answered; of one that did not, what its defaults are for this user. */
export function placeOf(name: EngineName, { said, endpoint }: AskedEngine): Place {
  const uid = process.geteuid?.() ?? 0;
  const answer = 'ok' in said ? said.ok : undefined;
  const address = name === 'podman' ? (answer?.service ?? '') : endpoint;
  const rootless = answer ? answer.rootless : name === 'podman' && uid !== 0;
  const path = /^(?:unix:\/\/)?(\/.*)$/.exec(address)?.[1] ?? '';
  const owner = ownerOf(rootless, path, uid);
  const socket = isDefault(name, path, owner.runtimeDir) ? '' : path;
  const engine = { name, version: answer?.version ?? '', rootless, ...owner, socket };
  const daemonSocket = name === 'podman' || address.startsWith('tcp:') ? '' : path || `${owner.runtimeDir}/docker.sock`;
  return { engine, daemonSocket, elsewhere: whyElsewhere(name, address, answer ?? { kernel: '', host: hostname() }) };
}

/** /var/run is a link to /run everywhere. */
function isDefault(name: EngineName, socket: string, runtimeDir: string): boolean {
  const usual = `${runtimeDir}/${name === 'podman' ? 'podman/podman.sock' : 'docker.sock'}`;
  return socket.replace(/^\/var\/run\//, '/run/') === usual;
}

/** A rootless engine's user owns its socket; podman without a service is the caller's own. */
function ownerOf(rootless: boolean, socket: string, uid: number) {
  if (!rootless) return { uid: 0, gid: 0, home: '/root', runtimeDir: '/run' };
  const owner = socket === '' ? uid : (attempt(() => lstatSync(hostPath(socket)).uid) ?? uid);
  const { gid, home } = accountOf(owner);
  const told = owner === uid ? process.env['XDG_RUNTIME_DIR'] : undefined;
  return { uid: owner, gid, home, runtimeDir: told || `/run/user/${owner}` };
}

/** passwd(5). */
function accountOf(uid: number): { gid: number; home: string } {
  const text = attempt(() => readFileSync(hostPath('/etc/passwd'), 'utf8')) ?? '';
  const line = text
    .split('\n')
    .map((each) => each.split(':'))
    .find(([, , id]) => id === String(uid));
  return { gid: Number(line?.[3] ?? uid), home: line?.[5] || '/' };
}

/** A socket of this host may still lead to a virtual machine, so the kernel is asked about, too. */
function whyElsewhere(name: EngineName, address: string, answer: { kernel: string; host: string }): string {
  const there = `${name} runs on another machine`;
  const local = address === '' || /^(unix:\/\/)?\//.test(address);
  const loopback = /^tcp:\/\/(127\.|localhost[:/]|\[::1\])/.test(address) && answer.host === hostname();
  if (!local && !loopback) return `${there} (${address}): run spc bench there`;
  if (answer.kernel !== '' && answer.kernel !== release())
    return `${there}, with kernel ${answer.kernel}: run spc bench there`;
  return '';
}
