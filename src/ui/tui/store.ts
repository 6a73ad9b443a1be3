/** The state outside React: changed at once, drawn when Ink gets to it. */
import { performer } from './effects.ts';
import type { UiMsg } from './msg.ts';
import { type State, startState } from './state.ts';
import type { TuiHost } from './types.ts';
import { update } from './update.ts';

export interface Store {
  state(): State;
  tell(msg: UiMsg): void;
  subscribe(changed: () => void): () => void;
  /** Ends all processes behind the UI, and what they started. */
  close(): Promise<void>;
}

/** What only the drawn application can do. */
export interface Stage {
  lend(during: () => Promise<void>): Promise<void>;
  quit(): void;
}

/** A store that starts with the view of containers. */
export function createStore(host: TuiHost, size: State['size'], stage: Stage): Store {
  let state = startState(host.look, size);
  const listeners = new Set<() => void>();
  const { perform, close } = performer({ host, state: () => state, tell, ...stage });

  function tell(msg: UiMsg): void {
    const step = update(state, msg);
    // that something is asked is not seen
    const isNew = step.state !== state && msg.kind !== 'tick';
    state = step.state;
    for (const effect of step.effects) perform(effect);
    if (isNew) for (const changed of listeners) changed();
  }

  return {
    state: () => state,
    tell,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    close,
  };
}
