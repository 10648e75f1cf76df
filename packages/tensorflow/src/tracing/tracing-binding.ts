import { dispose, type TensorContainer } from '@tensorflow/tfjs-core';
import type { Binding, NativeAttribute, NativeBackend, NativeTensor } from '../graph/binding';
import { translateNativeError } from '../graph/translate-native-error';
import { TraceError } from '../graph/trace-error';
import { callerLocation } from './caller-location';
import { PolyheadError } from '@polyhead/core';

/** Told what the backend does. */
export interface TraceListener {
  /** Before an operation: throws if an operand cannot be in a graph. */
  used(inputs: readonly number[]): void;
  executed(
    op: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly number[],
    results: readonly NativeTensor[],
  ): void;
  created(id: number, shape: readonly number[], dtype: number, values: unknown): void;
}

const varyingShape =
  'makes a tensor whose shape depends on values, which JavaScript has to wait for. Use operations whose shapes follow from those of their inputs, e.g. tf.where, tf.mul with a mask, or tf.topk';
/** Operations that a graph would do otherwise than the run that was recorded. */
const rejected: Readonly<Record<string, string>> = {
  Multinomial: 'draws random numbers that no seed of a step repeats. Draw them outside and pass them in',
  NonMaxSuppressionV3: varyingShape,
  NonMaxSuppressionV4: varyingShape,
  NonMaxSuppressionV5: varyingShape,
  UniqueV2: varyingShape,
  Where: varyingShape,
};

const recordings = new WeakSet<Binding>();

/** Whether a function is being recorded. */
export function isRecording({ binding }: NativeBackend): boolean {
  return recordings.has(binding);
}

/**
 * Runs a function while a listener hears all that the backend does. Throws {@link TraceError} where that cannot be
 * replayed.
 */
export function withTracing<T>(backend: NativeBackend, listener: TraceListener, run: () => T): T {
  const { binding: original } = backend;
  const random = Math.random;
  const reads: TraceError[] = [];
  backend.binding = tracingBinding(original, listener, reads);
  recordings.add(backend.binding);
  Math.random = () => {
    throw new TraceError(
      `compile: the function draws a random number in JavaScript${callerLocation()}. It would be the same at every run: pass numbers in as a tensor, or use an operation with a seed and a step.`,
    );
  };
  try {
    const made = run();
    if (reads[0] === undefined) return made;
    dispose(made as TensorContainer); // the caller gets none of it
    throw reads[0];
  } catch (error) {
    throw reads[0] ?? error;
  } finally {
    backend.binding = original;
    Math.random = random;
  }
}

/** The addon with ears. Its properties are read-only, so that an inheriting object with own properties is needed. */
function tracingBinding(binding: Binding, { used, executed, created }: TraceListener, reads: TraceError[]): Binding {
  const own: Partial<Binding> = {
    executeOp: (op, attributes, inputs, outputs) => {
      if (Object.hasOwn(rejected, op))
        throw new TraceError(
          `compile: the function uses the operation ${op}${callerLocation()}, which ${rejected[op]}.`,
        );
      used(inputs);
      const results = executeOp(binding, op, attributes, inputs, outputs);
      executed(op, attributes, inputs, results);
      return results;
    },
    createTensor: (shape, dtype, values) => {
      const id = binding.createTensor(shape, dtype, values);
      created(id, [...shape], Number(dtype), values);
      return id;
    },
    // The values come all the same: thrown here, what rejects an asynchronous read would be a rejected promise that
    // nobody awaits.
    tensorDataSync: (id) => {
      reads.push(
        new TraceError(
          `compile: the function reads the values of a tensor${callerLocation()}. A graph runs without JavaScript: return the tensor and read it outside, or do the work with tensor operations.`,
        ),
      );
      return binding.tensorDataSync(id);
    },
    runSavedModel: () => {
      throw new TraceError(
        `compile: the function runs a SavedModel${callerLocation()}, whose operations cannot be seen. Run it outside and pass in what it gives.`,
      );
    },
  };
  const descriptors = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { value }]));
  return Object.create(binding, descriptors) as Binding;
}

function executeOp(binding: Binding, ...words: Parameters<Binding['executeOp']>): NativeTensor[] {
  try {
    return binding.executeOp(...words);
  } catch (error) {
    const explained = translateNativeError(error);
    if (explained !== error) throw explained;
    const reason = error instanceof Error ? error.message : String(error);
    throw new PolyheadError(
      'UNSUPPORTED_OPERATION',
      `compile: the operation ${words[0]}${callerLocation()} does not take what the function gives it. TensorFlow says: ${reason}`,
      { cause: error },
    );
  }
}
