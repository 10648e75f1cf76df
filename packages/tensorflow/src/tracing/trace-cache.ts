import type { Variable } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../graph/binding';
import { generalizeBatchSize, type TraceSample, type ScalableTrace } from './generalize-batch-size';
import { batchOf, type Inputs, signature, tidySample } from './inputs';
import { type TensorFunction, trace, type Trace } from './trace';
import { isUntraceable } from '../graph/untraceable';
import { type GraphVariable, graphVariable } from './variables';

/** Sizes at which batched functions are recorded: two to learn from and one to check. */
const sampleSizes = [2, 3, 5] as const;

/** Traces of one function. */
export interface TraceCache {
  /** The trace for inputs of these shapes and types. */
  traceFor(inputs: Inputs): Trace;
  /** All variables met so far. */
  variables(): readonly GraphVariable[];
}

export function createTraceCache(backend: NativeBackend, run: TensorFunction, batched: readonly string[]): TraceCache {
  const variables = new Map<Variable, GraphVariable>();
  const scalable = new Map<string, ScalableTrace | undefined>();
  const variableInfo = (variable: Variable): GraphVariable => {
    const known = variables.get(variable) ?? graphVariable(variable, variables.size);
    variables.set(variable, known);
    return known;
  };
  const sampleOf = (inputs: Inputs, batch: number): TraceSample =>
    tidySample(inputs, batched, batch, (sample) => ({ batch, trace: trace(backend, run, sample, variableInfo) }));
  const learn = (inputs: Inputs): ScalableTrace | undefined => {
    const [first, second, proof] = sampleSizes.map((size) => sampleOf(inputs, size)) as [
      TraceSample,
      TraceSample,
      TraceSample,
    ];
    return generalizeBatchSize(first, second, proof);
  };
  const traceFamily = (inputs: Inputs): ScalableTrace | undefined => {
    const key = signature(inputs, batched);
    try {
      if (!scalable.has(key)) scalable.set(key, learn(inputs));
      return scalable.get(key);
    } catch (error) {
      if (isUntraceable(error)) throw error;
      return undefined; // the function may work at the real size only
    }
  };
  let last: { readonly key: string; readonly traced: Trace } | undefined;
  const traceAtSize = (inputs: Inputs): Trace => {
    const key = signature(inputs);
    if (last?.key !== key) last = { key, traced: trace(backend, run, inputs, variableInfo) };
    return last.traced;
  };
  return {
    traceFor: (inputs) => {
      const batch = batchOf(inputs, batched);
      return (batch === undefined ? undefined : traceFamily(inputs)?.(batch)) ?? traceAtSize(inputs);
    },
    variables: () => [...variables.values()],
  };
}
