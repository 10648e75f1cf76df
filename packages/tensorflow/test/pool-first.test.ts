import { regression } from '@polyhead/tasks';
import { compiledPredictStep, useTensorFlow } from '@polyhead/tensorflow';
import { eagerStep, sgd } from '@polyhead/training';
import * as tf from '@tensorflow/tfjs-core';
import { tinyNetwork } from '../../training/test/support/tiny-network';
import { describeNative } from './native';

describeNative('prediction', () => {
  beforeAll(() => useTensorFlow());

  it.each([['positive', 1], ['partly negative', -1], ['partly zero', 0]])('pools before it normalizes or after, as gamma allows: %s', async (_, least) => {
    const network = tinyNetwork({ age: regression() });
    const norm = network.model.layers.find((layer) => layer.getClassName() === 'BatchNormalization')!;
    const [, , mean, variance] = norm.getWeights();
    norm.setWeights([tf.tensor1d([least, 0.5, 2, 1]), tf.tensor1d([0.1, -0.2, 0.3, 0]), tf.fill(mean!.shape, 0.2), tf.fill(variance!.shape, 0.5)]);
    const images = Uint8Array.from({ length: 5 * 36 }, (_value, index) => (index * 89) % 256);
    const [compiled, eager] = [await compiledPredictStep(network), await eagerStep(network, { optimizer: sgd(), seed: 0 })];
    const [result, expected] = [await compiled.predict(images, 5), await eager.predict(images, 5)];
    result.age.forEach((value, index) => expect(value).toBeCloseTo(expected.age[index]!, 5));
    norm.setWeights([tf.tensor1d([1, 1, 1, -least]), ...norm.getWeights().slice(1)]); // the other way, in the same graph
    const [again, wanted] = [await compiled.predict(images, 5), await eager.predict(images, 5)];
    again.age.forEach((value, index) => expect(value).toBeCloseTo(wanted.age[index]!, 5));
    await Promise.all([compiled.dispose(), eager.dispose()]);
  });
});
