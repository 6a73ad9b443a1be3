/** Whether a command may run: its privileges shown, the policy asked, then the user, and the answer written down. */
import { SpcError } from '../core/errors.ts';
import { decide, suggestRule } from '../core/policy.ts';
import { repositoryOf } from '../core/reference.ts';
import type { Decision, Image, Msg, PrivilegeReport, Verdict } from '../core/types.ts';
import type { Host } from './host.ts';

export interface Proposal {
  /** `run`, `install` …: what the audit line calls it. */
  action: string;
  engine: string;
  /** The image as typed. */
  reference: string;
  image: Image;
  /** The image whose label it is, when that asks for another to be run. */
  author?: Image;
  report: PrivilegeReport;
  /** What would be started. */
  argv: string[];
  /** --assumeyes. */
  yes: boolean;
}

/**
 * What policy makes of a proposal, without asking anyone. When a label runs another image than its own, both must be
 * allowed by a rule: trust in an image is trust in its own label, and must not be lent to one that a stranger wrote.
 */
export async function judgeProposal(host: Host, proposal: Proposal): Promise<Verdict> {
  const { image, author, report, reference, yes } = proposal;
  const policies = await host.policies();
  const judge = (judged: Image, trusted: boolean) =>
    decide({
      report,
      image: { repositories: repositories(reference, judged), id: judged.id, digests: digests(judged) },
      policies,
      trusted,
      yes,
      terminal: host.terminal().canAsk,
    });
  if (!author) return judge(image, host.isTrusted(image.id));
  return stricter(judge(image, false), judge(author, false));
}

const STRICTNESS: Record<Decision, number> = { allow: 0, ask: 1, refuse: 2 };

const stricter = (a: Verdict, b: Verdict) => (STRICTNESS[b.decision] > STRICTNESS[a.decision] ? b : a);

/** Shows what is granted, asks when that is due, and appends the audit line. Throws `refused`; then nothing has run. */
export async function* authorise(host: Host, proposal: Proposal): AsyncGenerator<Msg, void> {
  const verdict = await judgeProposal(host, proposal);
  if (proposal.report.grants.length || proposal.report.unjudged.length)
    yield verdict.decision === 'allow' ? summary(proposal, verdict) : { kind: 'privileges', report: proposal.report };
  const granted = verdict.decision === 'allow' || (verdict.decision === 'ask' && host.ask(question(proposal)));
  const reason = verdict.decision === 'ask' ? `the user said ${granted ? 'yes' : 'no'}` : verdict.reason;
  writeAudit(host, proposal, granted ? 'allow' : 'refuse', reason);
  if (!granted) throw refusal(proposal, reason);
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

const question = ({ reference, engine, action }: Proposal) =>
  `${capital(action)} ${reference} on ${engine} with these privileges?`;

function summary({ report, reference }: Proposal, { reason }: Verdict): Msg {
  const grants = report.grants.map(({ id }) => id).join(', ');
  return {
    kind: 'note',
    text: `spc: ${reference} gets ${report.tier ?? 'unjudged'} privileges: ${grants} (${reason})`,
  };
}

function refusal({ reference, image, report }: Proposal, reason: string): SpcError {
  const rule = suggestRule(report, { repositories: repositories(reference, image), id: image.id });
  return new SpcError(
    'refused',
    `${reference} was not run`,
    reason,
    `--assumeyes, or allow it for good in /etc/spc/policy.d/NAME.yaml (for a user: ~/.config/spc/policy.d):\n${rule}`,
  );
}

function writeAudit(
  host: Host,
  { action, engine, reference, image, argv }: Proposal,
  decision: Decision,
  reason: string,
) {
  host.audit({ action, engine, image: { ref: reference, id: image.id }, argv, decision, reason });
}

/** The repositories a rule may name: those of the image's tags; of what was typed only when it has none. */
function repositories(reference: string, image: Image): string[] {
  const tags = image.tags.length ? image.tags : [reference];
  return [...new Set(tags.map(repositoryOf))];
}

const digests = (image: Image) => image.repoDigests.map((name) => name.slice(name.indexOf('@') + 1));
