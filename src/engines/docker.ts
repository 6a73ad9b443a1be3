import { cliEngine } from './cli.ts';

/** docker: a daemon behind a CLI; an image's id is what pins it, even for an image no registry knows. */
export const docker = cliEngine({
  name: 'docker',
  pin: (image) => image.id,
  unknown: /no such (image|container|object)/i,
  down: /cannot connect|error during connect|is the docker daemon running|connection refused|https server|tls:|no such host|context .* (not found|does not exist)|unable to resolve docker endpoint/i,
  downHint: "start it ('systemctl start docker'), check DOCKER_HOST, or choose --engine podman or --engine builtin",
  listsLabels: false,
});
