/**
 * Whether a run may go on: rules an administrator wrote, then trust, then the user.
 *
 * - `repository` is a glob over the image's repository without tag or digest, matched whole; `*` crosses `/`.
 * - An allow rule names a `digest` (the image's id, or a registry's digest of it), as a repository's name can be moved to
 *   another image; it may say `anyDigest: true` instead. A refuse rule may leave it out, and then refuses every digest.
 * - `privileges` holds grant ids or globs of them, or the word `all`. An allow rule must cover every grant by itself: two
 *   rules never add up, as two privileges can be worse together. A refuse rule needs one grant to match; `all` refuses the image.
 * - Options that could not be judged are covered by `all` only.
 */

import { asciiJson } from './ascii-json.ts';
import { globMatch } from './glob.ts';
import { sanitize } from './sanitize.ts';
import type { PrivilegeReport, Verdict } from './types.ts';

export { parsePolicy } from './policy-parse.ts';

export interface PolicyRule {
  /** As written, or `rules[n]`. */
  name: string;
  repository: string;
  /** `sha256:<64 hex>`; absent: any. */
  digest?: string;
  privileges: 'all' | string[];
  action: 'allow' | 'refuse';
}

export interface Policy {
  /** The file it came from. */
  source: string;
  rules: PolicyRule[];
}

export interface PolicyImage {
  /** Repositories without tag and digest: `localhost/rhel-tools`. */
  repositories: string[];
  /** `sha256:<64 hex>`: the id of the image's configuration. */
  id: string;
  /** `sha256:…` or `repository@sha256:…`, as registries know the image. */
  digests: string[];
}

export interface Question {
  report: PrivilegeReport;
  image: PolicyImage;
  policies: readonly Policy[];
  /** spc built this image, known by its id. */
  trusted: boolean;
  /** --assumeyes. */
  yes: boolean;
  /** There is a terminal to ask on. */
  terminal: boolean;
}

type Decider = (question: Question) => Verdict | null;

/** In this order; the first that has an answer decides. */
const DECIDERS: readonly Decider[] = [refusedByRule, ordinaryRun, builtHere, allowedByRule, byYes, byTerminal];

/** Allow, ask or refuse. A refuse rule wins over everything, --assumeyes included. */
export function decide(question: Question): Verdict {
  for (const decider of DECIDERS) {
    const verdict = decider(question);
    if (verdict) return verdict;
  }
  return { decision: 'refuse', reason: whyNot(question) };
}

/**
 * A whole policy file, as YAML in plain ASCII, that allows this run of this image and no other. With options that could
 * not be judged it says `all`, as nothing less covers them. A grant whose id holds `*` stands in a comment only: as a
 * pattern it would allow others too, so the rule does not cover such a run until its reader decides.
 */
export function suggestRule(report: PrivilegeReport, image: Pick<PolicyImage, 'repositories' | 'id'>): string {
  const ids = report.grants.map(({ id }) => id);
  return [
    'version: 1',
    'rules:',
    `  - repository: ${asciiJson(image.repositories[0] ?? '*')}`,
    `    digest: ${asciiJson(image.id)}`,
    ...(report.unjudged.length > 0 ? ['    privileges: all'] : suggestPrivileges(ids)),
    '    action: allow',
    '',
  ].join('\n');
}

function suggestPrivileges(ids: readonly string[]): string[] {
  const plain = ids.filter((id) => !id.includes('*'));
  const patterns = ids.filter((id) => id.includes('*'));
  return [
    ...(plain.length > 0
      ? ['    privileges:', ...plain.map((id) => `      - ${asciiJson(id)}`)]
      : ['    privileges: []']),
    ...patterns.map((id) => `      # left out, as its * would match other privileges too: ${asciiJson(id)}`),
  ];
}

function refusedByRule({ report, image, policies }: Question): Verdict | null {
  const found = findRule(policies, (rule) => rule.action === 'refuse' && isAbout(rule, image) && touches(rule, report));
  return found === null ? null : { decision: 'refuse', reason: `refused by ${found}` };
}

function ordinaryRun({ report }: Question): Verdict | null {
  const plain = report.grants.length === 0 && report.unjudged.length === 0;
  return plain ? { decision: 'allow', reason: 'nothing beyond an ordinary container' } : null;
}

function builtHere({ report, trusted }: Question): Verdict | null {
  return trusted && report.unjudged.length === 0 ? { decision: 'allow', reason: 'spc built this image' } : null;
}

function allowedByRule({ report, image, policies }: Question): Verdict | null {
  const found = findRule(policies, (rule) => rule.action === 'allow' && isAbout(rule, image) && covers(rule, report));
  return found === null ? null : { decision: 'allow', reason: `allowed by ${found}` };
}

function byYes({ yes }: Question): Verdict | null {
  return yes ? { decision: 'allow', reason: 'allowed by --assumeyes' } : null;
}

function byTerminal({ report, terminal }: Question): Verdict | null {
  return terminal ? { decision: 'ask', reason: summary(report) } : null;
}

/** The first rule that satisfies, as text for a reason. */
function findRule(policies: readonly Policy[], test: (rule: PolicyRule) => boolean): string | null {
  for (const { source, rules } of policies) {
    const rule = rules.find(test);
    if (rule) return sanitize(`${rule.name} of ${source}`, { max: 300 });
  }
  return null;
}

function isAbout(rule: PolicyRule, image: PolicyImage): boolean {
  const digests = [image.id, ...image.digests.map((digest) => digest.slice(digest.indexOf('@') + 1))];
  if (rule.digest !== undefined && !digests.includes(rule.digest)) return false;
  // An image without a name is still what `*` means.
  const names = image.repositories.length > 0 ? image.repositories : [''];
  return names.some((name) => globMatch(rule.repository, name));
}

function touches({ privileges }: PolicyRule, { grants }: PrivilegeReport): boolean {
  return privileges === 'all' || grants.some(({ id }) => privileges.some((pattern) => globMatch(pattern, id)));
}

function covers({ privileges }: PolicyRule, { grants, unjudged }: PrivilegeReport): boolean {
  if (privileges === 'all') return true;
  return unjudged.length === 0 && grants.every(({ id }) => privileges.some((pattern) => globMatch(pattern, id)));
}

function summary({ grants, unjudged, tier }: PrivilegeReport): string {
  const parts = [
    ...(grants.length > 0 ? [`${tier}: ${grants.map(({ id }) => id).join(', ')}`] : []),
    ...(unjudged.length > 0 ? [`not judged: ${unjudged.join(', ')}`] : []),
  ];
  return sanitize(`beyond an ordinary container (${parts.join('; ')})`, { max: 600 });
}

function whyNot({ report }: Question): string {
  return `${summary(report)}, and there is no terminal to ask on: use --assumeyes, or allow it in a file of /etc/spc/policy.d`;
}
