import type { Network } from '@polyhead/model';
import { assertObject, type TaskMap, PolyheadError } from '@polyhead/core';
import type { RunState } from '../history/run-state';
import type { TrainStepOptions } from '../steps/train-step';
import { taskDifference } from './check-run';

/** What a task learns by: a run may continue with another loss or weight. */
const lossNames: readonly string[] = ['loss', 'lossOptions', 'lossWeight'];

/** Throws if a saved run does not have these tasks, this kind of optimizer and this seed, and says what differs. */
export function checkResume<Tasks extends TaskMap>(
  state: RunState,
  { tasks }: Network<Tasks>,
  { optimizer, seed, lossWeighting = 'fixed' }: TrainStepOptions,
): void {
  assertObject('train: "resume"', state, {
    what: 'the state of a run',
    requiredKeys: ['train', 'tasks', 'optimizer'],
    example: "await readCheckpoint('runs/faces')",
  });
  const saved = Object.fromEntries(Object.entries(state.tasks).map(([task, spec]) => [task, { toJSON: () => spec }]));
  const difference = taskDifference(tasks, saved, 'checkpoint', lossNames);
  if (difference !== undefined)
    throw new PolyheadError(
      'RESUME_MISMATCH',
      `train: "resume" is a run with other tasks: ${difference}. Make the network from the tasks of that run, or train from the start.`,
    );
  const name = optimizer.settings['name'];
  if (state.optimizer['name'] !== name)
    throw new PolyheadError(
      'RESUME_MISMATCH',
      `train: "resume" is a run with ${JSON.stringify(state.optimizer['name'])} as optimizer, this one has ${JSON.stringify(name)}. Pass the same optimizer.`,
    );
  const { lossWeighting: weighting = 'fixed' } = state;
  if (weighting !== lossWeighting)
    throw new PolyheadError(
      'INVALID_ARGUMENT',
      `train: "resume" is a run with "lossWeighting: '${weighting}'", this one has '${lossWeighting}'. Pass the same.`,
    );
  if (state.seed !== seed)
    throw new PolyheadError(
      'RESUME_MISMATCH',
      `train: "resume" is a run with seed ${state.seed}, this one has seed ${seed}. Pass the same seed.`,
    );
}
