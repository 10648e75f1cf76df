import type { Binding, NativeTensor } from '../graph/binding';
import { dataType, shapeValue, type TensorValue } from '../graph/graph';
import type { PolyheadError } from '@polyhead/core';
import { untraceable } from '../graph/untraceable';
import { callerLocation } from './caller-location';

/** A tensor whose values are known while a function is recorded. */
export interface Constant {
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly bytes: Uint8Array;
}

/**
 * Largest number of values of a constant. More values from JavaScript, if they are not all equal, are treated as noise
 * or data that must not be frozen into a graph.
 */
const largestConstant = 4096;

/** Reads a tensor that existed before the recording and is neither input nor variable; the graph contains its value. */
export function constantOf(binding: Binding, id: number): Constant {
  const values = binding.tensorDataSync(id);
  if (!ArrayBuffer.isView(values)) throw strings();
  const [shaped] = binding.executeOp(
    'Identity',
    [
      {
        name: 'T',
        type: binding.TF_ATTR_TYPE,
        value:
          values instanceof Float32Array
            ? dataType.float32
            : values instanceof Int32Array
              ? dataType.int32
              : dataType.bool,
      },
    ],
    [id],
    1,
  );
  const { shape, dtype, id: copy } = shaped as NativeTensor;
  binding.deleteTensor(copy);
  return { shape, dtype, bytes: bytesOf(values) };
}

/** Copies the bytes of a view. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength).slice();
}

/** Encodes a constant for a graph. Throws UNTRACEABLE for strings, and for more numbers than a program contains. */
export function tensorValue({ shape, dtype, bytes }: Constant): TensorValue {
  const tensorShape = shapeValue(shape);
  if (dtype === dataType.string) throw strings();
  const [large, short] = [bytes.length > largestConstant * 4, bytes.length <= 4];
  const fill = large || (dtype === dataType.float32 && !short) ? fillOf(dtype, bytes) : undefined;
  if (fill !== undefined) return { dtype, tensorShape, ...fill };
  if (large)
    throw untraceable(
      `compile: the function makes a tensor of shape [${shape.join(', ')}] from JavaScript numbers${callerLocation()}. They would be the same at every run: pass the tensor in as an input, or keep it in a tf.Variable.`,
    );
  return { dtype, tensorShape, tensorContent: bytes };
}

/** Returns the value of a tensor whose numbers are all equal; otherwise undefined. */
function fillOf(dtype: number, bytes: Uint8Array): Pick<TensorValue, 'floatVal' | 'intVal' | 'boolVal'> | undefined {
  const { buffer, byteOffset, length } = bytes;
  const numbers =
    dtype === dataType.bool
      ? bytes
      : dtype === dataType.float32
        ? new Float32Array(buffer, byteOffset, length / 4)
        : new Int32Array(buffer, byteOffset, length / 4);
  const first = numbers[0] as number;
  if (Object.is(first, -0) || !numbers.every((number) => Object.is(number, first))) return undefined;
  return dtype === dataType.float32
    ? { floatVal: [first] }
    : dtype === dataType.int32
      ? { intVal: [first] }
      : { boolVal: [first === 1] };
}

function strings(): PolyheadError {
  return untraceable(
    `compile: the function uses a tensor of strings${callerLocation()}, which a graph of numbers cannot hold. Turn them into numbers outside.`,
  );
}
