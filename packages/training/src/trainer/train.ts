import type { Network } from '@polyhead/model';
import type { TaskMap } from '@polyhead/core';
import type { History } from '../history/history';
import { readBatches } from '../steps/read-batches';
import { startEpochTimer } from './start-timer';
import type { TrainOptions } from './train-options';
import { Trainer } from './trainer';

/**
 * Trains a network: every epoch reads the training source once, then evaluates the whole validation source.
 *
 * Runs on the current tfjs backend, compiled if an engine offers it. The weights change in place. During training, the
 * network can be evaluated and can predict.
 *
 * @param network - Network to train, with tasks and an image shape that equal those of the sources.
 * @param options - Sources, number of epochs, optimizer, schedule, callbacks and the rest of {@link TrainOptions}.
 * @returns The history: one record for each epoch, oldest first.
 * @throws {PolyheadError} INVALID_ARGUMENT if an option is not valid, the validation source changes, repeats or drops
 * images, or every image of an epoch was skipped; NETWORK_BUSY if another run trains this network; DATA_MISMATCH if a
 * source does not fit the network; RESUME_MISMATCH if `resume` is the state of another run; OUT_OF_MEMORY if a step
 * does not fit into the memory of WebAssembly; NON_FINITE_LOSS if a loss is NaN or infinite.
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
  const trainer = await Trainer.open(network, options);
  const { step, callbacks, counter } = trainer;
  const { training, validation } = trainer.options;
  let failure: unknown;
  try {
    await trainer.begin();
    while (trainer.hasNextEpoch()) {
      const timer = startEpochTimer();
      const outputs = trainer.startOutputs();
      const { epoch, batch: firstBatch } = counter.read();
      await callbacks.onEpochBegin(epoch);
      for await (const batch of readBatches(training, epoch, firstBatch)) {
        const stepInfo = counter.advance(batch);
        if (batch.size === 0) continue; // every image was skipped
        const result = await step.run(batch, stepInfo);
        outputs.add(batch, result.outputs);
        timer.count(batch.size);
        await callbacks.onBatchEnd({ ...stepInfo, size: batch.size, result, data: batch });
      }
      timer.markTrainingEnd();
      const scores = {
        training: outputs.scores('train: training loss'),
        ...(validation && { validation: await trainer.validate(validation) }),
      };
      await callbacks.onEpochEnd(await trainer.closeEpoch(scores, timer));
    }
    await trainer.commitWeights();
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    await trainer.end(failure);
  }
  return trainer.history;
}
