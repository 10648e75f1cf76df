// How a run's state lies in two files: everything small as JSON, all arrays one after the other.
import type { RunState, SavedCallback } from '../history/run-state';
import { arraysFile, stateFile } from './checkpoint-format';
import { checkArrays, encodeJson } from './check-encoded';
import { parseUntrustedJson } from './parse-untrusted-json';
import type { NamedArray } from '../steps/train-state';
import { PolyheadError, concatBytes } from '@polyhead/core';

interface ArrayEntry {
  readonly name: string;
  readonly shape: readonly number[];
}

interface SavedState extends Omit<RunState, 'train' | 'callbacks' | 'origin'> {
  readonly train: { readonly weights: readonly ArrayEntry[]; readonly optimizer: readonly ArrayEntry[] };
  readonly callbacks: Readonly<
    Record<string, Omit<SavedCallback, 'arrays'> & { readonly arrays?: readonly ArrayEntry[] }>
  >;
}

/** The state as two files. Throws if it could not be read back. */
export function encodeState(state: RunState): { readonly json: Uint8Array; readonly arrays: Uint8Array } {
  const { train, callbacks, ...rest } = state;
  const all: NamedArray[] = [];
  const place = (arrays: readonly NamedArray[]): ArrayEntry[] => {
    all.push(...arrays);
    return arrays.map(({ name, shape }) => ({ name, shape }));
  };
  const saved: SavedState & { readonly origin?: undefined } = {
    ...rest,
    origin: undefined, // that of this run, not of the next one
    train: { weights: place(train.weights), optimizer: place(train.optimizer) },
    callbacks: Object.fromEntries(
      Object.entries(callbacks).map(([key, { arrays, ...small }]) => [
        key,
        { ...small, ...(arrays && { arrays: place(arrays) }) },
      ]),
    ),
  };
  state.train.weights.forEach(assertFinite);
  checkArrays(all);
  return { json: encodeJson(saved), arrays: concatBytes(all.map(({ values }) => values)) };
}

/** The state from two files. Throws if they do not belong together. */
export function decodeState(json: Uint8Array, bytes: Uint8Array): RunState {
  const saved = parseUntrustedJson(stateFile, json) as unknown as SavedState; // JSON until the next line has checked it
  checkSaved(saved);
  let offset = 0;
  const take = ({ name, shape }: ArrayEntry): NamedArray => {
    const size = sizeOf(name, shape);
    // a copy, as the slice of a Buffer shares its memory
    const piece = new Uint8Array(bytes.subarray(offset, offset + 4 * size));
    if (piece.byteLength !== 4 * size)
      throw new PolyheadError(
        'CORRUPT_FILE',
        `expected ${4 * size} bytes of "${name}" in ${arraysFile}, got ${piece.byteLength}`,
      );
    offset += 4 * size;
    return { name, shape, values: new Float32Array(piece.buffer, 0, size) };
  };
  const train = {
    weights: saved.train.weights.map(take).map(assertFinite),
    optimizer: saved.train.optimizer.map(take),
  };
  const callbacks = Object.entries(saved.callbacks).map(([key, { arrays, ...small }]) => [
    key,
    { ...small, ...(arrays && { arrays: arrays.map(take) }) },
  ]);
  if (offset !== bytes.byteLength)
    throw new PolyheadError('INVALID_FILE', `expected ${offset} bytes in ${arraysFile}, got ${bytes.byteLength}`);
  return { ...saved, train, callbacks: Object.fromEntries(callbacks) as RunState['callbacks'] };
}

function checkSaved({
  epoch,
  batch,
  step,
  seed,
  tasks,
  optimizer,
  train,
  callbacks,
  history,
  data = {},
  environment = {} as never,
}: SavedState): void {
  const counts = Object.entries({ epoch, batch, step });
  const bad = counts.find(([, value]) => !(Number.isSafeInteger(value) && value >= 0));
  if (bad !== undefined)
    throw new PolyheadError(
      'INVALID_FILE',
      `expected "${bad[0]}" in ${stateFile} to be a whole number of at least 0, got ${JSON.stringify(bad[1])}`,
    );
  if (!Number.isSafeInteger(seed))
    throw new PolyheadError(
      'INVALID_FILE',
      `expected "seed" in ${stateFile} to be a whole number, got ${JSON.stringify(seed)}`,
    );
  const missing = Object.entries({ tasks, optimizer, train, callbacks, history, data, environment }).find(
    ([, value]) => typeof value !== 'object' || value === null,
  );
  if (missing !== undefined)
    throw new PolyheadError(
      'INVALID_FILE',
      `expected "${missing[0]}" in ${stateFile}, got ${JSON.stringify(missing[1])}`,
    );
}

function sizeOf(name: string, shape: readonly number[]): number {
  const size =
    Array.isArray(shape) && shape.every((length) => Number.isSafeInteger(length) && length >= 0)
      ? shape.reduce((product, length) => product * length, 1)
      : NaN;
  if (!Number.isSafeInteger(size))
    throw new PolyheadError(
      'INVALID_FILE',
      `expected the shape of "${name}" in ${stateFile} to be a list of whole numbers, got ${JSON.stringify(shape)}`,
    );
  return size;
}

function assertFinite(array: NamedArray): NamedArray {
  if (array.values.every(Number.isFinite)) return array;
  throw new PolyheadError('INVALID_FILE', `weight "${array.name}" has values that are not finite (NaN or infinite)`);
}
