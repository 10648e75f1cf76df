import { classification } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { eagerStep, sgd } from '@polyhead/training';
import { tinyNetwork, useCpu } from './support/tiny-network';
import { testTrainStep } from './train-step-contract';

describe('eagerStep', () => {
  it.each([
    ['softmax', classification(['a', 'b'])],
    ['sigmoid', classification(['a', 'b'], { activation: 'sigmoid' })],
  ])('computes losses from what goes into the %s, where its output is 0 or 1', async (_, task) => {
    await useCpu();
    const network = tinyNetwork({ race: task }, { dropout: 0 });
    const [kernel, bias] = network.model.layers.findLast((layer) => layer.getClassName() === 'Dense')!.weights;
    kernel!.write(tf.zerosLike(kernel!.read()));
    bias!.write(tf.tensor1d([-200, 200]));
    const step = await eagerStep(network, { optimizer: sgd(), seed: 1 });
    const batch = {
      size: 1,
      images: new Uint8Array(36),
      targets: { race: Float32Array.of(1, 0) },
      labels: { race: Float64Array.of(0) },
      indices: Uint32Array.of(0),
    };
    const { loss } = await step.run(batch, { learningRate: 1, step: 0 });
    expect(loss).toBeCloseTo(task.activation === 'softmax' ? 400 : 200, 3);
    // the gradient is not lost either
    expect(Array.from(bias!.read().dataSync())).toEqual(task.activation === 'softmax' ? [-199, 199] : [-199.5, 199.5]);
    await step.dispose();
  });
});

testTrainStep({ name: 'eagerStep on cpu', setup: useCpu, factory: eagerStep });
