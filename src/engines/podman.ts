import { cliEngine } from './cli.ts';

/** podman: no daemon, unless CONTAINER_HOST or --remote names one. */
export const podman = cliEngine({
  name: 'podman',
  pin: (image) => image.id,
  unknown: /no such (image|container|object)|image not known|container not known/i,
  down: /cannot connect|unable to connect|connection refused|no such file or directory.*sock/i,
  downHint: "check CONTAINER_HOST and 'podman info', or choose --engine builtin",
  listsLabels: true,
});
