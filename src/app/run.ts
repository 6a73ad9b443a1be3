/** `spc run`: an image's label becomes a running container, or a clear reason why not. */
import { SpcError } from '../core/errors.ts';
import { shellQuote } from '../core/label/quote.ts';
import { isRun, lastValue, withOption } from '../core/label/runspec.ts';
import { judge } from '../core/privileges.ts';
import { sanitize } from '../core/sanitize.ts';
import { lastLine } from '../core/text.ts';
import type { Container, EngineName, Grant, Image, PrivilegeReport, RunSpec, UseCase } from '../core/types.ts';
import type { Driver, Launch } from '../io/driver.ts';
import { authorise, judgeProposal, type Proposal } from './authorise.ts';
import { type NextStep, nextStep } from './existing.ts';
import { type ExpandRequest, labelText, labelVariables, toCommand } from './expand.ts';
import type { Host } from './host.ts';
import { fitTerminal, isOneOff, type Overrides, override } from './overrides.ts';
import { type BuildTools, findSubject, type Subject } from './subject.ts';
import { runVerb } from './verb.ts';

export interface RunRequest extends ExpandRequest, Overrides {
  image: string;
  engine?: EngineName | undefined;
  /** Print what would run and run nothing. */
  display: boolean;
  replace: boolean;
  /** Run although the INSTALL label was not. */
  ignore: boolean;
  assumeYes: boolean;
  json: boolean;
}

/** A run worked out to the last word, not started. */
interface Plan {
  subject: Subject;
  /** The image that runs: the subject's, unless the label names another. */
  image: Image;
  spec: RunSpec;
  name: string | undefined;
  existing: Container | undefined;
  report: PrivilegeReport;
}

/** Runs an image by a label. Returns the tool's exit status. Throws SpcError; nothing has run then. */
export async function* run(host: Host, request: RunRequest, buildTools?: BuildTools): UseCase {
  const subject = yield* findSubject(
    host,
    { image: request.image, engine: request.engine, obtain: !request.display, yes: request.assumeYes },
    buildTools,
  );
  return yield* runLabel(host, subject, request);
}

/** Runs a label of an image that is found already. */
export async function* runLabel(host: Host, subject: Subject, request: RunRequest): UseCase {
  const text = await labelText(host, subject, request);
  requireInstalled(host, subject, request);
  const variables = labelVariables(host, subject, text, request);
  const command = toCommand(host, text, variables, request);
  for (const warning of command.expansion.warnings) yield { kind: 'warning', text: clean(warning) };
  if (!isRun(command.spec)) return yield* runVerb(host, subject, command.spec, variables.NAME, request);

  const plan = await makePlan(host, subject, command.spec, request);
  const step = nextStep(plan.existing, { image: plan.image, replace: request.replace, args: request.args });
  if (request.display) return yield* display(host, plan, step, request);
  return yield* act(host, plan, step, request);
}

/** atomic refuses to run what was not installed: the INSTALL label sets up what RUN needs. */
function requireInstalled(host: Host, { image, reference }: Subject, request: RunRequest): void {
  if (request.label !== 'RUN' || request.ignore || request.display) return;
  const install = Object.keys(image.labels).some((key) => key.toUpperCase() === 'INSTALL');
  if (!install || host.installs.has(image.id)) return;
  throw new SpcError(
    'not-installed',
    `${reference} was not installed`,
    'it has an INSTALL label, which sets up what its RUN label needs',
    `spc install ${reference}, or --ignore to run it all the same`,
  );
}

async function makePlan(host: Host, subject: Subject, labelled: RunSpec, request: RunRequest): Promise<Plan> {
  const { driver } = subject;
  const overridden = override(labelled, request);
  const named = request.name !== undefined;
  const fitted = fitTerminal(overridden, host.terminal());
  const oneOff = request.compat === 'spc' && isOneOff(fitted, { args: request.args, named });
  const spec = oneOff ? withOption(fitted, 'rm', 'true') : fitted;
  const fresh = oneOff ? (made: RunSpec) => ownName(made, host.pid) : (same: RunSpec) => same;
  const name = lastValue(spec, 'name');
  const image = spec.image === subject.reference ? subject.image : await otherImage(driver, spec.image, subject);
  const existing = name === undefined ? undefined : await driver.container(name);
  const report = image.id === subject.image.id ? judge(spec) : withOtherImage(judge(spec), spec.image);
  return { subject, image, spec: existing ? spec : fresh(spec), name, existing, report };
}

/** The tool of one command has a name of its own, so that two at once neither collide nor end with each other. */
function ownName(spec: RunSpec, pid: number): RunSpec {
  const name = lastValue(spec, 'name');
  return name === undefined ? spec : withOption(spec, 'name', `${name}-${pid}`);
}

function withOtherImage(report: PrivilegeReport, reference: string): PrivilegeReport {
  const allows = 'runs another image than the one whose label this is';
  const grants: Grant[] = [...report.grants, { id: `image=${reference}`, option: reference, allows, tier: 'medium' }];
  return { ...report, grants, tier: report.tier === null || report.tier === 'low' ? 'medium' : report.tier };
}

/** A label may name an image of its own (`docker run … httpd`): that one is then judged, pinned and run. */
async function otherImage(driver: Driver, reference: string, subject: Subject): Promise<Image> {
  const image = await driver.image(reference);
  if (image) return image;
  throw new SpcError(
    'no-image',
    `the label of ${subject.reference} runs another image, ${reference}, which is not here`,
    `${driver.name} has no such image`,
    driver.name === 'builtin' ? 'spc image load FILE' : `${driver.name} pull ${reference}`,
  );
}

async function* display(host: Host, plan: Plan, step: NextStep, request: RunRequest): UseCase {
  const launches = await steps(host, plan, step);
  const verdict = await judgeProposal(host, proposal(plan, launches, request));
  const commands = launches.map(({ argv }) => argv);
  yield {
    kind: 'result',
    text: clean(commands.map((argv) => shellQuote(argv)).join('\n')) || alreadyRunning(plan),
    data: {
      engine: plan.subject.driver.name,
      image: { reference: plan.subject.reference, id: plan.image.id },
      name: plan.name ?? null,
      step: step.do,
      commands,
      privileges: plan.report,
      verdict,
    },
  };
  return 0;
}

async function* act(host: Host, plan: Plan, step: NextStep, request: RunRequest): UseCase {
  const launches = await steps(host, plan, step);
  const last = launches.at(-1);
  if (!last) {
    yield { kind: 'note', text: alreadyRunning(plan) };
    return 0;
  }
  for (const warning of launches.flatMap(({ warnings }) => warnings)) yield { kind: 'warning', text: clean(warning) };
  yield* authorise(host, proposal(plan, launches, request));
  if (step.do === 'exec')
    yield { kind: 'note', text: `spc: joining container ${plan.name}, which is running; what it runs ends with it` };
  for (const before of launches.slice(0, -1)) await mustSucceed(before);
  return yield* finish(host, plan, step, last, request);
}

async function* finish(host: Host, plan: Plan, step: NextStep, last: Launch, request: RunRequest): UseCase {
  if (request.json && step.do === 'create' && lastValue(plan.spec, 'detach') === 'true') {
    const id = (await mustSucceed(last)).trim();
    yield { kind: 'result', text: id, data: { id, name: plan.name ?? null, image: plan.image.id } };
    return 0;
  }
  const status = await last.start();
  const missing = ENGINE_FAILED.includes(status) ? host.missingCapabilities() : [];
  if (missing.length > 0)
    yield {
      kind: 'warning',
      text: `if ${plan.subject.driver.name} refused above: this machine's root lacks ${missing.join(', ')}, which the label or the engine's defaults may need`,
    };
  return status;
}

/**
 * docker ends with 125 when the container could not be made, podman with 125 or 126. A tool may end so, too: the
 * status stays as it is, and what is known is only said.
 */
const ENGINE_FAILED = [125, 126];

/** The commands of a step, in order; the last is the one whose status counts. */
async function steps(host: Host, { subject, spec, image, existing, name }: Plan, step: NextStep): Promise<Launch[]> {
  const { driver } = subject;
  if (step.do === 'create') {
    const create = await driver.run(spec, image);
    return step.remove && name !== undefined ? [driver.remove(name), create] : [create];
  }
  if (!existing || step.do === 'nothing') return [];
  const { stdin, stdout } = host.terminal();
  const conversation = { interactive: true, tty: stdin && stdout };
  if (step.do === 'exec') return [driver.exec(existing, step.command, conversation)];
  if (step.do === 'attach') return [driver.start(existing, { attach: true })];
  const start = driver.start(existing, { attach: false });
  return step.command.length ? [start, driver.exec(existing, step.command, conversation)] : [start];
}

async function mustSucceed(launch: Launch): Promise<string> {
  const { status, stdout, stderr } = await launch.capture();
  if (status === 0) return stdout;
  throw new SpcError('system', `'${shellQuote(launch.argv.slice(0, 3))} …' failed`, lastLine(stderr));
}

function proposal(plan: Plan, launches: Launch[], request: RunRequest): Proposal {
  return {
    action: request.label.toLowerCase(),
    engine: plan.subject.driver.name,
    reference: plan.subject.reference,
    image: plan.image,
    ...(plan.image.id !== plan.subject.image.id && { author: plan.subject.image }),
    report: plan.report,
    argv: launches.at(-1)?.argv ?? [],
    yes: request.assumeYes,
  };
}

const alreadyRunning = ({ name }: Plan) => `container ${name} is running already`;
const clean = (text: string) => sanitize(text, { multiline: true });
