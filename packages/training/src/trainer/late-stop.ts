import type { RunState } from '../history/run-state';

/** Keeps the last state of a run that was stopped after every callback that saves it had looked. */
export interface LateStop {
  /** Notes what a state tells that was read while the run went on. */
  note(state: RunState): RunState;
  /** Keeps the state, before weights are replaced at the end, if no state that was read tells the stop. */
  keep(stopped: string | undefined, read: () => Promise<RunState>): Promise<void>;
  /** The kept state. */
  state(): RunState | undefined;
}

/** `known` is the stop that the run was resumed with. */
export function lateStop(known: string | undefined): LateStop {
  let kept: RunState | undefined;
  return {
    note: (state) => {
      known = state.stopped;
      return state;
    },
    keep: async (stopped, read) => {
      if (stopped !== known) kept = await read();
    },
    state: () => kept,
  };
}
