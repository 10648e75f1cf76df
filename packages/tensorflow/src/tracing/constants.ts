import type { Binding, NativeTensor } from '../graph/binding';
import { dataType, shapeValue, type TensorValue } from '../graph/graph';
import { TraceError } from '../graph/trace-error';
import { callerLocation } from './caller-location';

/** A tensor whose values are known while a function is recorded. */
export interface Constant {
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly bytes: Uint8Array;
}

/**
 * Numbers made in JavaScript beyond this many, and not all equal, are taken for noise or data that must not be frozen
 * into a graph.
 */
const largestConstant = 4096;

/** A tensor from before the recording that is neither input nor variable: its value goes into the graph. */
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

/** The numbers themselves, copied. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength).slice();
}

/**
 * A constant as a graph has it. Throws {@link TraceError} for strings, and for more numbers than a program writes down.
 */
export function tensorValue({ shape, dtype, bytes }: Constant): TensorValue {
  const tensorShape = shapeValue(shape);
  if (dtype === dataType.string) throw strings();
  const [large, short] = [bytes.length > largestConstant * 4, bytes.length <= 4];
  const fill = large || (dtype === dataType.float32 && !short) ? fillOf(dtype, bytes) : undefined;
  if (fill !== undefined) return { dtype, tensorShape, ...fill };
  if (large)
    throw new TraceError(
      `compile: the function makes a tensor of shape [${shape.join(', ')}] from JavaScript numbers${callerLocation()}. They would be the same at every run: pass the tensor in as an input, or keep it in a tf.Variable.`,
    );
  return { dtype, tensorShape, tensorContent: bytes };
}

/** The one number that a tensor is full of, where there is only one. */
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

function strings(): TraceError {
  return new TraceError(
    `compile: the function uses a tensor of strings${callerLocation()}, which a graph of numbers cannot hold. Turn them into numbers outside.`,
  );
}
