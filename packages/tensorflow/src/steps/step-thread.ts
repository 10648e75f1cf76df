import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { thisFile } from '../this-file';
import type { StepCall, StepReply, StepWorkerData } from './step-messages';
import { fromErrorData, PolyheadError } from '@polyhead/core';

/** A thread that runs calls one after the other. */
export interface StepThread {
  /** Sends a call; resolves with the value of its reply. */
  request<Value>(call: StepCall): Promise<Value>;
  /** Ends the thread. */
  close(): Promise<void>;
}

interface PendingCall {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Starts a thread. It keeps the process alive only while a call is pending. */
export function startStepThread(workerData: StepWorkerData): StepThread {
  const worker = new Worker(scriptCode(), {
    eval: true,
    workerData,
    execArgv: scriptFile().endsWith('.ts') ? ['--conditions=@polyhead/source'] : [],
  });
  const pending = new Map<number, PendingCall>();
  let last = 0;
  let end: Error | undefined;
  const fail = (error: Error): void => {
    end = error;
    pending.forEach(({ reject }) => reject(error));
    pending.clear();
  };
  worker.on('error', fail);
  worker.on('exit', (code) =>
    fail(
      end ??
        new PolyheadError(
          'THREAD_FAILED',
          `train: the thread of the training step ended with code ${code}. ` +
            'It may have run out of memory: try a smaller batch.',
          { where: 'train', hint: 'Try a smaller batch.' },
        ),
    ),
  );
  worker.on('message', ({ id, value, error }: StepReply) => {
    const call = pending.get(id);
    pending.delete(id);
    if (pending.size === 0) worker.unref();
    if (error === undefined) call?.resolve(value as never);
    else call?.reject(fromErrorData(error));
  });
  worker.unref();
  return {
    request: (call) =>
      new Promise((resolve, reject) => {
        if (end !== undefined) return reject(end);
        worker.postMessage({ id: ++last, call }); // throws if the call cannot be copied: then none is pending
        pending.set(last, { resolve, reject });
        worker.ref();
      }),
    close: async () => {
      end ??= new PolyheadError(
        'DISPOSED',
        'train: expected a training step that was not disposed. Dispose it after its last call.',
        { where: 'train', hint: 'Dispose it after its last call.' },
      );
      await worker.terminate();
    },
  };
}

/** True if the script of the thread exists. Bundlers leave it behind. */
export function canStartThread(): boolean {
  return existsSync(scriptFile());
}

/** Returns the path of the script; in a build it is in a folder next to the modules of the package. */
function scriptFile(): string {
  const file = thisFile?.endsWith('.ts') === true ? 'engine/step-worker.ts' : 'engine/step-worker.cjs';
  return join(dirname(thisFile ?? ''), file);
}

/** Returns code that imports the script; sources are TypeScript, so it registers tsx first. */
function scriptCode(): string {
  const file = scriptFile();
  const load = `import(${JSON.stringify(pathToFileURL(file).href)})`;
  if (!file.endsWith('.ts')) return load;
  const tsx = new URL('dist/esm/api/index.mjs', pathToFileURL(createRequire(file).resolve('tsx/package.json'))).href;
  return `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return ${load}; })`;
}
