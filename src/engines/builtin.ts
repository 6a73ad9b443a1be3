/** The builtin engine's phrase book: a run command → a plan that io/ carries out. Nothing is ignored: it is honoured or refused. */
import type { BuiltinPlan } from '../core/builtin-plan.ts';
import { SpcError } from '../core/errors.ts';
import { isContainerName } from '../core/label/name.ts';
import { normalPath } from '../core/path.ts';
import type { Image, RunOption, RunSpec } from '../core/types.ts';
import { type BuiltinContext, type Draft, newDraft } from './builtin/draft.ts';
import { environment } from './builtin/environment.ts';
import { READERS } from './builtin/readers.ts';
import { type Refusal, reasonFor, unsupported } from './builtin/refusals.ts';
import { capabilitySet } from './builtin/security.ts';

export type { BuiltinContext } from './builtin/draft.ts';

/** A name becomes a directory's. */
const MAX_NAME = 128;
const SHORT_ID = 12;

/**
 * Plans a container. Options mean what they mean to docker; the defaults are docker's, too, but for three: there is no
 * bridge, so a command that names no network gets loopback only (and that is said); the cgroup namespace is the host's;
 * and the filter of system calls is shorter than docker's profile (core/seccomp).
 *
 * @throws `unsupported` naming every option it cannot honour, `usage` for a bad name or no command
 */
export function planBuiltin(spec: RunSpec, image: Image, context: BuiltinContext): BuiltinPlan {
  const draft = newDraft(image, context);
  const refusals = [...refuseGlobals(spec), ...spec.options.flatMap((option) => read(draft, option, context))];
  refusals.push(...refuseWhole(draft, context));
  if (refusals.length > 0) throw unsupported(refusals);
  if (!isContainerName(draft.name) || draft.name.length > MAX_NAME) {
    throw new SpcError('usage', `'${draft.name}' is no container name`, '', 'letters, digits, _ . and - only');
  }
  return finish(spec, draft, context);
}

function refuseGlobals({ globals }: RunSpec): Refusal[] {
  return globals.length === 0 ? [] : [{ option: globals.join(' '), why: 'no engine is called' }];
}

function read(draft: Draft, { name, value, words }: RunOption, context: BuiltinContext): Refusal[] {
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  // a boolean that is off asks for nothing
  if (!reader && value === 'false') return [];
  const why = reader ? reader(draft, value, context) : reasonFor(name);
  return why === undefined ? [] : [{ option: words.length > 0 ? words.join(' ') : `--${name}`, why }];
}

/** What only all options together tell. */
function refuseWhole(draft: Draft, { terminal }: BuiltinContext): Refusal[] {
  const refusals: Refusal[] = [];
  const refuse = (option: string, why: string) => refusals.push({ option, why });
  if (draft.tty && draft.detach) refuse('--tty with --detach', 'it makes no terminal of its own');
  else if (draft.tty && !terminal) refuse('--tty', 'standard input is no terminal, and it makes none of its own');
  if (draft.namespaces.uts === 'host' && draft.hostname) refuse('--hostname', 'the name would be the host’s own');
  if (isDescriptorPath(draft.cwd))
    refuse(`--workdir=${draft.cwd}`, 'a directory among open files leads out (CVE-2024-21626)');
  if (draft.privileged && draft.devices.some(({ source, target }) => source !== target)) {
    refuse('--device under another name', "a privileged container sees the host's /dev itself");
  }
  return refusals;
}

/** /proc/self/fd/7 and the like. */
const isDescriptorPath = (path: string) => /^\/proc\/[^/]+\/(task\/[^/]+\/)?fd(\/|$)/.test(normalPath(path));

function finish(spec: RunSpec, draft: Draft, context: BuiltinContext): BuiltinPlan {
  const { image, privileged, namespaces } = draft;
  const hostname = draft.hostname ?? (namespaces.net === 'host' ? context.hostname : context.id.slice(0, SHORT_ID));
  const own = namespaces.uts === 'host' ? context.hostname : hostname;
  return {
    id: context.id,
    name: draft.name,
    imageId: image.id,
    imageRef: spec.image,
    labels: Object.fromEntries([...Object.entries(image.labels), ...draft.labels]),
    argv: command(spec, draft),
    env: environment(draft, own),
    cwd: normalPath(draft.cwd),
    hostname: own,
    namespaces: { net: 'new', ipc: 'new', uts: 'new', pid: 'new', ...namespaces },
    binds: draft.binds,
    tmpfs: draft.tmpfs,
    devices: draft.privileged ? [] : draft.devices,
    confinement: {
      user: draft.user ?? image.user,
      groups: draft.groups,
      capabilities: capabilitySet(draft),
      privileged,
      noNewPrivileges: draft.noNewPrivileges,
      seccompWaived: draft.seccompWaived,
    },
    masked: !privileged && !draft.unmasked,
    readOnlyRoot: draft.readOnlyRoot,
    shmSize: draft.shmSize,
    limits: draft.limits,
    ulimits: draft.ulimits,
    interactive: draft.interactive,
    tty: draft.tty,
    detach: draft.detach,
    warnings: [...draft.warnings, ...warnings(draft)],
  };
}

/** The entrypoint, then the command; an --entrypoint puts the image's command aside. */
function command({ command: given, image: reference }: RunSpec, { entrypoint, image }: Draft): string[] {
  const start = entrypoint === undefined ? image.entrypoint : [entrypoint].filter(Boolean);
  const rest = given.length > 0 || entrypoint !== undefined ? given : image.cmd;
  const argv = [...start, ...rest];
  if (argv.length > 0) return argv;
  throw new SpcError('usage', `no command: ${reference} names none`, '', 'give one after the image');
}

function warnings(draft: Draft): string[] {
  const confined = !draft.privileged;
  const found: string[] = [];
  if (draft.namespaces.net === undefined)
    found.push('the builtin engine makes no bridge: inside there is loopback only');
  if (confined && !draft.seccompWaived) {
    found.push("the builtin engine denies dangerous system calls, but fewer than docker's seccomp profile");
  }
  return found;
}
