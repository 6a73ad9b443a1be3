/** Limits on what a container may take from the host, and the settings of kernel and cgroup around it. */
import { grant, isOff, ORDINARY, type Rule, tightened, whenOn } from './judged.ts';

/** A limit tightens, unless the value means none. */
export const limit: Rule = ({ name, value }) => (/^(-1|0|)$/.test(value) ? ORDINARY : tightened(`${name}=${value}`));

/** podman limits processes by default, so lifting the limit is a grant. */
export const pidsLimit: Rule = (option) =>
  /^(-1|0)$/.test(option.value)
    ? grant(option, 'pids-limit=-1', 'low', 'starts any number of processes')
    : tightened(`pids-limit=${option.value}`);

/** The score goes from -1000, never killed, to 1000. */
export const oomScoreAdj: Rule = (option) =>
  option.value.trim().startsWith('-')
    ? grant(
        option,
        `oom-score-adj=${option.value}`,
        'medium',
        'has other processes of the host killed before it when memory runs out',
      )
    : ORDINARY;

export const oomKillDisable = whenOn(
  'medium',
  'is not killed when it takes more memory than it may; the host can hang',
);

/** sysctl(8) names that belong to a namespace, as runc's validator lists them. */
const NAMESPACED =
  /^(net[./]|fs[./]mqueue[./]|kernel[./](msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced|domainname|hostname)=)/;

export const sysctl: Rule = (option) =>
  NAMESPACED.test(option.value)
    ? grant(option, `sysctl=${option.value}`, 'low', 'changes a kernel setting of its own namespaces')
    : grant(option, `sysctl=${option.value}`, 'high', 'changes a kernel setting of the whole host');

export const cgroups: Rule = (option) => {
  const value = option.value.toLowerCase();
  if (value === 'enabled') return ORDINARY;
  const free = value === 'disabled';
  return grant(
    option,
    `cgroups=${value}`,
    free ? 'medium' : 'low',
    free ? 'runs outside any cgroup, without limits' : "places its cgroup elsewhere than the engine's default",
  );
};

export const readOnly: Rule = (option) => (isOff(option.value) ? ORDINARY : tightened('read-only'));

export const systemd: Rule = (option) =>
  option.value === 'always'
    ? grant(option, 'systemd=always', 'low', 'writes to its own cgroup as a systemd would')
    : ORDINARY;
