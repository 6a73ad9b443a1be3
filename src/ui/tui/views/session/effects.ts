/** What sessions and timings want of the processes that run them. */
import { counted } from '../../../../core/text.ts';
import type { WireError } from '../../../../core/wire/types.ts';
import type { UiMsg } from '../../msg.ts';
import type { SessionEffect, State } from '../../state.ts';
import type { Connection } from '../../types.ts';
import { findRequest, saveRequest, seekRequest } from './requests.ts';
import type { SessionState } from './state.ts';

/** What their effects act on. */
export interface AroundSessions {
  state(): State;
  tell(msg: UiMsg): void;
  /** The process of a session or timing, by the UI's own number; undefined: it has been closed. */
  connection(id: number): Connection | undefined;
  /** Tells of a failure in the status line. */
  failed(error: WireError): void;
}

export type SessionDoers = {
  [Do in Exclude<SessionEffect['do'], 'close'>]: (effect: Extract<SessionEffect, { do: Do }>) => Promise<void> | void;
};

/** Performs them; what fails is told. */
export function sessionDoers({ state, tell, connection, failed }: AroundSessions): SessionDoers {
  const sessionOf = (id: number): SessionState | undefined => state().sessions.find((each) => each.id === id);
  let searches = 0;
  return {
    look: latest(look),
    seek: latest(seek),
    find,
    save,
    stop: ({ id, pane }) =>
      connection(id)
        ?.call('stop', pane === undefined ? {} : { pane })
        .then(nothing, failed),
    watch: latest(watch),
  };

  async function look({ id }: { id: number }): Promise<void> {
    const session = sessionOf(id);
    const snapshot = session && (await connection(id)?.call('look', session.asked));
    if (snapshot) tell({ kind: 'snapshot', id, snapshot, look: session.asked });
  }

  async function seek(effect: Extract<SessionEffect, { do: 'seek' }>): Promise<void> {
    const session = sessionOf(effect.id);
    const tops = session && (await connection(effect.id)?.call('seek', seekRequest(session, effect)));
    if (tops) tell({ kind: 'sought', id: effect.id, tops });
  }

  async function find({ id, back, again }: Extract<SessionEffect, { do: 'find' }>): Promise<void> {
    const session = sessionOf(id);
    const request = session && findRequest(session, back, again);
    if (!request) return;
    const search = ++searches;
    const found = await connection(id)?.call('find', request).catch(failed);
    // a search that another took the place of has found nothing
    if (found === undefined || search !== searches) return;
    tell({ kind: 'found', id, pane: request.pane, found });
    const where = `'${request.text}' in ${request.pane}`;
    if (!found) tell({ kind: 'told', text: `${where}: not found`, style: 'error' });
    else if (found.wrapped)
      tell({ kind: 'told', text: `${where}: on from the ${back ? 'end' : 'beginning'}`, style: 'info' });
  }

  async function save({ id, path }: Extract<SessionEffect, { do: 'save' }>): Promise<void> {
    const session = sessionOf(id);
    const request = session && saveRequest(session, path);
    const saved = request && (await connection(id)?.call('save', request).catch(failed));
    if (saved) tell({ kind: 'told', text: `${counted(saved.rows, 'row')}: ${saved.path}`, style: 'info' });
  }

  async function watch({ id }: { id: number }): Promise<void> {
    const timing = state().timings.find((each) => each.id === id);
    const snapshot = timing && (await connection(id)?.call('watch', timing.asked));
    if (snapshot) tell({ kind: 'timing', id, timing: snapshot });
  }

  /** One at a time for each session; of those that come meanwhile only the last is done. */
  function latest<E extends { id: number }>(perform: (effect: E) => Promise<void>): (effect: E) => Promise<void> {
    const waiting = new Map<number, E | undefined>();
    return async (effect) => {
      const { id } = effect;
      if (waiting.has(id)) return void waiting.set(id, effect);
      for (let next: E | undefined = effect; next; next = waiting.get(id)) {
        waiting.set(id, undefined);
        await perform(next).catch(failed);
      }
      waiting.delete(id);
    };
  }
}

const nothing = () => undefined;
