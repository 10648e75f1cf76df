/** Signals that ask a run to stop, from the first one on. */
export interface SignalWatch {
  /** Returns the signal that was received; undefined before that. */
  received(): NodeJS.Signals | undefined;
  /** Removes the handlers: from then on, a signal has its default effect or that of other handlers. */
  release(): void;
}

const watched = ['SIGINT', 'SIGTERM'] as const;

/**
 * Calls `onSignal` with the first SIGINT or SIGTERM. On the second one it removes its handlers and raises that signal
 * again, so that the process ends with it unless the program handles signals itself.
 */
export function watchSignals(onSignal: (signal: NodeJS.Signals) => void): SignalWatch {
  let received: NodeJS.Signals | undefined;
  const release = (): void => watched.forEach((signal) => process.off(signal, handle));
  const handle = (signal: NodeJS.Signals): void => {
    if (received !== undefined) {
      release();
      process.kill(process.pid, signal);
      return;
    }
    received = signal;
    onSignal(signal);
  };
  for (const signal of watched) process.on(signal, handle);
  return { received: () => received, release };
}
