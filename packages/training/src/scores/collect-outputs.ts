import { accuracy, meanAbsoluteError } from '@polyhead/metrics';
import { type Batch, type Task, type TaskMap, type TaskName, taskNames, invalidArgument } from '@polyhead/core';
import type { EpochScores } from '../history/history';
import type { OutputAccumulatorState, TaskOutputs } from '../history/task-outputs';
import { getLoss } from '../losses/get-loss';
import { zipTasks } from '../steps/predict-function';
import type { Outputs } from '../steps/train-step';

/** Collects what a network puts out, so that every score is computed from all of a split at once. */
export interface OutputAccumulator<Tasks extends TaskMap> {
  /** Takes in a batch and what the network made of it. */
  add(batch: Batch<TaskName<Tasks>>, outputs: Outputs<Tasks>): void;
  /** Positions of the records, in the order they came. */
  readonly indices: readonly number[];
  /** What came for each task, in the same order. */
  readonly tasks: Readonly<Record<TaskName<Tasks>, TaskOutputs>>;
  /** The scores of all that came. Throws if nothing did. */
  scores(where: string): EpochScores<Tasks>;
  /** What came so far, for checkpoints in the middle of an epoch. */
  state(): OutputAccumulatorState;
}

/** An empty collection, or one that goes on from a saved state. */
export function accumulateOutputs<Tasks extends TaskMap>(
  tasks: Tasks,
  keepOutputs = false,
  from?: OutputAccumulatorState,
): OutputAccumulator<Tasks> {
  const names = taskNames(tasks);
  const losses = zipTasks(
    names,
    names.map((name) => getLoss(taskOf(tasks, name))),
  );
  const columns = zipTasks(
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
      tasks: zipTasks(
        names,
        names.map((name) => savedColumn(columns[name])),
      ),
    }),
    scores: (where) => {
      if (indices.length === 0)
        throw invalidArgument(
          where,
          'expected at least one image',
          'none',
          'Is the source empty, or was every image skipped?',
        );
      const each = names.map((name) => scoreOf(taskOf(tasks, name), columns[name], `${where} of "${name}"`));
      const loss = names.reduce(
        (sum, name, index) => sum + taskOf(tasks, name).lossWeight * (each[index]?.loss ?? NaN),
        0,
      );
      return { ...zipTasks(names, each), loss } as unknown as EpochScores<Tasks>;
    },
  };
}

function startColumn(from: OutputAccumulatorState | undefined, name: string): TaskOutputs {
  const { truth = [], predicted = [], lossSum = 0 } = from?.tasks[name] ?? {};
  return { truth: [...truth], predicted: [...predicted], outputs: [], lossSum };
}

function savedColumn({ truth, predicted, lossSum }: TaskOutputs): OutputAccumulatorState['tasks'][string] {
  return { truth: [...truth], predicted: [...predicted], lossSum };
}

function addTo<Name extends string>(
  column: TaskOutputs,
  task: Task,
  batch: Batch<Name>,
  name: Name,
  outputs: Float32Array,
  loss: ReturnType<typeof getLoss>['value'],
): void {
  for (const value of batch.labels[name]) column.truth.push(value);
  for (let offset = 0; offset < batch.size * task.units; offset += task.units) {
    column.predicted.push(task.decodeValue(outputs, offset));
    column.lossSum += loss(batch.targets[name], outputs, offset);
  }
}

function scoreOf(
  { type, metric }: Task,
  { truth, predicted, lossSum }: TaskOutputs,
  where: string,
): { readonly loss: number } {
  if (!Number.isFinite(lossSum))
    throw invalidArgument(
      where,
      'expected a finite loss',
      lossSum / truth.length,
      'The network\'s outputs are no numbers any more: train with a lower learning rate or "clipNorm".',
    );
  return {
    loss: lossSum / truth.length,
    [metric.name]: type === 'classification' ? accuracy(truth, predicted) : meanAbsoluteError(truth, predicted),
  };
}

function taskOf<Tasks extends TaskMap>(tasks: Tasks, name: TaskName<Tasks>): Task {
  return tasks[name] as Task;
}
