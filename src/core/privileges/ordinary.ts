/** Options that give nothing beyond an ordinary container, of docker 29, podman 5 and nerdctl 2. What is in no list is unjudged. */

const NAMES = `
add-host arch attach blkio-weight blkio-weight-device chrootdirs cosign-certificate-identity
cosign-certificate-identity-regexp cosign-certificate-oidc-issuer cosign-certificate-oidc-issuer-regexp cosign-key cpu-count cpu-percent cpu-shares creds detach detach-keys
disable-content-trust dns dns-opt dns-option dns-search domainname entrypoint env-merge expose gidmap group-entry
health-cmd health-interval health-max-log-count health-max-log-size health-on-failure health-retries health-start-interval
health-start-period health-startup-cmd health-startup-interval health-startup-retries health-startup-success
health-startup-timeout health-timeout help hostname http-proxy image-volume init interactive io-maxbandwidth io-maxiops ip ip6
kernel-memory link-local-ip mac-address memory-reservation memory-swap memory-swappiness name network-alias no-healthcheck
no-hostname no-hosts os passwd passwd-entry platform pull quiet read-only-tmpfs retry retry-delay rm rmi shm-size
shm-size-systemd sig-proxy stop-signal stop-timeout subgidname subuidname timeout tmpfs tty tz uidmap umask unsetenv
unsetenv-all variant verify`;

export const ORDINARY_OPTIONS: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));
