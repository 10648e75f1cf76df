import type { Network } from '@polyhead/model';
import { expectObject, type TaskMap, tasksFromSpecs } from '@polyhead/tasks';
import type { RunState } from '../run-state';
import type { TrainStepOptions } from '../steps/train-step';
import { taskDifference } from './check-run';

/** Throws where a saved run is not one of this network, optimizer and seed, telling what differs. */
export function checkResume<Tasks extends TaskMap>(
  state: RunState,
  { tasks }: Network<Tasks>,
  { optimizer, seed, lossWeighting = 'fixed' }: TrainStepOptions,
): void {
  expectObject('train: "resume"', state, {
    what: 'the state of a run',
    members: ['train', 'tasks', 'optimizer'],
    example: "await readCheckpoint('runs/faces')",
  });
  const difference = taskDifference(tasks, tasksFromSpecs(state.tasks));
  if (difference !== undefined) throw new Error(`train: "resume" is a run with other tasks: ${difference}.`);
  const name = optimizer.settings['name'];
  if (state.optimizer['name'] !== name)
    throw new Error(
      `train: "resume" is a run with ${JSON.stringify(state.optimizer['name'])} as optimizer, this one has ${JSON.stringify(name)}. Pass the same optimizer.`,
    );
  const { lossWeighting: saved = 'fixed' } = state;
  if (saved !== lossWeighting)
    throw new Error(
      `train: "resume" is a run with "lossWeighting: '${saved}'", this one has '${lossWeighting}'. Pass the same.`,
    );
  if (state.seed !== seed)
    throw new Error(`train: "resume" is a run with seed ${state.seed}, this one has seed ${seed}. Pass the same seed.`);
}
