/** What is told of timings, and what they are to be asked. */
import type { UiMsg } from '../../msg.ts';
import { withoutView } from '../../open-ones.ts';
import { show } from '../../places.ts';
import type { Effect, State, Step } from '../../state.ts';
import { still } from '../../view.ts';
import { followed } from './cursor.ts';
import { newTiming, type TimingState } from './state.ts';
import { timingOf } from './timings.ts';
import { rowsInSight } from './update.ts';

type OfTiming = Extract<UiMsg, { kind: 'opening' | 'timed' | 'timing' | 'open-failed' | 'closed' | 'progress' }>;

/** A message of a timing's. */
export function takeTiming(state: State, msg: OfTiming): Step {
  if (msg.kind === 'opening')
    return still(
      show({ ...state, timings: [...state.timings, newTiming(msg.id, msg.argv)], timing: msg.id }, 'syscalls'),
    );
  if (msg.kind === 'closed') return still(closed(state, msg.id));
  const timings = state.timings.map((each) => (each.id === msg.id ? changed(each, msg, state) : each));
  return still({ ...state, timings });
}

function changed(
  timing: TimingState,
  msg: Exclude<OfTiming, { kind: 'opening' | 'closed' }>,
  state: State,
): TimingState {
  if (msg.kind === 'timed') return { ...timing, title: msg.title, progress: '' };
  if (msg.kind === 'open-failed') return { ...timing, error: msg.error, progress: '' };
  if (msg.kind === 'progress') return { ...timing, progress: msg.text };
  const next = { ...timing, snapshot: msg.timing };
  return followed(next, rowsInSight(state, next));
}

/** It is shown no more; what was shown before it is. */
function closed(state: State, id: number): State {
  const timings = state.timings.filter((each) => each.id !== id);
  const next = { ...state, timings, timing: timings.at(-1)?.id ?? 0 };
  return timings.length > 0 ? next : withoutView(next, 'syscalls');
}

/** A step, and the order and histogram that the timing in sight is to be asked for now that it has been made. */
export function watched(step: Step): Step {
  const { state } = step;
  const timing = state.view === 'syscalls' ? timingOf(state) : undefined;
  if (!timing?.snapshot) return step;
  const { id, selected: call, sort, asked } = timing;
  if (asked.call === call && asked.sort === sort) return step;
  const timings = state.timings.map((each) => (each === timing ? { ...each, asked: { call, sort } } : each));
  const effect: Effect = { do: 'watch', id };
  return { state: { ...state, timings }, effects: [...step.effects, effect] };
}
