import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Piscina } from 'piscina';
import type { DecodeWorkerData } from './decode-worker';
import type { LoadJob, LoadResult } from './picture-loader';

/** Threads that load batches. */
export interface DecodePool {
  run(job: LoadJob): Promise<LoadResult>;
  close(): Promise<void>;
}

/** How long an unused thread is kept, in milliseconds. */
const idleTimeout = 10_000;

/**
 * Starts threads as jobs come, at most `workers`; each is handed `queue` jobs ahead, so that it works on while the main
 * thread is busy training.
 */
export function startDecodePool(workers: number, queue: number, workerData: DecodeWorkerData): DecodePool {
  const pool = new Piscina({
    ...workerScript(),
    name: 'default',
    minThreads: 0,
    maxThreads: workers,
    concurrentTasksPerWorker: Math.max(1, queue),
    idleTimeout,
    workerData,
    recordTiming: false,
  });
  let closed = false;
  return {
    run: async (job) => {
      if (closed) throw disposedError(); // piscina would start threads again
      return (await pool.run(job).catch((error: unknown) => {
        throw closed ? disposedError() : error;
      })) as LoadResult;
    },
    close: () => {
      closed = true;
      // answers that were under way when their threads ended: piscina no longer knows their jobs
      pool.on('error', () => undefined);
      return pool.destroy();
    },
  };
}

/** What a loop is told whose source is disposed of before its end. */
export function disposedError(): Error {
  return new Error('imageBatches: the source was disposed of while it was read. Dispose of it afterwards.');
}

/** Whether there is a script for threads: a bundler may have left it behind. */
export function canStartThreads(): boolean {
  return import.meta.url.startsWith('file:') && existsSync(workerScript().filename);
}

/** Built, the script lies beside this module; from sources it is TypeScript, and the thread needs tsx to read it. */
function workerScript(): { filename: string; execArgv?: string[] } {
  const here = import.meta.url;
  if (!here.endsWith('.ts')) return { filename: fileURLToPath(new URL('./decode-worker.cjs', here)), execArgv: [] };
  const tsx = pathToFileURL(createRequire(here).resolve('tsx')).href;
  return {
    filename: fileURLToPath(new URL('./decode-worker.ts', here)),
    execArgv: ['--conditions=@polyhead/source', '--import', tsx],
  };
}
