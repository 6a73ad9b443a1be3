/** What is run for an image that has no RUN label, as label text: it goes through the same expansion as a label. */

export interface RunManner {
  /** Standard input is a terminal. */
  tty: boolean;
  /** In the background. */
  detach: boolean;
}

/** The privileges of `atomic run --spc` (Atomic/run.py, SPC_ARGS). */
const SUPER_PRIVILEGED = [
  '--privileged',
  '-v /:/host',
  '-v /run:/run',
  '-v /etc/localtime:/etc/localtime',
  '-v /sys/fs/selinux:/sys/fs/selinux:ro',
  '--net=host',
  '--ipc=host',
  '--pid=host',
  '-e HOST=/host',
  '-e NAME=$NAME',
  '-e IMAGE=$IMAGE',
  '-e SYSTEMD_IGNORE_CHROOT=1',
];

/** `docker run [-t] [-d] -i --name $NAME $IMAGE`: atomic's for an image without a RUN label. */
export function DEFAULT_RUN(manner: RunManner): string {
  return runText(manner, []);
}

/** The same with every wall opened: atomic's `run --spc`. */
export function SPC_RUN(manner: RunManner): string {
  return runText(manner, SUPER_PRIVILEGED);
}

function runText({ tty, detach }: RunManner, options: readonly string[]): string {
  const words = ['docker run', tty ? '-t' : '', detach ? '-d' : '', '-i', ...options, '--name $NAME', '$IMAGE'];
  return words.filter((word) => word !== '').join(' ');
}
