// What the compiled steps share: bytes in, arrays out, and tensors of several tasks under one roof as `<what>/<task>`.
import { assertBytes, type ImageShape, type TaskMap, taskNames, PolyheadError } from '@polyhead/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Bytes } from '../tracing/inputs';

/** Images for a graph; throws if the pixels are not bytes, or not as many as they should be, as TensorFlow would not notice. */
export function imagesOf(shape: ImageShape, given: Uint8Array, size: number): Bytes {
  const images = assertBytes('compiled step', given, { what: 'the "images" of a batch' });
  const pixels = shape.reduce((product, side) => product * side, size);
  if (size >= 1 && images.length === pixels) return { bytes: images, shape: [size, ...shape] };
  throw new PolyheadError(
    'UNSUPPORTED_OPERATION',
    `compiled step: expected ${size} images of shape [${shape.join(', ')}], that is ${pixels} bytes and at least one image, got ${images.length} bytes.`,
  );
}

/** Throws if the targets of a task are not as many as they should be. */
export function checkTargets(tasks: TaskMap, targets: Readonly<Record<string, Float32Array>>, size: number): void {
  for (const name of taskNames(tasks)) {
    const [units, length] = [tasks[name]?.units ?? 1, targets[name]?.length];
    if (length !== size * units)
      throw new PolyheadError(
        'UNSUPPORTED_OPERATION',
        `compiled step: expected ${size * units} targets of the task "${name}", ${units} for each of ${size} images, got ${length ?? 'none'}.`,
      );
  }
}

/** One black image. */
export function sampleImages(shape: ImageShape): Uint8Array {
  return new Uint8Array(shape.reduce((product, side) => product * side, 1));
}

/** The values of `<what>/<task>` by task. */
export function pickByTask<Value>(
  names: readonly string[],
  what: string,
  values: Readonly<Record<string, Value>>,
): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, values[`${what}/${name}`] as Value]));
}

/** Reads tensors and frees them. */
export function readAll(tensors: Readonly<Record<string, Tensor>>): Record<string, Float32Array> {
  const values = Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, tensor.dataSync<'float32'>()]),
  );
  disposeAll(tensors);
  return values;
}

/** Frees the tensors among some inputs. */
export function disposeAll(inputs: Readonly<Record<string, Tensor | Bytes>>): void {
  Object.values(inputs).forEach((input) => 'dispose' in input && input.dispose());
}
