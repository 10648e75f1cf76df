import { accuracy, meanAbsoluteError } from '@polyhead/metrics';
import { type Batch, type Task, type TaskMap, type TaskName, taskNames } from '@polyhead/tasks';
import type { EpochScores } from '../history';
import { lossOf } from '../losses/loss-of';
import { byTask } from '../steps/predict-function';
import type { Outputs } from '../steps/train-step';

/** Everything that was put out for one task over a split, picture by picture. */
export interface CollectedTask {
  /** True values: a quantity, or a class index. */
  readonly truth: number[];
  /** Predicted values of the same kind. */
  readonly predicted: number[];
  /** The outputs themselves, [n, units], a piece for each batch. Empty unless asked for. */
  readonly outputs: Float32Array[];
  /** Sum of the losses. */
  lossSum: number;
}

/** Collects what a network puts out, so that every score is computed from all of a split at once. */
export interface OutputCollection<Tasks extends TaskMap> {
  /** Takes in a batch and what the network made of it. */
  add(batch: Batch<TaskName<Tasks>>, outputs: Outputs<Tasks>): void;
  /** Positions of the records, in the order they came. */
  readonly indices: readonly number[];
  /** What came for each task, in the same order. */
  readonly tasks: Readonly<Record<TaskName<Tasks>, CollectedTask>>;
  /** The scores of all that came. Throws where nothing did. */
  scores(where: string): EpochScores<Tasks>;
  /** What came so far, for checkpoints in the middle of an epoch. */
  state(): CollectionState;
}

/** A collection as plain JSON, without the outputs. */
export interface CollectionState {
  /** Positions of the records. */
  readonly indices: readonly number[];
  /** What came for each task. */
  readonly tasks: { readonly [name: string]: Readonly<Omit<CollectedTask, 'outputs'>> };
}

/** An empty collection, or one that goes on from a saved state. */
export function collectOutputs<Tasks extends TaskMap>(
  tasks: Tasks,
  keepOutputs = false,
  from?: CollectionState,
): OutputCollection<Tasks> {
  const names = taskNames(tasks);
  const losses = byTask(
    names,
    names.map((name) => lossOf(taskOf(tasks, name))),
  );
  const columns = byTask(
    names,
    names.map((name) => startColumn(from, name)),
  );
  const indices = [...(from?.indices ?? [])];
  return {
    indices,
    tasks: columns,
    add: (batch, outputs) => {
      for (const index of batch.indices) indices.push(index);
      for (const name of names) {
        addTo(columns[name], taskOf(tasks, name), batch, name, outputs[name], losses[name].value);
        if (keepOutputs) columns[name].outputs.push(outputs[name]);
      }
    },
    state: () => ({
      indices: [...indices],
      tasks: byTask(
        names,
        names.map((name) => savedColumn(columns[name])),
      ),
    }),
    scores: (where) => {
      if (indices.length === 0)
        throw new Error(
          `${where}: expected at least one picture, got none. Is the source empty, or was every picture skipped?`,
        );
      const each = names.map((name) => scoreOf(taskOf(tasks, name), columns[name], `${where} of "${name}"`));
      const loss = names.reduce(
        (sum, name, index) => sum + taskOf(tasks, name).lossWeight * (each[index]?.loss ?? NaN),
        0,
      );
      return { ...byTask(names, each), loss } as unknown as EpochScores<Tasks>;
    },
  };
}

function startColumn(from: CollectionState | undefined, name: string): CollectedTask {
  const { truth = [], predicted = [], lossSum = 0 } = from?.tasks[name] ?? {};
  return { truth: [...truth], predicted: [...predicted], outputs: [], lossSum };
}

function savedColumn({ truth, predicted, lossSum }: CollectedTask): CollectionState['tasks'][string] {
  return { truth: [...truth], predicted: [...predicted], lossSum };
}

function addTo<Name extends string>(
  column: CollectedTask,
  task: Task,
  batch: Batch<Name>,
  name: Name,
  outputs: Float32Array,
  loss: ReturnType<typeof lossOf>['value'],
): void {
  for (const value of batch.values[name]) column.truth.push(value);
  for (let offset = 0; offset < batch.size * task.units; offset += task.units) {
    column.predicted.push(task.outputValue(outputs, offset));
    column.lossSum += loss(batch.targets[name], outputs, offset);
  }
}

function scoreOf(
  { type, metric }: Task,
  { truth, predicted, lossSum }: CollectedTask,
  where: string,
): { readonly loss: number } {
  if (!Number.isFinite(lossSum))
    throw new Error(
      `${where}: expected a finite loss, got ${lossSum / truth.length}. The network's outputs are no numbers any more: train with a lower learning rate or "clipNorm".`,
    );
  return {
    loss: lossSum / truth.length,
    [metric.name]: type === 'classification' ? accuracy(truth, predicted) : meanAbsoluteError(truth, predicted),
  };
}

function taskOf<Tasks extends TaskMap>(tasks: Tasks, name: TaskName<Tasks>): Task {
  return tasks[name] as Task;
}
