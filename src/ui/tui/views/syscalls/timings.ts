/** The timings there are, and the one in sight. */
import type { State } from '../../state.ts';
import type { TimingState } from './state.ts';

/** The timing in sight. */
export const timingOf = (state: State): TimingState | undefined =>
  state.timings.find(({ id }) => id === state.timing) ?? state.timings.at(-1);

/** The timing in sight, changed. */
export function withTiming(state: State, change: (timing: TimingState) => TimingState): State {
  const timing = timingOf(state);
  if (!timing) return state;
  const changed = change(timing);
  return { ...state, timings: state.timings.map((each) => (each === timing ? changed : each)) };
}
