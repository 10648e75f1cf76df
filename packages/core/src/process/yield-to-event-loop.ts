/** How long code may work before it lets timers, signals and input have their turn, in milliseconds. */
const longestWork = 50;

// Taken once, so that fake timers of a test do not stop a computation.
const { setImmediate, MessageChannel, setTimeout } = globalThis as Partial<
  Pick<typeof globalThis, 'setImmediate' | 'MessageChannel' | 'setTimeout'>
>;

/** When the event loop last turned, as far as this function knows. Shared, as all code of a thread shares the loop. */
let lastTurn = -Infinity;

/**
 * Lets timers, signals and input have their turn if about 50 ms have passed since the last one; otherwise returns at
 * once.
 *
 * Call it between pieces of long work that awaits nothing but memory: promises that are already settled never let the
 * event loop turn. The wait is a task of the event loop (`setImmediate`, in browsers a `MessageChannel`, which is not
 * slowed down as timers are) and takes microseconds.
 *
 * @returns A promise that resolves after one turn of the event loop, or undefined if no turn is due.
 *
 * @example
 * ```ts
 * import { yieldToEventLoop } from '@polyhead/core';
 * let sum = 0;
 * for (let index = 0; index < 1000; index++) {
 *   sum += index;
 *   await yieldToEventLoop();
 * }
 * sum; // 499500
 * ```
 */
export function yieldToEventLoop(): Promise<void> | undefined {
  if (performance.now() - lastTurn < longestWork) return undefined;
  return waitForTurn().then(() => void (lastTurn = performance.now()));
}

function waitForTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediate !== undefined) {
      setImmediate(resolve);
    } else if (MessageChannel !== undefined) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close(); // an open port keeps a process alive
        resolve();
      };
      port2.postMessage(undefined);
    } else {
      setTimeout?.(resolve, 0);
    }
  });
}
