/** How each maker starts a container that runs a known tree, and how it is removed. One entry a maker. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { ContainerKind, Maker } from '../../../src/core/containers/types.ts';
import { run } from '../spc.ts';
import { remember } from './journal.ts';
import type { Tree } from './tree.ts';

const IMAGE = 'localhost/spc-bb:latest';
const ROOTFS_ARCHIVE = '/var/cache/spc-lab/bb.tar';
export const CTR = ['ctr', '--address', '/run/docker/containerd/containerd.sock', '--namespace', 'spc-e2e'];
const RUNC = '/opt/spc-lab/bin/runc';
const PODMAN_ROOTLESS = '/opt/spc-lab/bin/podman-rootless';
const BASE = `/var/lib/spc-e2e-${process.pid}`;

/** What a maker needs to know. */
interface Job {
  name: string;
  tree: Tree;
  /** More options for the engine, before the image: docker's and podman's only. */
  options: string[];
}

interface Recipe {
  engine: Maker;
  kind: ContainerKind;
  /** Notes down how it is removed, and starts it. Returns when the command that starts it has ended. */
  start(job: Job): void;
  /** The id its maker gives it; not there: `name` is all. */
  id?(name: string): string;
  /** What hostname(1) says in it; not there: it is set to the name, when the container runs. */
  hostname?(name: string): string;
}

/** Runs a command that has to succeed; what it prints. */
export function must(...argv: string[]): string {
  const { status, stdout, stderr } = run(argv);
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`);
  return stdout.trim();
}

/** docker and podman. `--stop-timeout`: the tree's shell ignores TERM, being pid 1. */
const cliEngine = (cli: string, engine: Maker, kind: ContainerKind, always: string[] = []): Recipe => ({
  engine,
  kind,
  start({ name, tree, options }) {
    remember(name, { argv: [cli, 'rm', '-f', '-v', name] });
    must(cli, 'run', '-d', '--name', name, '--stop-timeout', '0', ...always, ...options, IMAGE, ...tree.argv);
  },
  id: (name) => must(cli, 'inspect', '--format', '{{.Id}}', name),
});

const SPC = ['--privileged', '--pid=host', '--net=host', '-v', '/:/host'];

/** In the background, in a session of its own, with no terminal and no descriptor of ours. */
const background = (...argv: string[]) =>
  must('sh', '-c', 'exec setsid -f "$@" </dev/null >/dev/null 2>&1', 'sh', ...argv);

/** A busybox file system of this container alone. */
function rootfsFor(name: string): string {
  const rootfs = `${BASE}/${name}/rootfs`;
  mkdirSync(rootfs, { recursive: true });
  const removal = ['rm', '-rf', '--one-file-system', `${BASE}/${name}`];
  remember(name, { argv: ['umount', '-q', rootfs] }, { argv: removal }, { argv: ['rmdir', BASE] });
  must('tar', '-xf', ROOTFS_ARCHIVE, '-C', rootfs);
  return rootfs;
}

const containerd: Recipe = {
  engine: 'containerd',
  kind: 'service',
  start({ name, tree }) {
    if (!must(...CTR, 'images', 'ls', '-q').includes(IMAGE)) importImage(name);
    remember(name, { argv: [...CTR, 'task', 'rm', '-f', name] }, { argv: [...CTR, 'container', 'rm', name] });
    must(...CTR, 'run', '-d', IMAGE, name, ...tree.argv);
  },
};

function importImage(name: string): void {
  const archive = `/var/tmp/${name}.tar`;
  remember(name, { argv: ['rm', '-f', archive] });
  must('docker', 'save', '-o', archive, IMAGE);
  must(...CTR, 'images', 'import', archive);
}

const runc: Recipe = {
  engine: 'runc',
  kind: 'service',
  start({ name, tree }) {
    const bundle = rootfsFor(name).replace('/rootfs', '');
    must(RUNC, 'spec', '--bundle', bundle);
    const config = JSON.parse(readFileSync(`${bundle}/config.json`, 'utf8'));
    Object.assign(config, { hostname: name, root: { path: 'rootfs' } });
    Object.assign(config.process, { args: tree.argv, terminal: false });
    writeFileSync(`${bundle}/config.json`, JSON.stringify(config));
    remember(name, { argv: [RUNC, 'delete', '--force', name] });
    must('sh', '-c', 'exec "$@" </dev/null >/dev/null 2>&1', 'sh', RUNC, 'run', '-d', '--bundle', bundle, name);
  },
  hostname: (name) => name,
};

const lxc: Recipe = {
  engine: 'lxc',
  kind: 'service',
  start({ name, tree }) {
    const rootfs = rootfsFor(name);
    // lxc.init.cmd is split at blanks: a script instead of `sh -c`
    writeFileSync(`${rootfs}/tree`, `#!/bin/sh\n${tree.script}\n`, { mode: 0o755 });
    const settings = [
      `lxc.uts.name = ${name}`,
      `lxc.rootfs.path = dir:${rootfs}`,
      'lxc.net.0.type = empty',
      // as the configuration that LXC ships for every container has it
      'lxc.cap.drop = mac_admin mac_override sys_time sys_module sys_rawio',
      `lxc.init.cmd = /tree ${name}`,
    ];
    writeFileSync(`${BASE}/${name}/config`, `${settings.join('\n')}\n`);
    remember(name, { argv: ['lxc-stop', '-P', BASE, '-n', name, '--kill'] });
    must('lxc-start', '-P', BASE, '-n', name, '-f', `${BASE}/${name}/config`);
  },
  hostname: (name) => name,
};

const nspawn: Recipe = {
  engine: 'nspawn',
  kind: 'service',
  start({ name, tree }) {
    const rootfs = rootfsFor(name);
    const options = ['--quiet', '--register=no', '--keep-unit', '--as-pid2', '--private-network', '-M', name];
    background('systemd-nspawn', ...options, '-D', rootfs, ...tree.argv);
  },
  hostname: (name) => name,
};

/** Every capability over the host's own files: an SPC, though its processes see little. */
const unshare: Recipe = {
  engine: 'none',
  kind: 'spc',
  start({ tree }) {
    background('unshare', '--fork', '--pid', '--mount-proc', '--mount', '--net', '--uts', '--ipc', ...tree.argv);
  },
};

/** A named network with one leg on a bridge of the host; only its own end has an address, so that no route of the host changes. */
const netns: Recipe = {
  engine: 'netns',
  kind: 'spc',
  start({ name, tree }) {
    const { bridge, outside } = linksOf(name);
    remember(name, { argv: ['ip', 'netns', 'del', name] }, { argv: ['ip', 'link', 'del', bridge] });
    must('ip', 'netns', 'add', name);
    must('ip', 'link', 'add', bridge, 'type', 'bridge');
    must('ip', 'link', 'add', outside, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    must('ip', 'link', 'set', outside, 'master', bridge, 'up');
    must('ip', '-n', name, 'address', 'add', '198.18.0.2/24', 'dev', 'eth0');
    must('ip', '-n', name, 'link', 'set', 'eth0', 'up');
    background('nsenter', `--net=/run/netns/${name}`, ...tree.argv);
  },
  hostname: () => hostname(),
};

/** Names of the host's ends of a `netns` container: a link's name has 15 characters at most. */
export function linksOf(name: string): { bridge: string; outside: string } {
  const tail = name.replaceAll(/\D+/g, '-').replaceAll(/^-|-$/g, '');
  return { bridge: `sb${tail}`, outside: `sv${tail}` };
}

/** A pid namespace inside a docker container: the tree is in the inner one. */
const nested: Recipe = {
  engine: 'none',
  kind: 'spc',
  start({ name, tree }) {
    const outer = outerOf(name);
    remember(name, { argv: ['docker', 'rm', '-f', '-v', outer] });
    must('docker', 'run', '-d', '--name', outer, '--cap-add', 'SYS_ADMIN', IMAGE, 'sleep', '1000000');
    must('docker', 'exec', '-d', outer, 'unshare', '-f', '-p', ...tree.argv);
  },
  hostname: (name) => must('docker', 'exec', outerOf(name), 'hostname'),
};

/** The docker container that a `nested` one is in. */
export const outerOf = (name: string): string => `${name}-outer`;

export const RECIPES = {
  docker: cliEngine('docker', 'docker', 'service'),
  'docker-spc': cliEngine('docker', 'docker', 'spc', SPC),
  podman: cliEngine('podman', 'podman', 'service'),
  'podman-spc': cliEngine('podman', 'podman', 'spc', SPC),
  'podman-rootless': cliEngine(PODMAN_ROOTLESS, 'podman', 'service', ['--network=none']),
  containerd,
  runc,
  lxc,
  nspawn,
  unshare,
  netns,
  nested,
} satisfies Record<string, Recipe>;

export type LabMaker = keyof typeof RECIPES;

/** By name, the optional parts being optional. */
export const recipeOf = (maker: LabMaker): Recipe => RECIPES[maker];
