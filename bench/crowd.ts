/** Many processes and containers that do nothing but sleep. Ended by pid and by name. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { must } from './race.ts';

const IMAGE = 'localhost/spc-bb:latest';
const RUNC = '/opt/spc-lab/bin/runc';
const BUNDLE = `/var/lib/spc-bench-${process.pid}`;
const nameOf = (maker: string, i: number) => `spc-bench-${process.pid}-${maker}-${i}`;

/** Makes a container, and says what removes it. */
export type Make = (name: string) => string[];

export const byCli =
  (cli: string, ...atOnce: string[]): Make =>
  (name) => {
    must([cli, 'run', '-d', '--net=none', '--name', name, IMAGE, 'sleep', '1000000']);
    return [cli, 'rm', '-f', ...atOnce, name];
  };

/** All from one bundle: the cheapest there are. */
const byRunc: Make = (name) => {
  must(['sh', '-c', 'exec "$@" </dev/null >/dev/null 2>&1', 'sh', RUNC, 'run', '-d', '--bundle', BUNDLE, name]);
  return [RUNC, 'delete', '--force', name];
};

/** Maker → how many: fifty in all. */
const CONTAINERS: [string, number, Make][] = [
  ['docker', 5, byCli('docker')],
  ['podman', 5, byCli('podman', '-t', '0')],
  ['runc', 40, byRunc],
];

const removals: string[][] = [];

/** Fifty containers, or more of runc's; once. */
export function startContainers(total = 50): void {
  if (removals.length > 0) return;
  makeBundle();
  for (const [maker, count, make] of CONTAINERS)
    for (let i = 0; i < count + (maker === 'runc' ? total - 50 : 0); i++) removals.push(make(nameOf(maker, i)));
}

function makeBundle(): void {
  must(['mkdir', '-p', `${BUNDLE}/rootfs`]);
  must(['tar', '-xf', '/var/cache/spc-lab/bb.tar', '-C', `${BUNDLE}/rootfs`]);
  must([RUNC, 'spec', '--bundle', BUNDLE]);
  const config = JSON.parse(readFileSync(`${BUNDLE}/config.json`, 'utf8'));
  Object.assign(config.process, { args: ['sleep', '1000000'], terminal: false });
  writeFileSync(`${BUNDLE}/config.json`, JSON.stringify(config));
}

/** Sessions of sleepers: the shell that started them leads, so one signal ends all. */
const groups: number[] = [];

export const processCount = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;

/** Fills the machine up with sleepers to so many processes; throws when it has more, or the kernel allows no more. */
export function fillUp(size: number): void {
  const missing = size - processCount() - 1;
  if (missing < 0) throw new Error(`${processCount()} processes run already: more than ${size}`);
  // the shell outlives its sleepers and reaps them: not every pid 1 does so at once
  const script = `trap : TERM; i=0; while [ $i -lt ${missing} ]; do sleep 1000000 >/dev/null 2>&1 & i=$((i+1)); done; echo $$; exec >&- 2>&-; wait; wait`;
  const started = must(['sh', '-c', 'exec setsid -f busybox sh -c "$1" 2>&1', 'sh', script]);
  groups.push(Number(started.split('\n').at(-1)));
  if (Math.abs(processCount() - size) > size / 20)
    throw new Error(`${processCount()} processes instead of ${size}: ${started}`);
}

/** Ends the sleepers and waits until they are gone; the containers stay. */
export function thinOut(): void {
  const before = processCount();
  for (const group of groups.splice(0)) process.kill(-group, 'SIGTERM');
  for (let tries = 0; tries < 200 && processCount() > before / 2; tries++) must(['sleep', '0.05']);
}

export function endCrowd(): void {
  thinOut();
  for (const argv of removals.splice(0)) must(argv);
  must(['rm', '-rf', '--one-file-system', BUNDLE]);
}
