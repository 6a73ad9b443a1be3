/** How each maker names a container's directory in the cgroup file system; v1 and v2, cgroupfs and systemd drivers. */
import type { Maker } from './types.ts';

/** A directory's name that tells of a container. The named groups `id` and `group` are what the container gets. */
export interface CgroupRule {
  maker: Maker;
  /** The directory's own name. */
  name: RegExp;
  /** The name of the directory above it; what it captures as `group` counts as well. */
  parent?: RegExp;
  /** It holds the container's monitor, not the container. */
  monitor?: true;
  /** The name is a systemd unit's: escaped. */
  unit?: true;
  /** The maker is a guess: others name theirs so as well. */
  guess?: true;
  /** No container: nothing below is looked at by the rules that follow. */
  none?: true;
}

/** `\x` stays for the reader of a unit's name to undo. */
const POD = /(?:^|[-_])pod(?<group>[0-9a-f]{8}[-_0-9a-f]{24,28}|[0-9a-f]{32})(?:\.slice)?$/;
const PODMAN_POD = /^(?:[\w.]+-libpod_pod_)?(?<group>[0-9a-f]{64})(?:\.slice)?$/;

/**
 * The first that fits a directory counts.
 * Sources: moby daemon/oci_linux.go and runc libcontainer/cgroups/systemd (`<prefix>-<id>.scope`); podman
 * libpod/oci_conmon_linux.go; cri-o internal/config/cgmgr; containerd internal/cri (kubepods); nerdctl
 * pkg/cmd/container/run_cgroup_linux.go; lxc src/lxc/cgroups/cgfsng.c; systemd src/nspawn/nspawn-cgroup.c.
 */
export const CGROUP_RULES: readonly CgroupRule[] = [
  { maker: 'docker', name: /^docker-(?<id>[0-9a-f]{64})\.scope$/ },
  { maker: 'docker', name: /^(?<id>[0-9a-f]{64})$/, parent: /^docker$/ },
  { maker: 'podman', name: /^libpod-conmon-(?<id>[0-9a-f]{64})(?:\.scope)?$/, monitor: true },
  { maker: 'podman', name: /^libpod-(?:payload-)?(?<id>[0-9a-f]{64})(?:\.scope)?$/, parent: PODMAN_POD },
  { maker: 'podman', name: /^libpod-(?:payload-)?(?<id>[0-9a-f]{64})(?:\.scope)?$/ },
  { maker: 'podman', name: /^(?<id>[0-9a-f]{64})$/, parent: /^libpod_parent$/, none: true },
  { maker: 'cri-o', name: /^crio-conmon-(?<id>[0-9a-f]{64})(?:\.scope)?$/, monitor: true },
  { maker: 'cri-o', name: /^crio-(?<id>[0-9a-f]{64})(?:\.scope)?$/, parent: POD },
  { maker: 'cri-o', name: /^crio-(?<id>[0-9a-f]{64})(?:\.scope)?$/ },
  { maker: 'cri-containerd', name: /^cri-containerd-(?<id>[0-9a-f]{64})\.scope$/, parent: POD },
  { maker: 'cri-containerd', name: /^cri-containerd-(?<id>[0-9a-f]{64})\.scope$/ },
  { maker: 'cri-containerd', name: /^(?<id>[0-9a-f]{64})$/, parent: POD },
  { maker: 'containerd', name: /^nerdctl-(?<id>[0-9a-f]{64})\.scope$/ },
  { maker: 'builtin', name: /^(?<id>[0-9a-f]{64})$/, parent: /^spc$/ },
  { maker: 'lxc', name: /^lxc\.monitor\.(?<id>.+)$/, monitor: true },
  { maker: 'lxc', name: /^lxc\.payload\.(?<id>.+)$/ },
  { maker: 'lxc', name: /^(?<id>.+)$/, parent: /^lxc$/ },
  // a virtual machine's process is no container
  { maker: 'nspawn', name: /^machine-(?<id>qemu\\x2d.+)\.scope$/, none: true },
  { maker: 'nspawn', name: /^machine-(?<id>.+)\.scope$/, parent: /^machine\.slice$/, unit: true },
  { maker: 'nspawn', name: /^systemd-nspawn@(?<id>.+)\.service$/, unit: true },
  { maker: 'crun', name: /^crun-(?<id>.+)\.scope$/, unit: true },
  { maker: 'runc', name: /^runc-(?<id>.+)\.scope$/, unit: true },
  // containerd: below its namespace's name; runc and docker with a parent of the user's choice look the same
  { maker: 'containerd', name: /^(?<id>[0-9a-f]{64})$/, parent: /^(?<group>.+)$/, guess: true },
  { maker: 'containerd', name: /^(?<id>[0-9a-f]{64})$/, guess: true },
];
