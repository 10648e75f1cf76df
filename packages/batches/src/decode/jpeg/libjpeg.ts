// libjpeg as WebAssembly, from @jsquash/jpeg: the C code that Pillow and browsers decode with, so the pixels are
// theirs.
import imported from '@jsquash/jpeg/codec/dec/mozjpeg_dec.js';
import type { RgbImage } from '../rgb-image';
import { libjpegWasm } from './libjpeg-wasm';
import { PolyheadError, errorMessage } from '@polyhead/core';

interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** What Emscripten's factory adds to the object that it receives. */
interface Instance {
  readonly HEAPU8: Uint8Array;
  decode(bytes: Uint8Array, preserveOrientation: boolean): Rgba;
}

type Factory = (options: object) => Promise<unknown>;

/**
 * libjpeg exits when it gives up, and what it had on the stack and the heap stays there: at most 3 of 64 kB of stack.
 * Long before that does harm the instance is replaced.
 */
const maxExits = 4;
/** WebAssembly memory never shrinks: an instance that took more than this is replaced. */
const maxHeapBytes = 2 ** 26;
/** A damaged file can cause a warning for each of a million blocks: after this many its decoding ends. */
const maxWarnings = 1000;
/** Warnings about files whose pixels are all there; any other means that libjpeg made some up. */
const harmless =
  /extraneous bytes before marker|unknown JFIF revision|Unknown Adobe color|Invalid SOS parameters|Inconsistent progression/;

let compiled: WebAssembly.Module | undefined;
let instance: Instance | undefined;
let exits = 0;
/** What libjpeg printed about the file, without harmless warnings. */
let lines: string[] = [];

/**
 * Decodes a JPEG with one or three components, without regard to its orientation. Throws if libjpeg reports an error,
 * or warns that data are missing or corrupt.
 */
export function decodeWithLibjpeg(bytes: Uint8Array): RgbImage {
  lines = [];
  try {
    const { width, height, data } = withImageData(() => (instance ??= createInstance()).decode(bytes, false));
    if (lines.length === 0) return { width, height, data: withoutAlpha(data) };
  } catch (error) {
    if (!isExit(error) || ++exits >= maxExits) instance = undefined;
    if (lines.length === 0)
      throw new PolyheadError(
        'INVALID_IMAGE',
        `the JPEG cannot be decoded: libjpeg failed, perhaps because its 2 GB of memory are used up (${errorMessage(error)})`,
        { cause: error },
      );
  } finally {
    if (instance !== undefined && instance.HEAPU8.length > maxHeapBytes) instance = undefined;
  }
  throw new PolyheadError('INVALID_IMAGE', `the JPEG is cut off or damaged (${lines[0]})`);
}

/** Notes a line that libjpeg prints: an error, or any warning, not only the first (see scripts/embed-libjpeg.js). */
function noteLine(line: string): void {
  if (harmless.test(line)) return;
  lines.push(line);
  // leaves the C code midway, which ends this instance
  if (lines.length > maxWarnings) throw new PolyheadError('INVALID_IMAGE', line);
}

/** Compiles synchronously: the factory's promise is not needed, as nothing in it waits. */
function createInstance(): Instance {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(libjpegWasm), (letter) => letter.charCodeAt(0)));
  const wasm = compiled;
  const created = {
    noInitialRun: true,
    print: noteLine,
    printErr: noteLine,
    onAbort: (reason: unknown): never => {
      // before the factory prints it, as it says nothing about the file
      throw new PolyheadError('INTERNAL', String(reason));
    },
    locateFile: (name: string): string => name, // else the factory looks for the file next to itself
    instantiateWasm: (imports: WebAssembly.Imports, done: (made: WebAssembly.Instance) => void): unknown => {
      const made = new WebAssembly.Instance(wasm, imports);
      done(made);
      return made.exports;
    },
  };
  // A CommonJS build gets the namespace of a module where an ES module gets its default export.
  const factory = ('default' in imported ? imported.default : imported) as Factory;
  factory(created).catch(() => undefined); // `decode` reports it
  exits = 0;
  return created as unknown as Instance;
}

/** True if C code called `exit`. Any other error, such as one of memory, leaves an instance in an unknown state. */
function isExit(error: unknown): boolean {
  return error !== null && typeof error === 'object' && 'status' in error;
}

class PlainImageData implements Rgba {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}

/**
 * The C code needs a global class `ImageData`, which Node does not have and @jsquash/jpeg would leave behind: it exists
 * only while the C code runs.
 */
function withImageData<Result>(work: () => Result): Result {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'ImageData');
  Object.defineProperty(globalThis, 'ImageData', { value: PlainImageData, configurable: true, writable: true });
  try {
    return work();
  } finally {
    if (before === undefined) delete (globalThis as { ImageData?: unknown }).ImageData;
    else Object.defineProperty(globalThis, 'ImageData', before);
  }
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
  const data = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = rgba[from] as number;
    data[to + 1] = rgba[from + 1] as number;
    data[to + 2] = rgba[from + 2] as number;
  }
  return data;
}
