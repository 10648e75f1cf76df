import { Worker } from 'node:worker_threads';
import type { DecodeCall, DecodeReply, DecodeWorkerData } from './decode-messages';
import type { WorkerScript } from './decode-pool';
import type { LoadJob, LoadResult } from './image-loader';
import { fromErrorData, PolyheadError } from '@polyhead/core';

/** A thread that loads one batch after the other. */
export interface DecodeThread {
  run(job: LoadJob): Promise<LoadResult>;
  /** Number of jobs that it has not answered. */
  jobs(): number;
  /** Ends the thread; its jobs reject. */
  stop(): Promise<void>;
}

interface Waiting {
  resolve(result: LoadResult): void;
  reject(error: unknown): void;
}

/**
 * Starts a thread. It keeps the process alive only while it has jobs, and ends after `idleTimeout` milliseconds without
 * one. `onEnd` is called when it takes no more jobs.
 */
export function startDecodeThread(
  script: WorkerScript,
  workerData: DecodeWorkerData,
  idleTimeout: number,
  onEnd: () => void,
): DecodeThread {
  const worker = new Worker(script.code, { eval: true, workerData, execArgv: [...script.execArgv] });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let idle: NodeJS.Timeout | undefined;
  const end = (error: unknown): void => {
    clearTimeout(idle);
    onEnd();
    waiting.forEach(({ reject }) => reject(error));
    waiting.clear();
  };
  const stop = async (): Promise<void> => {
    end(new PolyheadError('THREAD_FAILED', 'imageBatches: the thread was stopped.'));
    await worker.terminate();
  };
  worker.on('error', end);
  worker.on('exit', (code) =>
    end(
      new PolyheadError(
        'THREAD_FAILED',
        `imageBatches: a decoding thread ended with code ${code}. Pass workers: 0 to find out why.`,
        { where: 'imageBatches' },
      ),
    ),
  );
  worker.on('message', (reply: DecodeReply) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) {
      worker.unref();
      idle = setTimeout(() => void stop(), idleTimeout).unref();
    }
    if ('result' in reply) call?.resolve(reply.result);
    else call?.reject(fromErrorData(reply.error));
  });
  worker.unref();
  const run = (job: LoadJob): Promise<LoadResult> =>
    new Promise((resolve, reject) => {
      worker.postMessage({ id: ++last, job } satisfies DecodeCall); // throws if it cannot be copied: nothing waits then
      waiting.set(last, { resolve, reject });
      clearTimeout(idle);
      worker.ref();
    });
  return { run, jobs: () => waiting.size, stop };
}
