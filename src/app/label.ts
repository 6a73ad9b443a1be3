/** `spc label expand` and `spc privileges`: a label worked out and judged, with no engine when its text is given. */
import { EXIT, SpcError } from '../core/errors.ts';
import { expandLabel } from '../core/label/expand.ts';
import { checkLabelText } from '../core/label/lookup.ts';
import { shellQuote } from '../core/label/quote.ts';
import { isRun, parseRunCommand } from '../core/label/runspec.ts';
import { judge } from '../core/privileges.ts';
import { sanitize } from '../core/sanitize.ts';
import type { DialectName, Expansion, Msg, PrivilegeReport, UseCase } from '../core/types.ts';
import { judgeVerb } from '../core/verbs.ts';
import { definedOnly, givenVariables, labelText, labelVariables } from './expand.ts';
import type { Host } from './host.ts';
import type { RunRequest } from './run.ts';
import { findSubject } from './subject.ts';

export interface LabelRequest extends RunRequest {
  /** The label itself; none: that of the image. */
  text?: string | undefined;
}

/** Prints the argv; as JSON `{argv, error, unknown, warnings, privileges}`. Ends with `label-syntax`'s status on an error. */
export async function* expand(host: Host, request: LabelRequest): UseCase {
  const { expansion, own } = yield* expansionOf(host, request);
  const judged = judgement(expansion, own);
  if (expansion.error !== null && !request.json)
    throw new SpcError('label-syntax', `the label ${request.label} cannot be read`, expansion.error);
  for (const text of notes(expansion, judged, request.compat)) yield { kind: 'warning', text: sanitize(text) };
  yield {
    kind: 'result',
    text: sanitize(shellQuote(expansion.argv ?? []), { multiline: true }),
    data: { ...expansion, privileges: judged.report },
  };
  return expansion.error === null ? 0 : EXIT['label-syntax'].status;
}

/** Prints what a label would be granted beyond an ordinary container. */
export async function* privileges(host: Host, request: LabelRequest): UseCase {
  const { expansion, own } = yield* expansionOf(host, request);
  const judged = judgement(expansion, own);
  if (!judged.report)
    throw new SpcError('label-syntax', `the label ${request.label} cannot be judged`, expansion.error ?? judged.why);
  if (expansion.unknown.length)
    yield { kind: 'warning', text: sanitize(`judged with these as they stand: ${expansion.unknown.join(', ')}`) };
  yield { kind: 'report', report: judged.report };
  return 0;
}

/** A label worked out, beside the names that belong to its image. */
interface Worked {
  expansion: Expansion;
  own: string[];
}

async function* expansionOf(host: Host, request: LabelRequest): AsyncGenerator<Msg, Worked> {
  const { compat, args, image, engine } = request;
  const environment = definedOnly(host.environment);
  if (request.text !== undefined) {
    checkLabelText(request.label, request.text);
    const variables = givenVariables(host, image, request);
    return { expansion: expandLabel(compat, request.text, variables, args, environment), own: [variables.NAME, image] };
  }
  const subject = yield* findSubject(host, { image, engine, obtain: false, yes: false });
  const label = await labelText(host, subject, request);
  const variables = labelVariables(host, subject, label, request);
  const own = [variables.NAME, subject.reference, subject.image.id];
  return { expansion: expandLabel(compat, label.text, variables, args, environment), own };
}

interface Judgement {
  /** null: the argv is no command an engine would take. */
  report: PrivilegeReport | null;
  why: string;
}

function judgement({ argv }: Expansion, own: string[]): Judgement {
  if (!argv) return { report: null, why: '' };
  try {
    const spec = parseRunCommand(argv);
    return { report: isRun(spec) ? judge(spec) : judgeVerb(spec, own), why: '' };
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    return { report: null, why: [error.message, error.why].filter(Boolean).join(': ') };
  }
}

function notes({ unknown, warnings }: Expansion, { why }: Judgement, compat: DialectName): string[] {
  const fate = compat === 'spc' ? 'left as it stands' : `treated as ${compat} does`;
  return [
    ...unknown.map((text) => `unknown, ${fate}: ${text}`),
    ...warnings,
    ...(why ? [`no engine would run this: ${why}`] : []),
  ];
}
