/**
 * The options of `run` and `create`: docker 20–28, podman 4–5, nerdctl 2. From the engines' own `run --help` and sources
 * (docker/cli cli/command/container/opts.go, run.go; containers/podman cmd/podman/common/create.go, netflags.go and
 * utils/alias.go; containerd/nerdctl cmd/nerdctl/container/container_run.go). No name or letter means two things.
 */
import { type Group, optionTable } from './option-table.ts';

const EVERY = ['docker', 'podman', 'nerdctl'] as const;

const GROUPS: readonly Group[] = [
  {
    engines: EVERY,
    takes: 'value',
    names: `
      add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns
      cidfile cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus cpuset-mems
      detach-keys device device-read-bps device-read-iops device-write-bps device-write-iops dns dns-option
      dns-search entrypoint env env-file expose gpus group-add health-cmd health-interval health-retries
      health-start-period health-timeout hostname ip ip6 ipc kernel-memory label label-file log-driver log-opt
      mac-address memory memory-reservation memory-swap memory-swappiness mount name network oom-score-adj pid
      pids-limit platform publish pull restart runtime security-opt shm-size stop-signal stop-timeout sysctl
      tmpfs ulimit user userns uts volume volumes-from workdir`,
  },
  {
    engines: ['docker', 'nerdctl'],
    takes: 'value',
    names: `
      domainname isolation`,
  },
  {
    engines: ['docker', 'podman'],
    takes: 'value',
    names: `
      device-cgroup-rule network-alias storage-opt`,
  },
  {
    engines: ['podman', 'nerdctl'],
    takes: 'value',
    names: `
      cgroup-conf pidfile rdt-class systemd umask`,
  },
  {
    engines: ['docker'],
    takes: 'value',
    names: `
      cpu-count cpu-percent health-start-interval io-maxbandwidth io-maxiops link link-local-ip volume-driver`,
  },
  {
    engines: ['nerdctl'],
    takes: 'value',
    names: `
      cosign-certificate-identity cosign-certificate-identity-regexp cosign-certificate-oidc-issuer
      cosign-certificate-oidc-issuer-regexp cosign-key init-binary ipfs-address verify`,
  },
  {
    engines: ['podman'],
    takes: 'value',
    names: `
      arch authfile cert-dir cgroups chrootdirs conmon-pidfile creds decryption-key env-merge gidmap
      group-entry health-log-destination health-max-log-count health-max-log-size health-on-failure
      health-startup-cmd health-startup-interval health-startup-retries health-startup-success
      health-startup-timeout hosts-file hostuser image-volume init-path os passwd-entry personality pod
      pod-id-file preserve-fd preserve-fds requires retry retry-delay sdnotify seccomp-policy secret
      shm-size-systemd signature-policy subgidname subuidname timeout tz uidmap unsetenv variant`,
  },
  {
    engines: EVERY,
    takes: 'boolean',
    names: `
      detach help init interactive no-healthcheck oom-kill-disable privileged publish-all quiet read-only rm
      sig-proxy tty`,
  },
  {
    engines: ['docker', 'podman'],
    takes: 'boolean',
    names: `
      disable-content-trust`,
  },
  {
    engines: ['podman', 'nerdctl'],
    takes: 'boolean',
    names: `
      rootfs`,
  },
  {
    engines: ['docker'],
    takes: 'boolean',
    names: `
      use-api-socket`,
  },
  {
    engines: ['podman'],
    takes: 'boolean',
    names: `
      env-host http-proxy no-hostname no-hosts passwd read-only-tmpfs replace rmi tls-verify unsetenv-all`,
  },
];

/** One-letter spellings. */
const LETTERS: Readonly<Record<string, string>> = {
  a: 'attach',
  c: 'cpu-shares',
  d: 'detach',
  e: 'env',
  h: 'hostname',
  i: 'interactive',
  l: 'label',
  m: 'memory',
  P: 'publish-all',
  p: 'publish',
  q: 'quiet',
  t: 'tty',
  u: 'user',
  v: 'volume',
  w: 'workdir',
};

/** Other long spellings, most of them hidden or older. */
const ALIASES: Readonly<Record<string, string>> = {
  'dns-opt': 'dns-option',
  'healthcheck-command': 'health-cmd',
  'healthcheck-interval': 'health-interval',
  'healthcheck-retries': 'health-retries',
  'healthcheck-start-period': 'health-start-period',
  'healthcheck-timeout': 'health-timeout',
  net: 'network',
  'net-alias': 'network-alias',
  'override-arch': 'arch',
  'override-os': 'os',
  'override-variant': 'variant',
};

/** Options of `run` and `create`, by any spelling. */
export const RUN_OPTIONS = optionTable(GROUPS, LETTERS, ALIASES);
