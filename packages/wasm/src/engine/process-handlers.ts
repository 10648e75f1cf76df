const events = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * Runs what loads tfjs' .wasm, and takes away the handlers that its loader leaves on Node's process: they throw every
 * uncaught error of the program again, so that Node
 * prints a line of minified code in place of the line where the error was raised. Does nothing in browsers.
 */
export async function removeEmscriptenHandlers<Result>(load: () => Promise<Result>): Promise<Result> {
  if (typeof process === 'undefined' || typeof process.listeners !== 'function') return load();
  const before = events.map((event) => new Set<unknown>(process.listeners(event as 'uncaughtException')));
  try {
    return await load();
  } finally {
    events.forEach((event, index) => {
      const added = process
        .listeners(event as 'uncaughtException')
        .filter((listener) => before[index]?.has(listener) !== true && /throw (ex|reason)\b/.test(String(listener)));
      for (const listener of added) process.removeListener(event, listener);
    });
  }
}
