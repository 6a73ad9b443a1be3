/** Where tcpdump has to listen, so that it sees what is asked for. */
import { statSync } from 'node:fs';
import { SpcError } from '../../core/errors.ts';
import type { Link, Network } from '../../core/inspect/network.ts';
import type { StreamFacts } from '../../core/session/types.ts';
import type { Target } from '../../core/target.ts';
import { attempt } from '../inspect/files.ts';
import { type Joinable, requireSame } from '../join/pin.ts';
import { statOf } from '../proc/one.ts';
import type { TcpdumpOptions } from './tcpdump.ts';

/** One tcpdump to be. */
export interface CapturePlan {
  /** Interface, for -i. */
  name: string;
  /** In whose network namespace; undefined: spc's own. */
  join: Joinable | undefined;
  facts: StreamFacts;
  /** Adds interfaces that came since to the facts. Never throws. */
  learn(): Promise<void>;
}

type Request = Pick<TcpdumpOptions, 'interface' | 'hostSide'>;

const netOf = (pid: number | 'self') => attempt(() => statSync(`/proc/${pid}/ns/net`).ino);

/** /proc/1/ns may be closed even to root; pid 2 is a thread of the kernel. */
const initPid = () => [1, 2].find((pid) => netOf(pid) !== undefined);

const hostNet = () => netOf(initPid() ?? 'self');

/** One; with `hostSide` one for each veth. Throws `target-gone`, and `usage` where there is no such thing. */
export async function plannedCaptures(target: Target, { interface: name, hostSide }: Request): Promise<CapturePlan[]> {
  const network = await networkOf(target);
  if (hostSide) return hostSides(target, network, name);
  const link = network?.links.find((each) => each.name === name);
  if (name !== undefined && name !== 'any' && network && !link) throw noInterface(target, name, network);
  const facts: StreamFacts = { interfaces: {} };
  addInterfaces(facts, network);
  if (link) facts.device = { name: link.name, mac: link.mac, far: false };
  const learn = async () => addInterfaces(facts, await networkOf(target).catch(() => undefined));
  return [{ name: name ?? 'any', join: isHere(target) ? undefined : target, facts, learn }];
}

/** Undefined when nothing can be told of it: then interfaces have no names, no more. */
async function networkOf(target: Target): Promise<Network | undefined> {
  const { readNetworks } = await import('../inspect/network.ts');
  const networks = await readNetworks([target.bound ?? target.pid], hostNet());
  requireSame(target);
  return [...networks.values()][0];
}

function addInterfaces({ interfaces = {} }: StreamFacts, network: Network | undefined): void {
  for (const { index, name } of network?.links ?? []) interfaces[index] ??= name;
}

/** The target's network is spc's own: nothing is to be joined. */
function isHere(target: Target): boolean {
  const inode = target.bound === undefined ? netOf(target.pid) : target.boundInode;
  return inode !== undefined && inode === netOf('self');
}

function hostSides(target: Target, network: Network | undefined, wanted: string | undefined): CapturePlan[] {
  const links = (network?.links ?? []).filter(
    ({ name, peer }) => peer?.onHost && peer.name !== '' && (wanted === undefined || name === wanted),
  );
  if (links.length === 0) throw noHostSide(target, network);
  const host = hostJoin();
  return links.map((link) => hostSide(link, host));
}

/** Undefined: spc is there. Throws `system` when /proc hides who else is. */
function hostJoin(): Joinable | undefined {
  const pid = initPid();
  if (pid === undefined || hostNet() === netOf('self')) return undefined;
  const startTime = statOf(pid)?.startTime;
  if (startTime === undefined)
    throw new SpcError('system', "the host's network cannot be joined", `process ${pid} cannot be read`);
  return { text: 'host', pid, startTime, spec: { kind: 'host' } };
}

function hostSide({ mac, peer }: Link, join: Joinable | undefined): CapturePlan {
  const name = peer?.name ?? '';
  return { name, join, facts: { device: { name, mac, far: true } }, learn: async () => {} };
}

const namesOf = (network: Network) => network.links.map(({ name }) => name).join(', ');

function noInterface({ text }: Target, name: string, network: Network): SpcError {
  return new SpcError('usage', `${text} has no interface ${name}`, '', `it has ${namesOf(network)}`);
}

function noHostSide(target: Target, network: Network | undefined): SpcError {
  const shared = network && network.inode === hostNet();
  const why = shared ? "its network is the host's own" : "none of its links has its other end in the host's network";
  const links = network && !shared ? `; it has ${namesOf(network)}` : '';
  return new SpcError('usage', `${target.text} has no host side`, `${why}${links}`, 'leave --host-side out');
}
