/** From a label's text to the command it asks for, with the caller's own options worked in. */
import { SpcError } from '../core/errors.ts';
import { DEFAULT_RUN, SPC_RUN } from '../core/label/defaults.ts';
import { expandLabel } from '../core/label/expand.ts';
import { checkLabelText, findLabel } from '../core/label/lookup.ts';
import { defaultName, isContainerName } from '../core/label/name.ts';
import { PODMAN_ITSELF } from '../core/label/podman.ts';
import { engineOf } from '../core/label/program.ts';
import { isRun, parseRunCommand } from '../core/label/runspec.ts';
import { literalText, tokenise } from '../core/label/shlex.ts';
import type { Recipe } from '../core/recipe.ts';
import type { DialectName, Expansion, LabelVariables, RunSpec, VerbSpec } from '../core/types.ts';
import type { Host } from './host.ts';
import type { Subject } from './subject.ts';

/** What of a command line bears on a label's variables. */
export interface ExpandRequest {
  /** RUN, INSTALL, UNINSTALL, STOP, HELP. */
  label: string;
  args: string[];
  name?: string | undefined;
  spc?: boolean | undefined;
  opt1?: string | undefined;
  opt2?: string | undefined;
  opt3?: string | undefined;
  set?: Record<string, string>;
  compat: DialectName;
}

export interface LabelText {
  text: string;
  /** Where it was found, for the eye: `label RUN`, `recipe rhel-tools`, `--spc`. */
  from: string;
  /** Set when the recipe lent it. */
  recipe?: Recipe;
}

/**
 * The text to expand: the image's label, else its recipe's, else what --spc or atomic's habit gives for RUN.
 * Throws `no-label`, `label-ambiguous`, `label-too-large`, `label-characters`.
 */
export async function labelText(
  host: Host,
  subject: Subject,
  request: Pick<ExpandRequest, 'label' | 'spc' | 'compat'>,
): Promise<LabelText> {
  const { label, compat } = request;
  const own = findLabel(subject.image.labels, label, compat);
  if (own) return checked(own.key, own.value, `label ${own.key}`);
  if (label === 'RUN' && request.spc) return { text: superPrivileged(host), from: '--spc' };
  const recipe = await subject.recipe();
  const lent = recipe && findLabel(recipe.labels, label, 'spc');
  if (lent) return { ...checked(lent.key, lent.value, `recipe ${recipe.name}`), recipe };
  if (label === 'RUN' && compat === 'atomic') return { text: DEFAULT_RUN, from: "atomic's default" };
  throw new SpcError(
    'no-label',
    `${subject.reference} has no label ${label}`,
    `and no recipe gives one`,
    label === 'RUN'
      ? `spc run --spc ${subject.reference}: with no label, as a super-privileged container`
      : `spc label show ${subject.reference}`,
  );
}

/** atomic's text, without the SELinux mount where the kernel has none: an engine cannot make it. */
function superPrivileged(host: Host): string {
  return host.exists('/sys/fs/selinux') ? SPC_RUN : SPC_RUN.replace('-v /sys/fs/selinux:/sys/fs/selinux:ro ', '');
}

function checked(key: string, text: string, from: string): LabelText {
  checkLabelText(key, text);
  return { text, from };
}

/** The container's name: as given, else made from the image's as atomic makes it. Throws `usage` for one no engine takes. */
export function containerName(reference: string, request: Pick<ExpandRequest, 'name' | 'spc'>): string {
  const name = request.name ?? `${defaultName(reference)}${request.spc ? '-spc' : ''}`;
  if (isContainerName(name)) return name;
  throw new SpcError(
    'usage',
    `'${name}' is no container name`,
    'it must match [a-zA-Z0-9][a-zA-Z0-9_.-]*',
    '--name NAME',
  );
}

/** Every variable a label may use. RUN_OPTS comes from the file that the label RUN_OPTS_FILE names. */
export function labelVariables(
  host: Host,
  subject: Subject,
  { recipe }: LabelText,
  request: ExpandRequest,
): LabelVariables {
  const variables = givenVariables(host, subject.reference, request);
  const runOptions = readRunOptions(host, recipe?.labels ?? subject.image.labels, variables, request.compat);
  return runOptions === undefined ? variables : { ...variables, RUN_OPTS: runOptions };
}

/** Those that need no image: what the command line and the caller give. */
export function givenVariables(host: Host, reference: string, request: ExpandRequest): LabelVariables {
  const { opt1, opt2, opt3, set } = request;
  return {
    IMAGE: reference,
    NAME: containerName(reference, request),
    ...host.callerVariables(),
    ...(opt1 !== undefined && { OPT1: opt1 }),
    ...(opt2 !== undefined && { OPT2: opt2 }),
    ...(opt3 !== undefined && { OPT3: opt3 }),
    ...(set && { set }),
  };
}

/**
 * A file named by a hostile image must not become a way to read any file: only the folders that belong to this
 * container, and the caller's own, are looked in.
 */
function readRunOptions(
  host: Host,
  labels: Record<string, string>,
  variables: LabelVariables,
  compat: DialectName,
): string | undefined {
  const label = findLabel(labels, 'RUN_OPTS_FILE', compat);
  if (!label) return undefined;
  checkLabelText(label.key, label.value);
  const { argv, error } = expandLabel('spc', label.value, variables, []);
  const [path] = argv ?? [];
  if (path === undefined || argv?.length !== 1)
    throw new SpcError('label-syntax', `label ${label.key} is not one path`, error ?? label.value);
  const { NAME, PWD } = variables;
  const folders = [`/etc/${NAME}`, `/var/lib/${NAME}`, `/var/log/${NAME}`, ...(PWD ? [PWD] : [])];
  const options = host.readRunOptions(path, folders);
  if (options !== undefined) requireOptions(path, options);
  return options;
}

/** The image chose the path: a file that is anything but options (a key, a password file) must not reach a container. */
function requireOptions(path: string, text: string): void {
  try {
    const words = tokenise(text).map(literalText);
    const spec = parseRunCommand(['docker', 'run', ...words, 'IMAGE']);
    if (isRun(spec) && spec.image === 'IMAGE' && spec.command.length === 0) return;
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
  }
  throw new SpcError(
    'config',
    `RUN_OPTS_FILE names ${path}, which does not hold options of run`,
    'it is not used',
    'one or more options, such as -p 80:80',
  );
}

/** The parsed command beside what its expansion had to say. */
export interface Command {
  spec: RunSpec | VerbSpec;
  expansion: Expansion;
}

/**
 * Expands and parses; every way it can fail stops here, before anything runs.
 * Throws `label-syntax`, `unknown-variable` (dialect spc only: the others wipe by their own rules), `not-an-engine`.
 */
export function toCommand(host: Host, text: LabelText, variables: LabelVariables, request: ExpandRequest): Command {
  const expansion = expandLabel(request.compat, text.text, variables, request.args, definedOnly(host.environment));
  if (!expansion.argv) throw new SpcError('label-syntax', `the ${text.from} cannot be read`, expansion.error ?? '');
  if (request.compat === 'spc' && expansion.unknown.length)
    throw new SpcError(
      'unknown-variable',
      `the ${text.from} needs what spc does not set: ${expansion.unknown.join(', ')}`,
      'a label may use IMAGE, NAME, OPT1-3, RUN_OPTS, PWD, HOME, CONFDIR, DATADIR, LOGDIR, SUDO_UID, SUDO_GID; no shell runs',
      hintFor(expansion.unknown),
    );
  requireEngine(expansion.argv[0], text);
  return { spec: parseRunCommand(expansion.argv), expansion };
}

function requireEngine(program: string | undefined, { from, text }: LabelText): void {
  if (program !== undefined && (program === PODMAN_ITSELF || engineOf(program))) return;
  throw new SpcError(
    'not-an-engine',
    `the ${from} starts '${program ?? ''}', which is no container engine`,
    `its text: ${text.slice(0, 200)}`,
    'a label must begin with docker, podman or nerdctl; nothing was run',
  );
}

function hintFor(unknown: string[]): string {
  const name = unknown.map((text) => /^\$\{?([A-Za-z_]\w*)\}?$/.exec(text)?.[1]).find(Boolean);
  return name ? `--set ${name}=VALUE` : "write the label without shell syntax, or run the engine's command by hand";
}

/** The variables that are set. */
export function definedOnly(environment: Host['environment']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
