import { constants } from 'node:os';

/** What asks a run to stop. */
export interface SignalWatch {
  /** The signal that came; undefined while none did. */
  requested(): NodeJS.Signals | undefined;
  /** Leaves signals to others again. */
  release(): void;
}

const watched = ['SIGINT', 'SIGTERM'] as const;

/** Notes the first SIGINT or SIGTERM, calls `onSignal` with it, and leaves at once on the second. */
export function watchSignals(onSignal: (signal: NodeJS.Signals) => void): SignalWatch {
  let requested: NodeJS.Signals | undefined;
  const note = (signal: NodeJS.Signals): void => {
    if (requested !== undefined) process.exit(exitCode(signal));
    requested = signal;
    onSignal(signal);
  };
  for (const signal of watched) process.on(signal, note);
  return {
    requested: () => requested,
    release: () => {
      for (const signal of watched) process.off(signal, note);
    },
  };
}

/** What shells show for a process that a signal has ended: 130 for SIGINT, 143 for SIGTERM. */
export function exitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
