// The noise of a training step: dropout and stochastic depth.
import { regression } from '@polyhead/core';
import {
  buildNetwork,
  branch,
  flatten,
  layerScale,
  type Network,
  residualBlock,
  stochasticDepth,
} from '@polyhead/model';
import { adam, eagerStep, sgd, type TrainState, type TrainStep, type TrainStepFactory } from '@polyhead/training';
import golden from '../../../model/test/golden/networks.json';
import { batchesOf, expectClose, rate, runAll, type StepSuite, type Tasks, tasks } from './step-suite';

/** Tests that noise depends on the seed and the step only. */
export function testStepNoise({ make, factory, tolerance, sameNoise }: StepSuite): void {
  it('draws other noise at another step and for another seed, the same for the same', async () => {
    const [batch] = await batchesOf(tasks, 1);
    const outputs = async (seed: number, index: number) => {
      const { step } = await make(adam(), 0.5, seed);
      const result = await step.run(batch!, { learningRate: rate, step: index });
      await step.dispose();
      return result.outputs.race;
    };
    const reference = await outputs(7, 0);
    expect(await outputs(7, 0)).toEqual(reference);
    expect(await outputs(7, 1)).not.toEqual(reference);
    expect(await outputs(8, 0)).not.toEqual(reference);
  });

  it('draws other noise at every step of one run', async () => {
    const { step } = await make(sgd(), 0.5);
    const [batch] = await batchesOf(tasks, 1);
    const seen = [];
    for (let index = 0; index < 3; index++)
      seen.push((await step.run(batch!, { learningRate: 0, step: index })).outputs.race.join());
    expect(new Set(seen).size).toBe(3);
    await step.dispose();
  });

  it.each(Object.entries(golden.stochasticDepth.factors))(
    'leaves out whole images at a rate of %s and multiplies the others as Keras does; others at each step and seed, none in predictions',
    async (rate, factors) => {
      const first = await keptImages(factory, Number(rate), 7);
      const again = await keptImages(factory, Number(rate), 7);
      expect(again).toEqual(first);
      const other = await keptImages(factory, Number(rate), 8);
      for (const kept of [...first.steps, ...other.steps]) {
        expect(kept.every((value) => factors.some((factor) => Math.abs(value - factor) < 1e-4))).toBe(true);
        // 4 standard deviations
        expect(Math.abs(kept.filter((value) => value === 0).length / kept.length - Number(rate))).toBeLessThan(0.07);
      }
      expect(new Set([...first.steps, ...other.steps].map((kept) => kept.join())).size).toBe(4);
      expect(first.predicted.every((value) => Math.abs(value - 1) < 1e-5)).toBe(true);
    },
  );

  it('trains scaled residual branches that are left out at times as the eager step does', async () => {
    const scaled = (): Network<Tasks> => {
      const blocks = () =>
        branch([residualBlock(4, { initialScale: 0, ...(sameNoise && { stochasticDepth: 0.25 }) }), layerScale()]);
      return buildNetwork({
        tasks,
        imageShape: [6, 6, 1],
        branches: { age: blocks(), race: blocks(), gender: blocks(), years: blocks() },
      });
    };
    const batches = await batchesOf(tasks, 3, 6);
    const states: TrainState[] = [];
    for (const engine of [factory, eagerStep]) {
      const step = (await engine(scaled(), { optimizer: sgd(), seed: 7 })) as TrainStep<Tasks>;
      await runAll(step, batches, 0);
      states.push(await step.readState());
      await step.dispose();
    }
    states[0]!.weights.forEach(({ values }, index) =>
      expectClose(Array.from(values), Array.from(states[1]!.weights[index]!.values), tolerance),
    );
  });
}

/**
 * What each of 800 images was multiplied by on its way through a stochastic depth, in two steps and in a prediction.
 */
async function keptImages(
  factory: TrainStepFactory,
  rate: number,
  seed: number,
): Promise<{ steps: number[][]; predicted: number[] }> {
  const map = { one: regression() };
  const network = buildNetwork({
    tasks: map,
    imageShape: [1, 1, 1],
    branches: { one: branch([stochasticDepth(rate), flatten()]) },
  });
  const weight = network.model.getLayer('one_dense').getWeights()[0]!.dataSync()[0]!;
  const step = (await factory(network, { optimizer: sgd(), seed })) as TrainStep<typeof map>;
  const [rows, steps]: [number, number[][]] = [800, []];
  const batch = {
    size: rows,
    images: new Uint8Array(rows).fill(255),
    targets: { one: new Float32Array(rows) },
    labels: { one: new Float64Array(rows) },
    indices: Uint32Array.from({ length: rows }, (_, row) => row),
  };
  for (const number of [0, 1])
    steps.push(
      Array.from((await step.run(batch, { learningRate: 0, step: number })).outputs.one, (output) => output / weight),
    );
  const predicted = Array.from((await step.predict(batch.images, rows)).one, (output) => output / weight);
  await step.dispose();
  network.dispose();
  return { steps, predicted };
}
