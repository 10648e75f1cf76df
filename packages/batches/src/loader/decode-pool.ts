import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DecodeWorkerData } from './decode-messages';
import { type DecodeThread, startDecodeThread } from './decode-thread';
import { decodeWorkerCode } from './decode-worker-code';
import type { LoadJob, LoadResult } from './image-loader';
import { thisFile } from '../this-file';
import { PolyheadError } from '@polyhead/core';

/** Threads that load batches. */
export interface DecodePool {
  run(job: LoadJob): Promise<LoadResult>;
  close(): Promise<void>;
}

/** How long an unused thread is kept, in milliseconds. */
const idleTimeout = 10_000;

/**
 * Starts threads as jobs arrive, at most `workers`. A job goes to the thread with the fewest jobs at once, so that each
 * thread has its next jobs while the main thread is busy training.
 */
export function startDecodePool(workers: number, workerData: DecodeWorkerData): DecodePool {
  const threads = new Set<DecodeThread>();
  let closed = false;
  const start = (): DecodeThread => {
    const thread = startDecodeThread(workerScript(), workerData, idleTimeout, () => threads.delete(thread));
    threads.add(thread);
    return thread;
  };
  const pick = (): DecodeThread => {
    const idlest = [...threads].reduce<DecodeThread | undefined>(
      (best, thread) => (best === undefined || thread.jobs() < best.jobs() ? thread : best),
      undefined,
    );
    return idlest === undefined || (idlest.jobs() > 0 && threads.size < workers) ? start() : idlest;
  };
  return {
    run: async (job) => {
      if (closed) throw disposedError();
      return await pick()
        .run(job)
        .catch((error: unknown) => {
          throw closed ? disposedError() : error;
        });
    },
    close: async () => {
      closed = true;
      await Promise.all([...threads].map((thread) => thread.stop()));
    },
  };
}

/** Creates the error of a loop whose source is disposed before its end. */
export function disposedError(): Error {
  return new PolyheadError(
    'DISPOSED',
    'imageBatches: the source was disposed of while it was read. Dispose of it afterwards.',
    { where: 'imageBatches' },
  );
}

/** The text of a script for threads, and the options of Node that it needs. */
export interface WorkerScript {
  readonly code: string;
  readonly execArgv: readonly string[];
}

/** True if threads can start: not if a bundler took the sources of this package instead of its build. */
export function canStartThreads(): boolean {
  return decodeWorkerCode !== undefined || existsSync(workerSource());
}

/** The sources are TypeScript: there the script asks tsx to load them. */
function workerScript(): WorkerScript {
  if (decodeWorkerCode !== undefined) return { code: decodeWorkerCode, execArgv: [] };
  const source = workerSource();
  const tsx = new URL('dist/esm/api/index.mjs', pathToFileURL(createRequire(source).resolve('tsx/package.json')));
  const code = `import('${tsx.href}').then(({ register }) => { register(); return import('${pathToFileURL(source).href}'); })`;
  return { code, execArgv: ['--conditions=@polyhead/source'] };
}

function workerSource(): string {
  return join(dirname(thisFile ?? ''), 'loader/decode-worker.ts');
}
