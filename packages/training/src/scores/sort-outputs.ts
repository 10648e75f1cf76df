import { type TaskMap, type TaskName, taskNames, concatBytes } from '@polyhead/core';
import { zipTasks } from '../steps/predict-function';
import type { OutputAccumulator } from './collect-outputs';

/** What was put out for one task, in the order of the records. */
export interface ReorderedTask {
  /** Mean loss. */
  readonly loss: number;
  /** True values, [n]. */
  readonly truth: Float64Array;
  /** Predicted values, [n]. */
  readonly predicted: Float64Array;
  /** The outputs, [n, units] row by row. */
  readonly outputs: Float32Array;
}

/** A collection in the order of the records. */
export interface SortedOutputs<Tasks extends TaskMap> {
  /** Positions of the records, ascending. */
  readonly indices: Uint32Array;
  /** What was put out for each task. */
  readonly tasks: Readonly<Record<TaskName<Tasks>, ReorderedTask>>;
}

/** Brings what came in batches, perhaps shuffled, into the order of the records. */
export function sortOutputs<Tasks extends TaskMap>(
  tasks: Tasks,
  { indices, tasks: columns }: OutputAccumulator<Tasks>,
): SortedOutputs<Tasks> {
  const order = Array.from(indices.keys()).sort((a, b) => (indices[a] ?? 0) - (indices[b] ?? 0) || a - b);
  const names = taskNames(tasks);
  const sorted = names.map((name): ReorderedTask => {
    const { truth, predicted, outputs, lossSum } = columns[name];
    const pick = (values: readonly number[]): Float64Array => Float64Array.from(order, (row) => values[row] ?? NaN);
    return {
      loss: lossSum / order.length,
      truth: pick(truth),
      predicted: pick(predicted),
      outputs: takeRows(new Float32Array(concatBytes(outputs).buffer), order, tasks[name]?.units ?? 1),
    };
  });
  return { indices: Uint32Array.from(order, (row) => indices[row] ?? 0), tasks: zipTasks(names, sorted) };
}

function takeRows(values: Float32Array, order: readonly number[], units: number): Float32Array {
  const picked = new Float32Array(values.length);
  order.forEach((row, position) => picked.set(values.subarray(row * units, (row + 1) * units), position * units));
  return picked;
}
