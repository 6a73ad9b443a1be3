/** Options that make the engine itself do something on the host: other programs, other files, other servers. */
import { partAt } from '../text.ts';
import { writesFile } from './environment.ts';
import { gradePath } from './host-paths.ts';
import { grant, isOff, ORDINARY, type Rule, worse } from './judged.ts';

const RUNTIME = 'is started by another OCI runtime, a program that runs as root on the host';
const KNOWN_RUNTIMES = ['', 'runc', 'crun', 'io.containerd.runc.v2'];

/** A path would be run as it is, by root. */
export const runtime: Rule = (option) => {
  if (KNOWN_RUNTIMES.includes(option.value)) return ORDINARY;
  return grant(option, `runtime=${option.value}`, option.value.includes('/') ? 'critical' : 'high', RUNTIME);
};

/** nerdctl runs the program of a `binary://` driver. */
export const logDriver: Rule = (option) => {
  const tier = /^(binary|file):/i.test(option.value) ? 'critical' : 'low';
  const says =
    tier === 'low'
      ? 'sends its output to a log the host chose not to use'
      : 'hands its output to a program or file of the host';
  return /^(none|json-file|local|k8s-file|journald|passthrough|)$/.test(option.value)
    ? ORDINARY
    : grant(option, `log-driver=${option.value}`, tier, says);
};

const PLAIN_LOG_KEYS = 'max-size max-file max-buffer-size compress mode tag labels labels-regex env env-regex'.split(
  ' ',
);

/** `path=` (podman) and `log-path=` (nerdctl) write the container's output to any file. */
export const logOpt: Rule = (option) => {
  const [text, value = ''] = partAt(option.value, '=');
  const key = text.trim();
  if (/^(log-)?path$/i.test(key)) return writesLog({ ...option, value });
  return PLAIN_LOG_KEYS.includes(key)
    ? ORDINARY
    : grant(option, `log-opt=${option.value}`, 'low', 'sends its output to a place the host did not choose');
};

const writesLog = writesFile('high', 'writes its output into a file of the host');

/** Annotations are data, but for those that crun, runc and podman act on. */
export const annotation: Rule = (option) =>
  /^(run\.oci\.|io\.crun\.|org\.systemd\.property\.|io\.podman\.annotations\.|io\.kubernetes\.cri)/.test(option.value)
    ? grant(option, `annotation=${option.value}`, 'high', 'changes how the OCI runtime starts it')
    : ORDINARY;

/** nerdctl acts on labels of its own; for others they are data. */
export const label: Rule = (option) =>
  option.value.startsWith('nerdctl/')
    ? grant(option, `label=${option.value}`, 'medium', 'changes how nerdctl starts it')
    : ORDINARY;

export const restart: Rule = (option) =>
  /^(no|)$/.test(option.value)
    ? ORDINARY
    : grant(option, `restart=${option.value}`, 'low', 'is started again after it ends or the host boots');

export const pod: Rule = (option) =>
  option.value.startsWith('new:')
    ? grant(option, `pod=${option.value}`, 'low', 'makes a pod other containers can join')
    : grant(option, `pod=${option.value}`, 'high', 'shares network and memory with the containers of a pod');

export const preserveFds: Rule = (option) =>
  option.value === '0'
    ? ORDINARY
    : grant(option, `${option.name}=${option.value}`, 'high', 'inherits open files of the caller');

export const seccompPolicy: Rule = (option) =>
  /^(default|empty|)$/.test(option.value)
    ? ORDINARY
    : grant(option, `seccomp-policy=${option.value}`, 'medium', 'is filtered by rules the image itself brought');

export const tlsVerify: Rule = (option) =>
  isOff(option.value)
    ? grant(option, 'tls-verify=false', 'medium', 'fetches its image over a connection nobody verified')
    : ORDINARY;

export const sdnotify: Rule = (option) =>
  option.value === 'ignore'
    ? ORDINARY
    : grant(option, `sdnotify=${option.value}`, 'low', "tells the host's systemd that the service is up");

export const storageOpt: Rule = (option) =>
  /^size=/.test(option.value)
    ? ORDINARY
    : grant(option, `storage-opt=${option.value}`, 'medium', 'changes how the engine stores it');

/** --rootfs: the image operand is a folder of the host; flags may follow a colon. */
export function rootfs(image: string): Rule {
  return (option) => {
    if (isOff(option.value)) return ORDINARY;
    const [path = ''] = image.split(':');
    const { tier, allows } = path.startsWith('/') ? gradePath(path, false) : gradePath('/', false);
    return grant(option, `rootfs=${path}`, worse(tier, 'high'), `has a folder of the host as its root: ${allows}`);
  };
}
