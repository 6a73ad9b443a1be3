/** What `update` wants done, done: processes asked, the terminal lent; what comes of it is told as messages. */
import { shellQuote } from '../../core/label/quote.ts';
import type { ListName, MethodName, Methods, PageRequest, WireError } from '../../core/wire/types.ts';
import { kindOf } from './kind.ts';
import type { UiMsg } from './msg.ts';
import type { Effect, ScriptTracer, State } from './state.ts';
import type { Connection, TuiHost } from './types.ts';
import { sessionDoers } from './views/session/effects.ts';

/** What effects act on. */
export interface Around {
  host: TuiHost;
  state(): State;
  tell(msg: UiMsg): void;
  /** The terminal is another program's until `during` resolves. */
  lend(during: () => Promise<void>): Promise<void>;
  quit(): void;
}

type Doers = { [Do in Effect['do']]: (effect: Extract<Effect, { do: Do }>) => Promise<void> | void };

export interface Performer {
  perform(effect: Effect): void;
  /** Ends all processes behind the UI, and what they started. */
  close(): Promise<void>;
}

/** Performs effects; what fails becomes a message. */
export function performer(around: Around): Performer {
  const { host, state, tell } = around;
  let main = host.connect(nothing);
  const others = new Map<number, Connection>();
  const doers: Doers = {
    list: ({ list }) => readList(list),
    page: ({ request }) => readPage(request),
    examples: ({ tracer, target }) => readExamples(tracer, target),
    command: ({ argv }) => command(argv),
    copy: ({ text }) =>
      tell(host.copy(text) ? info(`copied: ${text}`) : { kind: 'told', text: 'too long to be copied', style: 'error' }),
    'stop-process': () => around.lend(() => host.stop()),
    quit: () => around.quit(),
    ...sessionDoers({ state, tell, failed, connection: (id) => others.get(id) }),
    close: ({ id }) => closeOne(id),
  };
  return {
    perform: (effect) => void (doers[effect.do] as (effect: Effect) => Promise<void> | void)(effect),
    close: async () => void (await Promise.all([main, ...others.values()].map((each) => each.close()))),
  };

  /** Asks the process that reads; one that has died is started anew, once for each question. */
  async function ask<Name extends MethodName>(
    method: Name,
    params: Methods[Name]['params'],
  ): Promise<Methods[Name]['result']> {
    const asked = main;
    try {
      return await asked.call(method, params);
    } catch (error) {
      if ((error as WireError).code !== 'gone') throw error;
      if (main === asked) main = host.connect(nothing);
      return await main.call(method, params);
    }
  }

  async function readList(list: ListName): Promise<void> {
    const { request } = state().tables[list];
    const began = performance.now();
    await ask('list', request).then(
      (answer) => tell({ kind: 'listed', request, answer, took: performance.now() - began }),
      (error) => tell({ kind: 'list-failed', request, error }),
    );
  }

  async function readPage(request: PageRequest): Promise<void> {
    await ask('page', request).then(
      (answer) => tell({ kind: 'paged', request, answer }),
      (error) => tell({ kind: 'page-failed', request, error }),
    );
  }

  async function readExamples(tracer: ScriptTracer, target: string): Promise<void> {
    await ask('examples', { tracer }).then((scripts) => tell({ kind: 'examples', tracer, target, scripts }), failed);
  }

  function failed({ what, why, hint }: WireError): void {
    tell({ kind: 'told', text: [what, why, hint].filter(Boolean).join('; '), style: 'error' });
  }

  async function command(argv: string[]): Promise<void> {
    const kind = kindOf(argv);
    if (kind === 'none') tell({ kind: 'told', text: 'this is it', style: 'info' });
    else if (kind === 'terminal') await around.lend(async () => void (await host.runInTerminal(argv)));
    else if (kind === 'quiet') await quietly(argv);
    else begin(kind, argv);
    tell({ kind: 'tick' });
  }

  async function quietly(argv: string[]): Promise<void> {
    const { status, text } = await host.runQuietly(argv);
    tell(status === 0 ? info(text || `done: ${shellQuote(['spc', ...argv])}`) : { kind: 'told', text, style: 'error' });
  }

  function begin(what: 'session' | 'timing', argv: string[]): void {
    const id = nextId++;
    tell({ kind: 'opening', what, argv, id });
    const connection = host.connect((name, value) => {
      if (name === 'session') tell({ kind: 'snapshot', id, snapshot: value as never });
      else if (name === 'timing') tell({ kind: 'timing', id, timing: value as never });
      else tell({ kind: 'progress', id, text: (value as { text: string }).text });
    });
    others.set(id, connection);
    const begun =
      what === 'session'
        ? connection.call('open', { argv }).then(({ header }) => tell({ kind: 'opened', id, header }))
        : connection.call('time', { argv }).then(({ title }) => tell({ kind: 'timed', id, title }));
    const openFailed = (error: WireError) => others.has(id) && tell({ kind: 'open-failed', id, error });
    begun.catch(openFailed);
    void connection.ended.then(openFailed);
  }

  async function closeOne(id: number): Promise<void> {
    const connection = others.get(id);
    others.delete(id);
    tell({ kind: 'closed', id });
    await connection?.close();
  }
}

let nextId = 1;
const nothing = () => undefined;

const info = (text: string): UiMsg => ({ kind: 'told', text, style: 'info' });
