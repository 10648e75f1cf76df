// What a training step returns and does to the weights.
import * as tf from '@tensorflow/tfjs-core';
import { adam, eagerStep, sgd, type TrainStep } from '@polyhead/training';
import { tinyNetwork, weightsOf } from '../support/tiny-network';
import { batchesOf, expectClose, expectSameState, rate, runAll, type StepSuite, type Tasks, tasks } from './step-suite';

/** Tests losses, outputs, predictions and new weights. */
export function testStepResults({ make, factory, tolerance, sameNoise }: StepSuite): void {
  it('can train this network', async () => {
    const { step } = await make();
    expect(step).toBeDefined();
    await step.dispose();
  });

  it('gives losses and outputs of every task, and a total that is their weighted sum', async () => {
    const { step } = await make();
    const [batch] = await batchesOf(tasks, 1);
    const { loss, losses, outputs } = await step.run(batch!, { learningRate: rate, step: 0 });
    expect(Object.keys(losses)).toEqual(Object.keys(tasks));
    expect(loss).toBeCloseTo(4 * losses.age + 1.5 * losses.race + losses.gender + losses.years, 4);
    expect([outputs.age.length, outputs.race.length, outputs.gender.length, outputs.years.length]).toEqual([
      8,
      24,
      8,
      8 * 41,
    ]);
    await step.dispose();
  });

  it.each([
    ['adam', adam()],
    ['adam with a clipped norm', adam({ globalClipNorm: 0.5 })],
    ['sgd', sgd({ momentum: 0.9, nesterov: true })],
  ])('agrees with the eager step: %s', async (_, optimizer) => {
    const dropout = sameNoise ? 0.25 : 0;
    const { network, step } = await make(optimizer, dropout);
    const reference = tinyNetwork(tasks, { dropout });
    const eager = await eagerStep(reference, { optimizer, seed: 7 });
    for (const [index, batch] of (await batchesOf(tasks, 5)).entries()) {
      const at = { learningRate: rate / (1 + index), step: index };
      const [one, other] = [await step.run(batch, at), await eager.run(batch, at)];
      expectClose(Object.values(one.losses), Object.values(other.losses), tolerance);
    }
    await Promise.all([step.dispose(), eager.dispose()]);
    weightsOf(network).forEach((values, index) => expectClose(values, weightsOf(reference)[index]!, 10 * tolerance));
  });

  it('takes batches of any size, one after the other', async () => {
    const { step } = await make();
    for (const [index, size] of [8, 3, 1, 8].entries()) {
      const [batch] = await batchesOf(tasks, 1, size);
      const { losses, outputs } = await step.run(batch!, { learningRate: rate, step: index });
      expect(outputs.race.length).toBe(3 * size);
      expect(Object.values(losses).every(Number.isFinite)).toBe(true);
    }
    await step.dispose();
  });

  it('changes no weight at learning rate 0 but the moving averages', async () => {
    const { network, step } = await make();
    const before = await step.readState();
    const [batch] = await batchesOf(tasks, 1);
    await step.run(batch!, { learningRate: 0, step: 0 });
    const after = await step.readState();
    const changed = after.weights
      .filter(({ values }, index) => values.join() !== before.weights[index]!.values.join())
      .map((array) => array.name);
    expect(changed).toEqual(before.weights.map((array) => array.name).filter((weight) => weight.includes('moving')));
    await step.dispose();
    expect(network.model.trainableWeights.length).toBeGreaterThan(0);
  });

  it('runs frozen batch normalizations with their moving averages, and leaves all of their weights', async () => {
    const { network, step: unfrozen } = await make(adam(), 0);
    const batches = await batchesOf(tasks, 3);
    await runAll(unfrozen, batches.slice(0, 2), 0);
    await unfrozen.dispose();
    for (const layer of network.model.layers)
      if (layer.getClassName() === 'BatchNormalization') layer.trainable = false;
    const step = (await factory(network, { optimizer: adam(), seed: 7 })) as TrainStep<Tasks>;
    const before = await step.readState();
    const predicted = await step.predict(batches[2]!.images, 8);
    const { outputs } = await step.run(batches[2]!, { learningRate: rate, step: 2 });
    expectClose([...outputs.race, ...outputs.age], [...predicted.race, ...predicted.age], 1e-5);
    const { weights } = await step.readState();
    const changed = weights.filter(({ values }, index) => values.join() !== before.weights[index]!.values.join());
    expect(changed.map(({ name: weight }) => weight)).toEqual(
      before.weights.map(({ name: weight }) => weight).filter((weight) => !weight.includes('normalization')),
    );
    await step.dispose();
  });

  it('predicts in inference mode with the weights of the moment, and changes nothing by it', async () => {
    const { network, step } = await make();
    const [batch, next] = await batchesOf(tasks, 2);
    await step.run(batch!, { learningRate: rate, step: 0 });
    const before = await step.readState();
    const outputs = await step.predict(next!.images, next!.size);
    expectSameState(await step.readState(), before);
    await step.dispose();
    const expected = tf.tidy(() => {
      const input = tf.div(tf.tensor4d(next!.images, [next!.size, ...network.imageShape], 'float32'), 255);
      return (network.model.predict(input) as tf.Tensor[]).map((tensor) => Array.from(tensor.dataSync()));
    });
    Object.values(outputs).forEach((values, index) =>
      expectClose(Array.from(values), expected[index]!, Math.max(tolerance, 1e-6)),
    );
  });
}
