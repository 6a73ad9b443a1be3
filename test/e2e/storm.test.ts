/** Lists while thousands of processes a second come and go, in a container and on the host. Needs test/lab/up. */
import { copyFileSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namespaceOf } from './containers/facts.ts';
import { processToKill, remember } from './containers/journal.ts';
import { endContainers, type LabContainer, must, startContainer } from './containers.ts';
import { removeScratch, SCRATCH, spc } from './spc.ts';

/** A program with a name of its own: what is left of a process that has just ended still tells whose it was. */
const HOST_COMM = 'busybox-storm';
const HOST_PROGRAM = `${SCRATCH}/${HOST_COMM}`;
/** Most processes end at once, others live long enough to be found by a reader. */
const stormsOf = (seconds: string) =>
  [':', `(sleep ${seconds}; :)`].map((job) => `set -- $(seq 16); while :; do for i; do ${job} & done; wait; done`);
const IN_CONTAINER = `storm-container-${process.pid}`;
const ON_HOST = `storm-host-${process.pid}`;
const SLEEP_IN_CONTAINER = '1.051';
const SLEEP_ON_HOST = '1.052';
const RUNS = 10;

interface Row {
  pid: number;
  container: string | null;
  containerId: string | null;
  command: string;
}

let container: LabContainer;

beforeAll(() => {
  container = startContainer('docker');
  for (const storm of stormsOf(SLEEP_IN_CONTAINER))
    must('docker', 'exec', '-d', container.name, 'sh', '-c', storm, IN_CONTAINER);
  copyFileSync('/bin/busybox', HOST_PROGRAM);
  const inBackground = '"$@" </dev/null >/dev/null 2>&1 & echo $!';
  for (const storm of stormsOf(SLEEP_ON_HOST)) {
    const pid = Number(must('sh', '-c', inBackground, 'sh', HOST_PROGRAM, 'sh', '-c', storm, ON_HOST));
    remember(container.name, processToKill(pid));
  }
});

afterAll(() => {
  endContainers();
  removeScratch();
});

/** Processes made since the machine started (proc_stat(5)). */
const forks = () => Number(/^processes (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]);

/** The rows of so many runs of a list, and how many processes the machine made meanwhile. */
function look<T>(...args: string[]): { rows: T[]; made: number } {
  const before = forks();
  const rows = Array.from({ length: RUNS }, () => {
    const { status, stdout, stderr } = spc([...args, '--json']);
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout) as T[];
  });
  return { rows: rows.flat(), made: forks() - before };
}

const isOfContainer = (command: string) => command.includes(IN_CONTAINER) || command === `sleep ${SLEEP_IN_CONTAINER}`;
const isOfHost = (command: string) =>
  [ON_HOST, HOST_COMM].some((mark) => command.includes(mark)) || command === `sleep ${SLEEP_ON_HOST}`;

describe('a storm of forks in a container and on the host', () => {
  it('leaves each process of spc ps with its owner', () => {
    const { rows, made } = look<Row>('ps');
    const ours = rows.filter(({ containerId }) => containerId === container.id);
    const stormy = rows.filter(({ command }) => isOfContainer(command));
    const others = rows.filter(({ command }) => isOfHost(command));
    expect(made).toBeGreaterThan(1_000 * RUNS);
    expect([...new Set(stormy.map(({ containerId }) => containerId))]).toEqual([container.id]);
    expect([...new Set(others.map(({ containerId }) => containerId))]).toEqual([null]);
    expect(ours.filter(({ command }) => !isKnown(command))).toEqual([]);
    // the two shells on each side are always there: children were seen, too
    expect(stormy.length).toBeGreaterThan(3 * RUNS);
    expect(others.length).toBeGreaterThan(3 * RUNS);
  });

  it('leaves the namespaces of spc ns to whom they belong', () => {
    const { rows } = look<{ type: string; inode: number; containers: string[]; command: string }>('ns');
    const inode = Number(namespaceOf(container.pid, 'pid'));
    const own = rows.filter((row) => row.inode === inode);
    const hosts = rows.filter((row) => row.inode === Number(namespaceOf(process.pid, 'pid')));
    expect(own.map(({ containers }) => containers)).toEqual(Array.from({ length: RUNS }, () => [container.name]));
    expect(hosts).toHaveLength(RUNS);
    expect(hosts.filter(({ containers }) => containers.includes(container.name))).toEqual([]);
  });

  it('leaves the branches of spc tree whole', () => {
    const { rows } = look<{ processes: Branch[] }>('tree', container.id);
    const all = rows.flatMap(({ processes }) => processes).flatMap(flatten);
    expect(all.filter(({ command }) => isOfHost(command))).toEqual([]);
    for (const { pid } of container.sleepers) expect(all.filter((node) => node.pid === pid)).toHaveLength(RUNS);
  });
});

interface Branch {
  pid: number;
  command: string;
  children: Branch[];
}

const flatten = (node: Branch): Branch[] => [node, ...node.children.flatMap(flatten)];

/** What the container runs: its tree, the storm, and of a process that has just ended only the name. */
function isKnown(command: string): boolean {
  const tree = [container.name, ...container.sleepers.map(({ argv }) => argv.join(' '))];
  return isOfContainer(command) || tree.some((part) => command.includes(part)) || /^\[(sh|sleep)\]/.test(command);
}
