// What the parts of the contract of training steps share.
import { ageDistribution, binary, classification, regression } from '@polyhead/core';
import type { Batch, BatchSource, TaskMap, TaskName } from '@polyhead/core';
import { type Network } from '@polyhead/model';
import { type Optimizer, type TrainState, type TrainStep, type TrainStepFactory } from '@polyhead/training';
import { tinySource } from '../support/tiny-network';

export const tasks = {
  age: regression({ scale: 40, min: 0, lossWeight: 4 }),
  race: classification(['a', 'b', 'c'], { lossWeight: 1.5, lossOptions: { labelSmoothing: 0.1 } }),
  gender: binary(['x', 'y'], { loss: 'binaryFocalCrossentropy' }),
  years: ageDistribution({ max: 40 }),
};
export type Tasks = typeof tasks;
export const rate = 0.01;

/** An engine's step, as the parts of the contract see it. */
export interface StepSuite {
  /** Creates a small network and a step that trains it. */
  make: (
    optimizer?: Optimizer,
    dropout?: number,
    seed?: number,
  ) => Promise<{ network: Network<Tasks>; step: TrainStep<Tasks> }>;
  /** The engine's factory. */
  factory: TrainStepFactory;
  /** Largest difference to the eager step with the same noise, relative to 1. */
  tolerance: number;
  /** True if the engine's dropout has the masks of the eager step. */
  sameNoise: boolean;
}

export async function batchesOf<T extends TaskMap>(
  map: T,
  count: number,
  batchSize = 8,
): Promise<Batch<TaskName<T>>[]> {
  const batches: Batch<TaskName<T>>[] = [];
  const source: BatchSource<T> = tinySource(map, { size: count * batchSize, batchSize });
  for await (const batch of source.batches(0)) batches.push(batch);
  return batches;
}

export async function runAll(
  step: TrainStep<Tasks>,
  batches: readonly Batch<TaskName<Tasks>>[],
  from: number,
): Promise<void> {
  for (const [index, batch] of batches.entries()) await step.run(batch, { learningRate: rate, step: from + index });
}

export function scramble<T extends { values: Float32Array }>(array: T): T {
  return {
    ...array,
    values: array.values.map((value, index) => Math.fround(Math.abs(value) + Math.fround(0.1 * ((index % 7) + 1)))),
  };
}

export function expectSameState(one: TrainState, other: TrainState): void {
  expect(one.weights.map(({ values }) => Array.from(values))).toEqual(
    other.weights.map(({ values }) => Array.from(values)),
  );
  expect(one.optimizer.map(({ values }) => Array.from(values))).toEqual(
    other.optimizer.map(({ values }) => Array.from(values)),
  );
}

export function expectClose(values: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(values.length).toBe(expected.length);
  const worst = Math.max(
    ...values.map((value, index) => Math.abs(value - expected[index]!) / Math.max(1, Math.abs(expected[index]!))),
  );
  expect(worst).toBeLessThanOrEqual(tolerance);
}
