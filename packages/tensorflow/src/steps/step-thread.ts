import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { TraceError } from '../graph/trace-error';
import { thisFile } from '../this-file';
import type { StepCall, StepReply, StepWorkerData } from './step-messages';
import { PolyheadError } from '@polyhead/core';

/** A thread that answers calls one after the other. */
export interface StepThread {
  ask<Answer>(call: StepCall): Promise<Answer>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Starts a thread. It keeps the process alive only while it has something to answer. */
export function startStepThread(workerData: StepWorkerData): StepThread {
  const worker = new Worker(script(), {
    eval: true,
    workerData,
    execArgv: workerFile().endsWith('.ts') ? ['--conditions=@polyhead/source'] : [],
  });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let end: Error | undefined;
  const fail = (error: Error): void => {
    end = error;
    waiting.forEach(({ reject }) => reject(error));
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', (code) =>
    fail(
      end ??
        new PolyheadError(
          'OUT_OF_MEMORY',
          `train: the thread of the training step ended with code ${code}. It may have run out of memory: try a smaller batch.`,
        ),
    ),
  );
  worker.on('message', ({ id, value, error, untraceable }: StepReply) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    if (error === undefined) call?.resolve(value as never);
    else call?.reject(untraceable === true ? new TraceError(error.message, { cause: error }) : error);
  });
  worker.unref();
  return {
    ask: (call) =>
      new Promise((resolve, reject) => {
        if (end !== undefined) return reject(end);
        worker.postMessage({ id: ++last, call }); // throws if the call cannot be copied: then nothing is waited for
        waiting.set(last, { resolve, reject });
        worker.ref();
      }),
    close: async () => {
      end ??= new PolyheadError(
        'DISPOSED',
        'train: expected a training step that was not disposed. Dispose it after its last call.',
      );
      await worker.terminate();
    },
  };
}

/** True if there is a script for the thread: not in a bundle, as bundlers leave it behind. */
export function canStartThread(): boolean {
  return existsSync(workerFile());
}

/** Built, the script lies in a folder beside the package's modules. */
function workerFile(): string {
  const file = thisFile?.endsWith('.ts') === true ? 'engine/step-worker.ts' : 'engine/step-worker.cjs';
  return join(dirname(thisFile ?? ''), file);
}

/** Imports the thread's script; from sources it is TypeScript, which tsx must be told to read first. */
function script(): string {
  const file = workerFile();
  const load = `import(${JSON.stringify(pathToFileURL(file).href)})`;
  if (!file.endsWith('.ts')) return load;
  const tsx = new URL('dist/esm/api/index.mjs', pathToFileURL(createRequire(file).resolve('tsx/package.json'))).href;
  return `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return ${load}; })`;
}
