import { dispose, type TensorContainer } from '@tensorflow/tfjs-core';
import type { Binding, NativeAttribute, NativeBackend, NativeTensor } from '../graph/binding';
import { translateNativeError } from '../graph/translate-native-error';
import { untraceable } from '../graph/untraceable';
import { callerLocation } from './caller-location';
import { PolyheadError } from '@polyhead/core';

/** Receives every call of the backend. */
export interface TraceListener {
  /** Called before an operation; throws if an operand cannot be in a graph. */
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
/** Operations whose result in a graph would differ from the recorded run. */
const rejected: Readonly<Record<string, string>> = {
  Multinomial: 'draws random numbers that no seed of a step repeats. Draw them outside and pass them in',
  NonMaxSuppressionV3: varyingShape,
  NonMaxSuppressionV4: varyingShape,
  NonMaxSuppressionV5: varyingShape,
  UniqueV2: varyingShape,
  Where: varyingShape,
};

const recordings = new WeakSet<Binding>();

/** True while a function is recorded. */
export function isRecording({ binding }: NativeBackend): boolean {
  return recordings.has(binding);
}

/**
 * Runs a function and passes every call of the backend to a listener. Throws UNTRACEABLE if a graph
 * cannot replay the function.
 */
export function withTracing<T>(backend: NativeBackend, listener: TraceListener, run: () => T): T {
  const { binding: original } = backend;
  const random = Math.random;
  const reads: PolyheadError[] = [];
  backend.binding = tracingBinding(original, listener, reads);
  recordings.add(backend.binding);
  Math.random = () => {
    throw untraceable(
      `compile: the function draws a random number in JavaScript${callerLocation()}. It would be the same at every run: pass numbers in as a tensor, or use an operation with a seed and a step.`,
    );
  };
  try {
    const result = run();
    if (reads[0] === undefined) return result;
    dispose(result as TensorContainer); // the caller does not receive it
    throw reads[0];
  } catch (error) {
    throw reads[0] ?? error;
  } finally {
    backend.binding = original;
    Math.random = random;
  }
}

/**
 * Wraps the binding so that the listener receives its calls. The properties of the addon are read-only, so an object
 * that inherits from it overrides them.
 */
function tracingBinding(binding: Binding, { used, executed, created }: TraceListener, reads: PolyheadError[]): Binding {
  const overrides: Partial<Binding> = {
    executeOp: (op, attributes, inputs, outputs) => {
      if (Object.hasOwn(rejected, op))
        throw untraceable(`compile: the function uses the operation ${op}${callerLocation()}, which ${rejected[op]}.`);
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
    // The values are returned all the same: an error thrown here would reject the promise of an asynchronous read,
    // which no code awaits.
    tensorDataSync: (id) => {
      reads.push(
        untraceable(
          `compile: the function reads the values of a tensor${callerLocation()}. A graph runs without JavaScript: return the tensor and read it outside, or do the work with tensor operations.`,
        ),
      );
      return binding.tensorDataSync(id);
    },
    runSavedModel: () => {
      throw untraceable(
        `compile: the function runs a SavedModel${callerLocation()}, whose operations cannot be recorded. Run it outside and pass in its results.`,
      );
    },
  };
  const descriptors = Object.fromEntries(Object.entries(overrides).map(([name, value]) => [name, { value }]));
  return Object.create(binding, descriptors) as Binding;
}

function executeOp(binding: Binding, ...call: Parameters<Binding['executeOp']>): NativeTensor[] {
  try {
    return binding.executeOp(...call);
  } catch (error) {
    const explained = translateNativeError(error);
    if (explained !== error) throw explained;
    const reason = error instanceof Error ? error.message : String(error);
    throw new PolyheadError(
      'INVALID_ARGUMENT',
      `compile: the operation ${call[0]}${callerLocation()} rejects its inputs. TensorFlow reports: ${reason}`,
      { where: 'compile', cause: error },
    );
  }
}
