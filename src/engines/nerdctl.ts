import { cliEngine } from './cli.ts';

/** nerdctl: containerd's CLI. It runs by name, so the digest of the manifest pins; its inspect always gives one. */
export const nerdctl = cliEngine({
  name: 'nerdctl',
  pin: (image) => image.repoDigests[0] ?? image.id,
  unknown: /no such (image|container|object)|not found/i,
  down: /cannot (connect|access)|connection (refused|error)|containerd\.sock/i,
  downHint: 'is containerd running? choose another with --engine',
  listsLabels: false,
});
