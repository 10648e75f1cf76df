import { type BatchSource, classification } from '@polyhead/core';
import {
  adam,
  type Callback,
  earlyStopping,
  type History,
  type MetricPath,
  reduceOnPlateau,
  registerTrainStep,
  train,
  type TrainOptions,
  type TrainStepFactory,
} from '@polyhead/training';
import { checkpoints } from '@polyhead/training/node';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import golden from './golden/callbacks.json';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { race: classification(['a', 'b']) };
type Tasks = typeof tasks;

/** A step that gives outputs with a known loss, epoch by epoch, and writes the epoch into the weights. */
function scripted(curve: readonly number[], batches: number): TrainStepFactory {
  return async (network) => {
    let steps = 0;
    let weights: Float32Array = new Float32Array([-1]);
    const outputs = () => ({
      race: new Float32Array([
        Math.exp(-curve[Math.ceil(steps / batches) - 1]!),
        1 - Math.exp(-curve[Math.ceil(steps / batches) - 1]!),
      ]),
    });
    const state = () => ({ weights: [{ name: 'w', shape: [1], values: weights.slice() }], optimizer: [] });
    const made = {
      run: async () => {
        steps++;
        weights = Float32Array.of(Math.ceil(steps / batches) - 1);
        return { loss: 0, losses: { race: 0 }, outputs: outputs() };
      },
      predict: async () => outputs(),
      readState: async () => state(),
      writeState: async ({ weights: [array] }: ReturnType<typeof state>) => void (weights = array!.values),
      dispose: async () => network.model.setWeights(network.model.getWeights()),
    };
    return made as never;
  };
}

/** A source of one image of class 0. */
const one: BatchSource<Tasks> = {
  ...tinySource(tasks, { size: 1, batchSize: 1 }),
  async *batches() {
    yield {
      size: 1,
      images: new Uint8Array(36),
      targets: { race: Float32Array.of(1, 0) },
      labels: { race: Float64Array.of(0) },
      indices: Uint32Array.of(0),
    };
  },
};

async function follow(
  curve: readonly number[],
  callback: Callback<Tasks>,
): Promise<{ history: History<Tasks>; weight: number }> {
  registerTrainStep('cpu', scripted(curve, 1));
  const network = {
    ...tinyNetwork(tasks),
    model: {
      layers: [],
      weights: [],
      trainableWeights: [],
      getWeights: () => [],
      setWeights: () => undefined,
    } as never,
  };
  let weight = NaN;
  const spy: Callback<Tasks> = {
    name: 'spy',
    last: true,
    onTrainEnd: async (run) =>
      void (weight = (await run.readState().catch(() => undefined))?.train.weights[0]?.values[0] ?? NaN),
  };
  const history = await train(network, {
    training: one,
    validation: one,
    epochs: curve.length,
    callbacks: [callback, spy],
  });
  registerTrainStep('cpu', async () => undefined);
  return { history, weight };
}

beforeAll(useCpu);

describe('earlyStopping', () => {
  it.each(golden.stopping.map((test, index) => [index, test] as const))(
    'stops where Keras does, case %i',
    async (_, { curve, patience, minDelta, epochs, bestEpoch }) => {
      const { history } = await follow(curve, earlyStopping<Tasks>({ patience, minDelta: minDelta + 1e-7 }));
      expect(history.epochs.length).toBe(epochs);
      if (epochs < curve.length) expect(history.stopped).toContain(`of epoch ${bestEpoch} for ${patience} epochs`);
    },
  );

  it('knows from the task that more accuracy is better', async () => {
    const { history } = await follow(
      [0.1, 0.2, 2, 2, 2],
      earlyStopping<Tasks>({ metric: 'validation.race.accuracy', patience: 2 }),
    );
    expect(history.epochs.map(({ validation }) => validation?.race.accuracy)).toEqual([1, 1, 0]);
    expect(history.stopped).toBe(
      'earlyStopping: validation.race.accuracy has not been better than 1 of epoch 0 for 2 epochs',
    );
  });

  it('gives the network the weights of its best epoch back, also at the end of all epochs', async () => {
    expect((await follow([3, 1, 2, 2, 2], earlyStopping<Tasks>({ patience: 9 }))).weight).toBe(1);
    expect((await follow([3, 1, 2, 2, 2], earlyStopping<Tasks>({ patience: 2 }))).weight).toBe(1);
    expect(
      (await follow([3, 1, 2, 2, 2], earlyStopping<Tasks>({ patience: 9, restoreBestWeights: false }))).weight,
    ).toBe(4);
  });

  it('rejects a number that is not in the history, naming those that are', async () => {
    const run = (metric: string) =>
      train(tinyNetwork(tasks), {
        training: tinySource(tasks),
        validation: one,
        epochs: 1,
        optimizer: adam(),
        callbacks: [earlyStopping<Tasks>({ metric: metric as MetricPath<Tasks> })],
      });
    await expect(run('validation.rcae.accuracy')).rejects.toThrow(
      'earlyStopping: expected one of training.loss, training.race.loss, training.race.accuracy, validation.loss',
    );
    await expect(run('validation.race.meanAbsoluteError')).rejects.toThrow('got "validation.race.meanAbsoluteError"');
  });

  it.each<[string, Pick<TrainOptions<Tasks>, 'callbacks' | 'schedule'>]>([
    ['earlyStopping', { callbacks: [earlyStopping()] }],
    ['reduceOnPlateau', { schedule: reduceOnPlateau() }],
    [
      'checkpoints',
      { callbacks: [checkpoints(join(tmpdir(), 'polyhead-no-validation'), { best: 'validation.loss' })] },
    ],
  ])('%s says before the first batch that there is no validation to watch', async (name, options) => {
    const training = { ...tinySource(tasks), batches: jest.fn() };
    await expect(train(tinyNetwork(tasks), { training, epochs: 1, ...options })).rejects.toThrow(
      `${name}: "validation.loss" is not in the history, as there is no validation. Pass "validation" to train, or watch "training.loss".`,
    );
    expect(training.batches).not.toHaveBeenCalled();
  });
});
