/** Labels that ask an engine for something other than `run`: `docker stop NAME`, `docker kill -s HUP NAME`. */
import { shellQuote } from '../core/label/quote.ts';
import { sanitize } from '../core/sanitize.ts';
import type { UseCase, VerbSpec } from '../core/types.ts';
import { judgeVerb } from '../core/verbs.ts';
import { authorise, judgeProposal, type Proposal } from './authorise.ts';
import type { Host } from './host.ts';
import type { Subject } from './subject.ts';

export interface VerbRequest {
  label: string;
  display: boolean;
  assumeYes: boolean;
}

/** Runs, or with `display` shows, a label's verb. Returns the engine's exit status. Throws `refused`. */
export async function* runVerb(
  host: Host,
  subject: Subject,
  spec: VerbSpec,
  name: string,
  request: VerbRequest,
): UseCase {
  const { driver, reference, image } = subject;
  const launch = driver.verb(spec);
  const proposal: Proposal = {
    action: request.label.toLowerCase(),
    engine: driver.name,
    reference,
    image,
    report: judgeVerb(spec, [name, reference, image.id]),
    argv: launch.argv,
    yes: request.assumeYes,
  };
  if (request.display) {
    const verdict = await judgeProposal(host, proposal);
    yield {
      kind: 'result',
      text: sanitize(shellQuote(launch.argv)),
      data: { engine: driver.name, commands: [launch.argv], privileges: proposal.report, verdict },
    };
    return 0;
  }
  yield* authorise(host, proposal);
  return await launch.start();
}
