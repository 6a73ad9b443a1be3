/** What a label may ask of an engine beside `run`: a closed list, each verb with what it does. */
import { SpcError } from './errors.ts';
import { judgeGlobals } from './privileges/globals.ts';
import { byTier } from './privileges/judged.ts';
import type { Grant, PrivilegeReport, VerbSpec } from './types.ts';

/** Verb → what it does to its operand. Anything else (`exec`, `cp`, `build` …) is refused: `run` says what is granted, they do not. */
const VERBS: Record<string, string> = {
  stop: 'stops the container',
  kill: 'sends a signal to the container',
  start: 'starts the container again, with the privileges it was made with',
  restart: 'stops and starts the container',
  pause: 'freezes every process of the container',
  unpause: 'thaws the container',
  rm: 'deletes the container and what it wrote',
  rmi: 'deletes the image',
  pull: 'fetches the image from its registry',
};

/**
 * Judges a command that is not `run`. Acting on the label's own container or image is what the user asked for; naming
 * another, or starting any, is a grant of tier high, an engine-wide option is what it is before `run`, and an option outside a short list
 * is unjudged: `rm --all` names nothing and takes everything. Throws `refused` for a verb outside the list.
 *
 * @param own the names that belong to this image: its reference and the container's name
 */
export function judgeVerb(spec: VerbSpec, own: string[]): PrivilegeReport {
  const does = Object.hasOwn(VERBS, spec.verb) ? VERBS[spec.verb] : undefined;
  if (!does) {
    const list = Object.keys(VERBS).join(', ');
    throw new SpcError('refused', `the label asks the engine to '${spec.verb}'`, `a label may run, ${list}`, '');
  }
  const foreign = operands(spec).filter((operand) => STARTS.has(spec.verb) || !own.includes(operand));
  const named: Grant[] = foreign.map((operand) => ({
    id: `${spec.verb}=${operand}`,
    option: `${spec.verb} ${operand}`,
    allows: `${does}: ${operand}`,
    tier: 'high',
  }));
  const globals = judgeGlobals(spec.globals);
  const grants = [...globals.grants, ...named].sort((a, b) => byTier(a.tier, b.tier));
  const unjudged = [...globals.unjudged, ...spec.args.filter((word) => word.startsWith('-') && !HARMLESS.test(word))];
  return { grants, tier: grants[0]?.tier ?? null, tightened: [], unjudged };
}

/** What these start may be a container of any image with any privileges that only bears the name. */
const STARTS = new Set(['start', 'restart']);

/** Options of these verbs that take a value as the next word. */
const VALUED = new Set(['-s', '--signal', '-t', '--time', '--timeout']);

/** Options, value attached or not, that change how a verb acts and never on what. */
const HARMLESS = /^(--|-s\w*|-t\d*|-[fqi]|--(signal|time|timeout)(=\w+)?|--(force|quiet|ignore))$/;

function operands({ args }: VerbSpec): string[] {
  return args.filter((word, i) => !word.startsWith('-') && !VALUED.has(args[i - 1] ?? ''));
}
