/** The pages of the terminal UI. */
import { readImagePage } from '../../app/browse/image-page.ts';
import { messageOf, settle } from '../../app/browse/settle.ts';
import { doctor } from '../../app/doctor.ts';
import { inspect } from '../../app/inspect.ts';
import { showSession } from '../../app/session/sessions.ts';
import { SpcError } from '../../core/errors.ts';
import { ENGINE_NAMES, type EngineName, type UseCase } from '../../core/types.ts';
import { wirePage } from '../../core/wire/page.ts';
import type { PageAnswer, PageRequest } from '../../core/wire/types.ts';
import { examples, type ScriptTracer } from '../../io/tracing/scripts.ts';
import { realDoctor } from '../doctor.ts';
import { systemHost } from '../host.ts';
import { SESSIONS } from '../session.ts';
import { realSystem } from '../system.ts';
import { Kept } from './kept.ts';

const PAGES = {
  inspect: ({ target }) => sectionsOf(inspect(realSystem(), { target, all: false })),
  image: ({ target, engine }) => readImagePage(systemHost(), { image: target, engine: engineOf(engine) }),
  session: ({ target }) => sectionsOf(showSession(SESSIONS, target)),
  doctor: ({ target }) => diagnoses.get(target, () => diagnose(target)),
} satisfies Record<PageRequest['page'], (request: PageRequest) => Promise<PageAnswer>>;

/** Throws `usage` for a page there is not, and what its use-case throws. */
export async function readPage(request: PageRequest): Promise<PageAnswer> {
  const { page } = request;
  if (!Object.hasOwn(PAGES, page)) throw new SpcError('usage', `there is no page '${page}'`);
  return wirePage(await PAGES[page](request));
}

/** The scripts of a tracer's library. */
export function examplesOf(tracer: ScriptTracer): { name: string; about: string }[] {
  return examples(tracer).map(({ name, what }) => ({ name, about: what }));
}

/** Gathering evidence takes up to a second; a failure is not kept. */
const DIAGNOSIS_MS = 5000;
const diagnoses = new Kept<Promise<PageAnswer>>(DIAGNOSIS_MS, 'made');

async function diagnose(text: string): Promise<PageAnswer> {
  const target = text === '' ? undefined : text;
  try {
    return await sectionsOf(doctor(realSystem(), realDoctor, { target, asked: [], try: false, quiet: false }));
  } catch (error) {
    diagnoses.drop(text);
    throw error;
  }
}

async function sectionsOf(useCase: UseCase): Promise<PageAnswer> {
  const { messages } = await settle(useCase);
  return { sections: messageOf(messages, 'page')?.sections ?? [], run: null };
}

/** Throws `usage`. */
function engineOf(text: string | undefined): EngineName | undefined {
  if (!text) return undefined;
  const engine = ENGINE_NAMES.find((name) => name === text);
  if (!engine) throw new SpcError('usage', `'${text}' is no engine that runs images`);
  return engine;
}
