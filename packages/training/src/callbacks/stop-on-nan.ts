import { type TaskMap, taskNames } from '@polyhead/tasks';
import type { Callback } from './callback';

/** Ends a run with an error as soon as a loss is not a finite number: the second callback of every run. */
export function stopOnNaN<Tasks extends TaskMap>(): Callback<Tasks> {
  return {
    name: 'stopOnNaN',
    onBatchEnd: ({ network }, { epoch, batch, learningRate, result }) => {
      if (Number.isFinite(result.loss)) return;
      const name = taskNames(network.tasks).find((task) => !Number.isFinite(result.losses[task]));
      const what = name === undefined ? 'the total loss' : `the loss of "${name}"`;
      const value = name === undefined ? result.loss : result.losses[name];
      throw new Error(`train: ${what} became ${value} in epoch ${epoch}, batch ${batch} (both counted from 0) at learning rate ${learningRate}. Train with a lower learning rate or "clipNorm", and look for targets that are no numbers.`);
    },
  };
}
