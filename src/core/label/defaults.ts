// biome-ignore-all lint/suspicious/noTemplateCurlyInString: labels hold shell variables
/**
 * What is run for an image that has no RUN label, as label text: it goes through the same expansion as a label.
 * atomic writes `-t` only on a terminal and `-d` only when asked; both belong to whoever runs the parsed command.
 */

/** atomic's for an image without a RUN label (Atomic/run.py, RUN_ARGS). */
export const DEFAULT_RUN = 'docker run -t -i --name ${NAME} ${IMAGE}';

/** `atomic run --spc`: the same with every wall opened (Atomic/run.py, SPC_ARGS). */
export const SPC_RUN = [
  'docker run -t -i --privileged -v /:/host -v /run:/run -v /etc/localtime:/etc/localtime',
  '-v /sys/fs/selinux:/sys/fs/selinux:ro --net=host --ipc=host --pid=host',
  '-e HOST=/host -e NAME=${NAME} -e IMAGE=${IMAGE} -e SYSTEMD_IGNORE_CHROOT=1',
  '--name ${NAME} ${IMAGE}',
].join(' ');
