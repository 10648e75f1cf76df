// What differs between Node and browsers. Node's modules are asked for at run time, so that nothing here imports them.
import type * as NodeFs from 'node:fs';
import type * as NodeModule from 'node:module';
import type * as NodeOs from 'node:os';
import type * as NodePath from 'node:path';
import type * as NodeUrl from 'node:url';
import type * as NodeWorkers from 'node:worker_threads';
import { invalidArgument, PolyheadError } from '@polyhead/core';

interface BuiltinModules {
  'node:fs': typeof NodeFs;
  'node:module': typeof NodeModule;
  'node:os': typeof NodeOs;
  'node:path': typeof NodePath;
  'node:url': typeof NodeUrl;
  'node:worker_threads': typeof NodeWorkers;
}

/** A module of Node; undefined in browsers. */
export function builtin<Name extends keyof BuiltinModules>(name: Name): BuiltinModules[Name] | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  return process?.getBuiltinModule?.(name) as BuiltinModules[Name] | undefined;
}

/** Logical processors of this machine. */
export function processors(): number {
  return (
    builtin('node:os')?.availableParallelism() ??
    (globalThis as { navigator?: { hardwareConcurrency?: number } }).navigator?.hardwareConcurrency ??
    1
  );
}

/** Whether threads can share memory here: always in Node, in browsers on pages that are cross-origin isolated. */
export function canShareMemory(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  return (
    builtin('node:worker_threads') !== undefined ||
    (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true
  );
}

/** The bytes of a file (Node) or an address (browsers). */
export async function readBytes(place: string): Promise<Uint8Array> {
  const fs = builtin('node:fs');
  if (fs !== undefined) return fs.promises.readFile(place);
  const response = await fetch(place, { credentials: 'same-origin' });
  if (!response.ok)
    throw invalidArgument(
      'useWasm',
      `expected a .wasm file at ${place}`,
      `status ${String(response.status)}`,
      "Pass { wasmPaths } with the folder that serves tfjs' .wasm files.",
    );
  return new Uint8Array(await response.arrayBuffer());
}

/** A running worker. */
export interface RunningWorker {
  /** Calls back once, when the worker has ended or failed. */
  onEnd(callback: (reason: string) => void): void;
  /** Ends the worker. */
  stop(): void;
}

/**
 * Starts a worker from source text; settles when it posts its first message. The worker gets `data` as `workerData`,
 * and never keeps a program alive.
 */
export function startWorker(source: string, data: unknown): Promise<RunningWorker> {
  const workers = builtin('node:worker_threads');
  return workers === undefined ? startBrowserWorker(source, data) : startNodeWorker(workers, source, data);
}

function startNodeWorker({ Worker }: typeof NodeWorkers, source: string, data: unknown): Promise<RunningWorker> {
  const code = `const { parentPort, workerData } = require('node:worker_threads');\n${source}\nserve(workerData, () => parentPort.postMessage('ready'));`;
  const worker = new Worker(code, { eval: true, workerData: data, execArgv: [] });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      worker.unref();
      resolve({
        onEnd(callback) {
          worker.once('error', ({ message }) => {
            callback(message);
          });
          worker.once('exit', (code_) => {
            callback(`it ended with code ${String(code_)}`);
          });
        },
        stop: () => void worker.terminate(),
      });
    });
  });
}

function startBrowserWorker(source: string, data: unknown): Promise<RunningWorker> {
  const code = `${source}\nonmessage = ({ data }) => serve(data, () => postMessage('ready'));`;
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => {
      reject(new PolyheadError('ENGINE_FAILED', message));
    };
    worker.onmessage = () => {
      resolve({
        onEnd: (callback) => {
          worker.onerror = ({ message }) => {
            callback(message);
          };
        },
        stop: () => {
          worker.terminate();
        },
      });
    };
    worker.postMessage(data);
  });
}
