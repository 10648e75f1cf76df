import { startWorker, type RunningWorker } from './host';
import { PolyheadError } from '@polyhead/core';

/** Workers on the backend's own memory; the calling thread works too. */
export interface ThreadPool {
  /** Threads that work, the caller included. */
  readonly threads: number;
  /**
   * Runs all items of a kernel and returns when they are done. Throws when a worker has died or a kernel has failed.
   */
  run(kernel: string, parameters: number, items: number): void;
  /** Ends the workers. */
  close(): void;
}

// The numbers that caller and workers share.
const GENERATION = 0;
const KERNEL = 1;
const PARAMETERS = 2;
const ITEMS = 3;
const GRAIN = 4;
const NEXT = 5;
const DONE = 6;
const FAILED = 7;
const PROGRESS = 8;
const COUNT = 9;

const SPINS = 4000;

// Runs in the workers, as text. A worker takes `grain` items at a time until none is left; which thread takes which
// changes nothing in the result.
const WORKER = `
function serve({ module, memory, control, thread }, ready) {
  const kernels = Object.values(new WebAssembly.Instance(module, { env: { memory } }).exports);
  const numbers = new Int32Array(control);
  let seen = Atomics.load(numbers, ${GENERATION});
  ready();
  for (;;) {
    for (let n = ${SPINS}; n > 0 && Atomics.load(numbers, ${GENERATION}) === seen; n--);
    Atomics.wait(numbers, ${GENERATION}, seen);
    seen = Atomics.load(numbers, ${GENERATION});
    const kernel = kernels[numbers[${KERNEL}]], items = numbers[${ITEMS}], grain = numbers[${GRAIN}];
    try {
      for (;;) {
        const item = Atomics.add(numbers, ${NEXT}, grain);
        if (item >= items) break;
        kernel(numbers[${PARAMETERS}], thread, item, Math.min(item + grain, items));
        Atomics.add(numbers, ${PROGRESS}, 1);
      }
    } catch {
      Atomics.store(numbers, ${FAILED}, 1);
    }
    Atomics.add(numbers, ${DONE}, 1);
    Atomics.notify(numbers, ${DONE});
  }
}`;

/** Starts `threads` - 1 workers and waits until they serve. */
export async function startThreadPool(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  threads: number,
): Promise<ThreadPool> {
  const control = new SharedArrayBuffer(4 * COUNT);
  const numbers = new Int32Array(control);
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const names = Object.keys(exports);
  const kernels = Object.values(exports) as ((...numbers: number[]) => void)[];
  const workers = await Promise.all(
    Array.from({ length: threads - 1 }, (_, i) => startWorker(WORKER, { module, memory, control, thread: i + 1 })),
  );
  const health = checkWorkers(workers);
  return {
    threads,
    run(name, parameters, items) {
      health.check();
      const index = names.indexOf(name);
      const grain = Math.max(1, Math.floor(items / (threads * 8)));
      publish(numbers, [index, parameters, items, grain]);
      try {
        runItems(numbers, kernels[index], parameters, items, grain);
      } finally {
        health.note(waitForWorkers(numbers, workers.length));
      }
      health.check();
    },
    close: () => {
      workers.forEach((worker) => {
        worker.stop();
      });
    },
  };
}

interface Health {
  note(trouble: string | undefined): void;
  check(): void;
}

function checkWorkers(workers: readonly RunningWorker[]): Health {
  let trouble: string | undefined;
  workers.forEach((worker, i) => {
    worker.onEnd((reason) => {
      trouble ??= `worker ${i + 1} of ${workers.length} has died: ${reason}`;
    });
  });
  return {
    note: (found) => {
      trouble ??= found;
    },
    check() {
      if (trouble !== undefined)
        throw new PolyheadError(
          'ENGINE_UNAVAILABLE',
          `wasm threads: ${trouble}. Start the program again, perhaps with useWasm({ threads: 1 }).`,
        );
    },
  };
}

function publish(numbers: Int32Array, [index = 0, parameters = 0, items = 0, grain = 1]: readonly number[]): void {
  numbers.set([index, parameters, items, grain, 0, 0, 0], KERNEL);
  Atomics.add(numbers, GENERATION, 1);
  Atomics.notify(numbers, GENERATION);
}

function runItems(
  numbers: Int32Array,
  kernel: ((...numbers: number[]) => void) | undefined,
  parameters: number,
  items: number,
  grain: number,
): void {
  for (;;) {
    const item = Atomics.add(numbers, NEXT, grain);
    if (item >= items) return;
    kernel?.(parameters, 0, item, Math.min(item + grain, items));
  }
}

const WAIT_MS = 500;
const MOST_WAITS = 10;

// Undefined when all is well. A worker that neither ends nor gets on for five seconds is taken for dead: an item takes
// milliseconds.
function waitForWorkers(numbers: Int32Array, workers: number): string | undefined {
  let progress = -1;
  for (let waits = 0; Atomics.load(numbers, DONE) < workers;) {
    for (let n = SPINS; n > 0; n--) if (Atomics.load(numbers, DONE) === workers) break;
    const done = Atomics.load(numbers, DONE);
    if (done >= workers) break;
    if (wait(numbers, DONE, done) !== 'timed-out') continue;
    const now = Atomics.load(numbers, PROGRESS) + done;
    waits = now === progress ? waits + 1 : 0;
    progress = now;
    if (waits >= MOST_WAITS) return `${workers - done} of ${workers} workers stopped answering`;
  }
  return Atomics.load(numbers, FAILED) === 0 ? undefined : 'a kernel failed in a worker';
}

// A browser's main thread may not sleep: there it looks again until the time is over.
function wait(numbers: Int32Array, index: number, value: number): 'ok' | 'not-equal' | 'timed-out' {
  try {
    return Atomics.wait(numbers, index, value, WAIT_MS);
  } catch {
    const end = Date.now() + WAIT_MS;
    while (Date.now() < end) if (Atomics.load(numbers, index) !== value) return 'ok';
    return 'timed-out';
  }
}
