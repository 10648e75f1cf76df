import type { Network } from '@polyhead/model';
import type { TaskMap } from '@polyhead/core';
import type { History } from '../history/history';
import { evaluateSource } from '../scores/score-source';
import type { TrainOptions } from './train-options';
import { openSession } from './open-session';
import { readBatches } from '../steps/read-batches';
import { startEpochTimer } from './start-timer';

/**
 * Trains a network: every epoch goes once through the training source, then scores the whole validation source.
 *
 * Runs on tfjs' current backend, compiled where an engine offers it. The weights change in place; the history comes
 * back.
 * Throws if sources and network do not fit, there is nothing to train on, the validation source changes, repeats or
 * drops images, another run changes the weights of this network, or a loss is not finite. While it runs, the network can
 * be evaluated and can predict.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import type { BatchSource, FaceTasks } from '@polyhead/core';
 * import { adam, train } from '@polyhead/training';
 * declare const network: Network<FaceTasks>;
 * declare const training: BatchSource<FaceTasks>, validation: BatchSource<FaceTasks>;
 * const history = await train(network, { training, validation, epochs: 10, optimizer: adam({ learningRate: 1e-4 }) });
 * history.epochs[9]?.validation?.race.accuracy;
 * ```
 */
export async function train<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: TrainOptions<NoInfer<Tasks>>,
): Promise<History<Tasks>> {
  const session = await openSession(network, options);
  const { training, validation } = session.options;
  const { step, notify, history } = session;
  let failure: unknown;
  try {
    await session.begin();
    while (session.continues()) {
      const timer = startEpochTimer();
      const seen = session.seen();
      const { epoch, batch } = session.position();
      await notify('onEpochBegin', epoch);
      for await (const data of readBatches(training, epoch, batch)) {
        const at = session.advance(data);
        if (data.size === 0) continue; // every image was skipped
        const result = await step.run(data, at);
        seen.add(data, result.outputs);
        timer.count(data.size);
        await notify('onBatchEnd', { ...at, size: data.size, result, data });
      }
      timer.trainingEnds();
      const scores = {
        training: seen.scores('train: training loss'),
        ...(validation && {
          validation: await session.validate(() => evaluateSource(step, validation, 'train: validation loss')),
        }),
      };
      await notify('onEpochEnd', await session.closeEpoch(scores, timer));
    }
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    await session.end(failure);
  }
  return history;
}
