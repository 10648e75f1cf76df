import { namedWeights } from '@polyhead/model';
import { faceTasks, type FaceTasks } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { constraints, regularizers } from '@tensorflow/tfjs-layers';
import { adam, type Callback, evaluate, train, updateBatchNorm } from '@polyhead/training';
import { tinyNetwork, tinySource, useCpu, weightsOf } from './support/tiny-network';

const tasks = faceTasks();
const optimizer = adam({ learningRate: 0.01 });

beforeAll(useCpu);

describe('the weights that train evaluates and leaves', () => {
  it('with emaDecay, validates and ends with averaged weights, and trains with the raw weights', async () => {
    const follow = async (emaDecay?: number) => {
      const network = tinyNetwork(tasks, { dropout: 0 });
      const trace: { losses: number[]; weights: number[][]; validated: number[][] } = {
        losses: [],
        weights: [],
        validated: [],
      };
      const watch: Callback<FaceTasks> = {
        name: 'watch',
        onBatchEnd: async (run, { result }) => {
          trace.losses.push(result.loss);
          trace.weights.push(Array.from((await run.readState()).train.weights[0]!.values));
          trace.validated.push(Array.from((await run.readWeights())[0]!.values));
        },
      };
      const source = tinySource(tasks, { size: 24 });
      const { epochs } = await train(network, {
        training: source,
        validation: source,
        epochs: 2,
        optimizer,
        callbacks: [watch],
        ...(emaDecay !== undefined && { emaDecay }),
      });
      return {
        ...trace,
        final: weightsOf(network)[0]!,
        validation: epochs[1]!.validation!,
        evaluated: await evaluate(network, source),
      };
    };
    const [plain, averages] = [await follow(), await follow(0.9)];
    expect(averages.losses).toEqual(plain.losses);
    expect(averages.weights).toEqual(plain.weights);
    expect(averages.validated[0]).toEqual(plain.weights[0]);
    let mean = plain.weights[0]!;
    plain.weights.forEach(
      (weights, step) =>
        (mean = mean.map((value, index) => value + (weights[index]! - value) * (1 - Math.min(0.9, step / (step + 9))))),
    );
    averages.final.forEach((value, index) => expect(value).toBeCloseTo(mean[index]!, 5));
    expect(averages.validation.loss).toBeCloseTo(averages.evaluated.loss, 6);
    expect(averages.validation.loss).not.toBe(plain.validation.loss);
  });

  it('with updateBatchNorm, validates, saves and ends as after updateBatchNorm, and trains as without it', async () => {
    const follow = async (batches?: number) => {
      const network = tinyNetwork(tasks, { dropout: 0.5 });
      const source = tinySource(tasks, { size: 24 });
      const saved: number[][][] = [];
      const watch: Callback<FaceTasks> = {
        name: 'watch',
        onEpochEnd: (run) => run.withEvalWeightsInModel(async () => void saved.push(weightsOf(network))),
      };
      const { epochs } = await train(network, {
        training: source,
        validation: source,
        epochs: 3,
        optimizer,
        callbacks: [watch],
        updateBatchNorm: batches ?? false,
      });
      return {
        network,
        source,
        saved,
        losses: epochs.map(({ training }) => training.loss),
        validation: epochs[2]!.validation!.loss,
      };
    };
    const [plain, updated] = [await follow(), await follow(3)];
    expect(updated.losses).toEqual(plain.losses);
    await updateBatchNorm(plain.network, plain.source);
    expect((await evaluate(plain.network, plain.source)).loss).toBeCloseTo(updated.validation, 3);
    expect(updated.validation).not.toBe(plain.validation);
    expect(weightsOf(updated.network)).toEqual(updated.saved[2]);
    weightsOf(plain.network)
      .flat()
      .forEach((value, index) => expect(weightsOf(updated.network).flat()[index]).toBeCloseTo(value, 4));
    expect((await evaluate(updated.network, updated.source)).loss).toBeCloseTo(updated.validation, 5);
  });

  it('with updateBatchNorm, recomputes the statistics for weights that a callback writes at an epoch end', async () => {
    const network = tinyNetwork(tasks);
    const source = tinySource(tasks, { size: 24 });
    const written: number[][] = [];
    const halve: Callback<FaceTasks> = {
      name: 'halve',
      onEpochEnd: async (run) => {
        const halved = (await run.readWeights()).map((weight) => ({
          ...weight,
          values: weight.values.map((value) => value / 2),
        }));
        await run.writeWeights(halved);
        written.push(...(await run.readWeights()).map(({ values }) => Array.from(values)));
        expect(written).toEqual(halved.map(({ values }) => Array.from(values)));
      },
    };
    await train(network, { training: source, epochs: 1, optimizer, callbacks: [halve], updateBatchNorm: 3 });
    const moving = namedWeights(network.model).map(({ name }) => name.includes('moving'));
    const [ended, trained] = [weightsOf(network), (values: number[][]) => values.filter((_, index) => !moving[index])];
    expect(trained(ended)).toEqual(trained(written));
    await updateBatchNorm(network, source);
    weightsOf(network)
      .flat()
      .forEach((value, index) => expect(ended.flat()[index]).toBeCloseTo(value, 5));
  });

  it('keeps the constraints of layers', async () => {
    const network = tinyNetwork(tasks, { kernelConstraint: constraints.maxNorm({ maxValue: 0.5, axis: 0 }) });
    await train(network, { training: tinySource(tasks), epochs: 1, optimizer: adam({ learningRate: 0.1 }) });
    const kernel = network.model.layers.find((layer) => layer.getClassName() === 'Dense')!.getWeights()[0]!;
    const norms = tf.tidy(() => Array.from(tf.norm(kernel, 2, 0).dataSync()));
    expect(Math.max(...norms)).toBeGreaterThan(0.49);
    expect(Math.max(...norms)).toBeLessThan(0.5 + 1e-5);
  });

  it('adds the penalties of regularizers to what it minimizes, not to what it reports', async () => {
    const network = tinyNetwork(tasks, { dropout: 0 });
    const dense = network.model.layers.find((layer) => layer.getClassName() === 'Dense')!;
    dense.addLoss(() => regularizers.l2({ l2: 10 }).apply(dense.weights[0]!.read()));
    const totals: number[] = [];
    const watch: Callback<FaceTasks> = { name: 'watch', onBatchEnd: (_, { result }) => void totals.push(result.loss) };
    const { epochs } = await train(network, {
      training: tinySource(tasks, { size: 8 }),
      epochs: 1,
      optimizer,
      callbacks: [watch],
    });
    expect(totals[0]).toBeGreaterThan(epochs[0]!.training.loss + 1);
  });
});
