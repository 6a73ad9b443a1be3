/** What /proc says of a container, read with nothing of spc: what spc's answers are compared with. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { LabContainer, LabMaker } from '../containers.ts';

/** By what a maker's processes are told from all others: the cgroup it made, else a namespace. */
const KEPT_IN: Record<LabMaker, 'cgroup' | 'pid' | 'net'> = {
  docker: 'cgroup',
  'docker-spc': 'cgroup',
  podman: 'cgroup',
  'podman-spc': 'cgroup',
  // without root there are no cgroups of v1
  'podman-rootless': 'pid',
  containerd: 'cgroup',
  runc: 'cgroup',
  lxc: 'cgroup',
  nspawn: 'pid',
  unshare: 'pid',
  netns: 'net',
  nested: 'pid',
};

/** Host pids of its processes, rising. */
export function membersOf({ maker, shell }: LabContainer): number[] {
  const read = KEPT_IN[maker] === 'cgroup' ? cgroupOf : (pid: number) => namespaceOf(pid, KEPT_IN[maker]);
  const own = read(shell);
  return allPids().filter((pid) => read(pid) === own && isAlive(pid));
}

/** Rising: numbers begin anew at pid_max, so the order they were given in is another. */
const allPids = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);

/** All the lines of /proc/PID/cgroup; empty for a process that is gone. */
const cgroupOf = (pid: number) => orEmpty(() => readFileSync(`/proc/${pid}/cgroup`, 'utf8'));

/** The inode of a namespace of a process; empty for one that is gone. */
export const namespaceOf = (pid: number, type: string): string =>
  orEmpty(() => /\d+/.exec(readlinkSync(`/proc/${pid}/ns/${type}`))?.[0] ?? '');

const isAlive = (pid: number) => !/^State:\s+[ZX]/m.test(orEmpty(() => readFileSync(`/proc/${pid}/status`, 'utf8')));

/** The pid at each level, the host's first (NSpid of proc_pid_status(5)). */
export const levelsOf = (pid: number): number[] =>
  (/^NSpid:(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '').trim().split(/\s+/).map(Number);

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
