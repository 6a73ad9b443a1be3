/** All about one image, or a recipe whose image is not here: what it is, and what its labels would do. Nothing is run. */
import { SpcError } from '../../core/errors.ts';
import type { Grants } from '../../core/images/page.ts';
import { imagePage, recipePage } from '../../core/images/page.ts';
import { VERBS } from '../../core/images/rows.ts';
import { shellQuote } from '../../core/label/quote.ts';
import type { EngineName } from '../../core/types.ts';
import type { PageAnswer } from '../../core/wire/types.ts';
import { labelText } from '../expand.ts';
import type { Host } from '../host.ts';
import { type RunRequest, run } from '../run.ts';
import { findSubject, type Subject } from '../subject.ts';
import { messageOf, settle, warningsOf } from './settle.ts';

export interface ImagePageRequest {
  image: string;
  engine: EngineName | undefined;
}

/** Throws `no-image`, and what the engine fails with. What is wrong with a label is told on the page. */
export async function readImagePage(host: Host, request: ImagePageRequest): Promise<PageAnswer> {
  const subject = await find(host, request);
  if (!subject) return await readRecipePage(host, request);
  const texts = await Promise.all(VERBS.map((label) => textOf(host, subject, label)));
  const judged = await judge(host, subject, request);
  const { image, reference, driver } = subject;
  return {
    sections: imagePage({
      image,
      reference,
      engine: driver.name,
      installed: host.installs.has(image.id),
      builtHere: host.isTrusted(image.id),
      recipe: (await subject.recipe())?.name,
      texts: texts.filter((text) => text !== undefined),
      judged,
    }),
    run: judged.run,
  };
}

/** undefined: it is not here. */
async function find(host: Host, { image, engine }: ImagePageRequest): Promise<Subject | undefined> {
  try {
    return (await settle(findSubject(host, { image, engine, obtain: false, yes: false }))).value;
  } catch (error) {
    if (error instanceof SpcError && error.code === 'no-image' && (await host.recipe(image))) return undefined;
    throw error;
  }
}

async function readRecipePage(host: Host, { image }: ImagePageRequest): Promise<PageAnswer> {
  const recipe = await host.recipe(image);
  if (!recipe) throw new SpcError('no-image', `no such image: ${image}`, 'and no recipe of that name');
  return { sections: recipePage(recipe), run: null };
}

async function textOf(host: Host, subject: Subject, label: string) {
  try {
    return { label, ...(await labelText(host, subject, { label, compat: 'spc' })) };
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    if (error.code === 'no-label') return undefined;
    return { label, text: '', from: [error.message, error.why].filter(Boolean).join(': ') };
  }
}

/** What `spc run --display` says: on a terminal, as the user has one. */
async function judge(host: Host, { reference, driver }: Subject, request: ImagePageRequest): Promise<Grants> {
  const terminal = () => ({ stdin: true, stdout: true, canAsk: true });
  try {
    const drivers = async function* () {
      yield driver;
    };
    const { messages } = await settle(run({ ...host, terminal, drivers }, runRequest(request)));
    const data = messageOf(messages, 'result')?.data as Displayed;
    const command = data.commands.map((argv) => shellQuote(argv)).join('\n');
    return {
      run: { command, report: data.privileges, verdict: data.verdict },
      notes: [...warningsOf(messages), ...(command === '' ? [`${reference} runs already`] : [])],
    };
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    return { run: null, notes: [[error.message, error.why, error.hint].filter(Boolean).join('; ')] };
  }
}

/** What `spc run --display` gives a program. */
type Displayed = Pick<NonNullable<PageAnswer['run']>, 'verdict'> & {
  commands: string[][];
  privileges: NonNullable<PageAnswer['run']>['report'];
};

const runRequest = ({ image, engine }: ImagePageRequest): RunRequest => ({
  image,
  engine,
  label: 'RUN',
  args: [],
  compat: 'spc',
  display: true,
  replace: false,
  ignore: false,
  assumeYes: false,
  json: false,
});
