/** Whether a container has come to the machine: at a fraction of what it costs to look for them. */
import { readdirSync, readlinkSync } from 'node:fs';
import { attempt } from '../inspect/files.ts';
import { tryReadProc } from '../proc/read.ts';

/**
 * Knows each process by its number, and each network namespace but the host's by its inode with the cgroups of those in it. A
 * process that is new is looked at, and once more at the next look: it may have been on its way into its network. So a look at
 * an unchanged machine is one reading of a directory. A number that another process has taken meanwhile is not noticed.
 */
export class NetworkWatch {
  readonly #host: string;
  /** Seen at the last look for the first time; seen before. */
  #young = new Set<string>();
  #old = new Set<string>();
  readonly #places = new Set<string>();

  /** @param hostNet inode of the host's network namespace */
  constructor(hostNet: number | undefined) {
    this.#host = `net:[${hostNet}]`;
    this.hasChanged();
  }

  /** Someone is where nobody was at any look before. A place that is left is no change: its address names nobody else. */
  hasChanged(): boolean {
    const before = this.#places.size;
    const pids = readdirSync('/proc').filter((name) => name.charCodeAt(0) <= NINE);
    for (const pid of pids) if (!this.#old.has(pid)) this.#look(pid);
    const old = new Set(pids.filter((pid) => this.#old.has(pid) || this.#young.has(pid)));
    this.#young = new Set(pids.filter((pid) => !old.has(pid)));
    this.#old = old;
    return this.#places.size > before;
  }

  /** Of containers that share a network, each has a cgroup of its own. */
  #look(pid: string): void {
    const network = attempt(() => readlinkSync(`/proc/${pid}/ns/net`));
    if (network === undefined || network === this.#host) return;
    this.#places.add(`${network} ${tryReadProc(`/proc/${pid}/cgroup`) ?? ''}`);
  }
}

/** Names in /proc that begin with a digit are processes. */
const NINE = '9'.charCodeAt(0);
