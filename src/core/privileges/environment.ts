/** What leaves the caller's environment or files for the container: -e NAME, --env-file, --env-host, secrets. */
import { isSecretName } from '../secrets.ts';
import type { Tier } from '../types.ts';
import { gradePath } from './host-paths.ts';
import { grant, isOff, ORDINARY, type Rule, worse } from './judged.ts';

/** `NAME=value` gives nothing away; `NAME` takes the caller's value, and podman takes all that match `NAME*`. */
export const env: Rule = (option) => {
  const name = option.value;
  if (name.includes('=')) return ORDINARY;
  const tier = name.includes('*') || isSecretName(name) ? 'high' : 'low';
  return grant(option, `env-from-caller=${name}`, tier, "reads a variable of the caller's environment");
};

export const envHost: Rule = (option) =>
  isOff(option.value)
    ? ORDINARY
    : grant(option, 'env-host', 'high', "reads the caller's whole environment, secrets included");

/** A rule for an option by which the engine reads a file of the host and shows it to the container. */
export function readsFile(atBest: Tier, allows: string): Rule {
  return (option) => {
    const path = option.value;
    const tier = path.startsWith('/') ? worse(gradePath(path, true).tier, atBest) : atBest;
    return grant(option, `${option.name}=${path}`, tier, allows);
  };
}

/** A rule for an option by which the engine writes a file of the host. */
export function writesFile(atBest: Tier, allows: string): Rule {
  return (option) => {
    const path = option.value;
    const tier = path.startsWith('/') ? worse(gradePath(path, false).tier, atBest) : atBest;
    return grant(option, `${option.name}=${path}`, tier, allows);
  };
}

export const user: Rule = (option) => {
  const name = option.value.split(':')[0] ?? '';
  return name === 'root' || /^0+$/.test(name)
    ? grant(option, `user=${name}`, 'low', 'is root in the container, whatever user the image names')
    : ORDINARY;
};

export const groupAdd: Rule = (option) =>
  option.value === 'keep-groups'
    ? grant(option, 'group-add=keep-groups', 'medium', "keeps the caller's groups and what they may read")
    : grant(option, `group-add=${option.value}`, 'low', 'belongs to one more group');

/** CVE-2024-21626: a working directory reached through a descriptor of the runtime lies on the host. */
export const workdir: Rule = (option) =>
  /^\/+proc\/|\/fd\//.test(option.value)
    ? grant(option, `workdir=${option.value}`, 'critical', 'starts in a directory of the host, reached through /proc')
    : ORDINARY;
