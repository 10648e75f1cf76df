// Inputs and outputs of the compiled steps. Tensors of several tasks are in one record, named `<kind>/<task>`.
import { assertBytes, type ImageShape, invalidArgument, type TaskMap, taskNames } from '@polyhead/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ByteInput } from '../tracing/inputs';

/**
 * Returns images as input of a graph. Throws INVALID_ARGUMENT if they are not bytes or have another length than the
 * shape requires, which TensorFlow would not notice.
 */
export function imageTensor(shape: ImageShape, given: Uint8Array, size: number): ByteInput {
  const images = assertBytes('compiled step', given, { what: 'the "images" of a batch' });
  const pixels = shape.reduce((product, side) => product * side, size);
  if (size >= 1 && images.length === pixels) return { bytes: images, shape: [size, ...shape] };
  throw invalidArgument(
    'compiled step',
    `expected ${size} images of shape [${shape.join(', ')}], that is ${pixels} bytes and at least one image`,
    `${images.length} bytes`,
  );
}

/** Throws INVALID_ARGUMENT if a task has another number of targets than the batch has images. */
export function assertTargets(tasks: TaskMap, targets: Readonly<Record<string, Float32Array>>, size: number): void {
  for (const name of taskNames(tasks)) {
    const [units, length] = [tasks[name]?.units ?? 1, targets[name]?.length];
    if (length !== size * units)
      throw invalidArgument(
        'compiled step',
        `expected ${size * units} targets of the task "${name}", ${units} for each of ${size} images`,
        length ?? 'none',
      );
  }
}

/** Returns one black image. */
export function sampleImages(shape: ImageShape): Uint8Array {
  return new Uint8Array(shape.reduce((product, side) => product * side, 1));
}

/** Returns the values named `<kind>/<task>` by task. */
export function pickByTask<Value>(
  names: readonly string[],
  kind: string,
  values: Readonly<Record<string, Value>>,
): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, values[`${kind}/${name}`] as Value]));
}

/** Reads tensors and frees them. */
export function readAll(tensors: Readonly<Record<string, Tensor>>): Record<string, Float32Array> {
  const values = Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, tensor.dataSync<'float32'>()]),
  );
  disposeAll(tensors);
  return values;
}

/** Frees the tensors among inputs. */
export function disposeAll(inputs: Readonly<Record<string, Tensor | ByteInput>>): void {
  Object.values(inputs).forEach((input) => 'dispose' in input && input.dispose());
}
