/** What the process behind the terminal UI is asked, and who answers. Each is loaded when it is asked for. */
import { SpcError } from '../../core/errors.ts';
import type { MethodName, Methods, WireAnswer, WireError, WireRequest } from '../../core/wire/types.ts';

/** Sends what comes unasked. */
export type Push = (message: Extract<WireAnswer, { push: unknown }>) => void;

type Answerers = {
  [Name in MethodName]: (params: Methods[Name]['params'], push: Push) => Promise<Methods[Name]['result']>;
};

const ANSWERERS: Answerers = {
  list: async (params) => (await import('./lists.ts')).readList(params),
  page: async (params) => (await import('./pages.ts')).readPage(params),
  examples: async ({ tracer }) => (await import('./pages.ts')).examplesOf(tracer),
  open: async (params, push) => (await import('./session.ts')).open(params, push),
  look: async (params) => (await import('./session.ts')).look(params),
  find: async (params) => (await import('./session.ts')).find(params),
  seek: async (params) => (await import('./session.ts')).seek(params),
  save: async (params) => (await import('./session.ts')).save(params),
  stop: async (params) =>
    (await import('./timing.ts')).stopTiming() ? {} : (await import('./session.ts')).stop(params),
  time: async (params, push) => (await import('./timing.ts')).time(params, push),
  watch: async (params) => (await import('./timing.ts')).watch(params),
};

/** The answer to a request; what fails is an answer, too. Never rejects. */
export async function answer({ id, method, params }: WireRequest, push: Push): Promise<WireAnswer> {
  try {
    const answerer = ANSWERERS[method] as (params: unknown, push: Push) => Promise<Methods[MethodName]['result']>;
    return { id, result: await answerer(params, push) };
  } catch (error) {
    return { id, error: wireError(error) };
  }
}

function wireError(error: unknown): WireError {
  if (error instanceof SpcError) {
    const { code, message: what, why, hint } = error;
    return { code, what, why, hint };
  }
  const why = error instanceof Error ? error.message : String(error);
  return { code: 'internal', what: 'something spc did not foresee', why, hint: 'report it' };
}
