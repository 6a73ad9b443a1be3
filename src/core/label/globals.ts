/**
 * Engine-wide options, written before the verb. From docker/cli cli/flags/options.go, containers/podman cmd/podman/root.go and
 * containerd/nerdctl cmd/nerdctl/main.go. No name or letter takes a value in one engine and none in another.
 */
import { type Group, optionTable } from './option-table.ts';

const GROUPS: readonly Group[] = [
  { engines: ['docker', 'podman', 'nerdctl'], takes: 'value', names: 'host' },
  { engines: ['docker', 'podman'], takes: 'value', names: 'config context log-level' },
  { engines: ['podman', 'nerdctl'], takes: 'value', names: 'cgroup-manager namespace storage-driver' },
  { engines: ['docker'], takes: 'value', names: 'tlscacert tlscert tlskey' },
  {
    engines: ['podman'],
    takes: 'value',
    names: `
      cdi-spec-dir conmon connection cpu-profile default-mounts-file events-backend hooks-dir identity imagestore max-workers
      memory-profile module network-backend network-cmd-path network-config-dir out pull-option registries-conf root runroot
      runtime runtime-flag ssh storage-opt tls-ca tls-cert tls-details tls-key tmpdir url volumepath`,
  },
  {
    engines: ['nerdctl'],
    takes: 'value',
    names: `
      address bridge-ip cdi-spec-dirs cni-netconfpath cni-path data-root host-gateway-ip hosts-dir snapshotter userns-remap`,
  },
  { engines: ['docker', 'podman', 'nerdctl'], takes: 'boolean', names: 'debug help version' },
  { engines: ['docker'], takes: 'boolean', names: 'tls tlsverify' },
  { engines: ['podman'], takes: 'boolean', names: 'noout remote syslog trace transient-store' },
  {
    engines: ['nerdctl'],
    takes: 'boolean',
    names: 'debug-full experimental insecure-registry kube-hide-dupe selinux-enabled',
  },
];

/** `-c` is docker's `--context` and podman's `--connection`: globals are kept as written, so only its arity counts. */
const LETTERS: Readonly<Record<string, string>> = {
  a: 'address',
  c: 'context',
  D: 'debug',
  H: 'host',
  l: 'log-level',
  n: 'namespace',
  r: 'remote',
  v: 'version',
};

/** Options before the verb, by any spelling. */
export const GLOBAL_OPTIONS = optionTable(GROUPS, LETTERS, {});
