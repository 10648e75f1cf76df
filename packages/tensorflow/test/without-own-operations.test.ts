// A TensorFlow library without the custom operations, as that of tfjs-node's install script.
import { regression } from '@polyhead/core';
import { compiledStep, loadTensorFlow, useTensorFlow } from '@polyhead/tensorflow';
import { eagerStep, sgd } from '@polyhead/training';
import * as tf from '@tensorflow/tfjs-core';
import { tinyNetwork, tinySource } from '../../training/test/support/tiny-network';
import { describeNative } from './native';
import { expectSamePredictions, gammas } from './own-operations';
import { pretendProcessor } from './pretend-processor';

interface Binding {
  executeOp(op: string, ...rest: unknown[]): unknown;
}

/** Hides the operations in the addon, whose own properties cannot be changed. */
function hideOwnOperations(): void {
  // tfjs-node's backend, whose types do not show the addon
  const backend = tf.findBackend('tensorflow') as unknown as { binding: Binding };
  const { binding } = backend;
  const executeOp: Binding['executeOp'] = (op, ...rest) => {
    if (op.startsWith('Polyhead')) throw new Error(`Op type not registered '${op}'`);
    return binding.executeOp(op, ...rest);
  };
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } }) as Binding;
}

describeNative('without custom operations', () => {
  const tasks = { age: regression() };
  beforeAll(async () => {
    await loadTensorFlow();
    hideOwnOperations();
    await useTensorFlow();
  });

  it('polyhead composes them of those of TensorFlow, and trains the same', async () => {
    pretendProcessor('flags : avx2 fma');
    expect(tf.getKernel('PolyheadReluBatchNormPool', 'tensorflow')).toBeUndefined();
    const losses = await Promise.all(
      [compiledStep, eagerStep].map(async (make) => {
        const step = await make(tinyNetwork(tasks), { optimizer: sgd(), seed: 0 });
        const found: number[] = [];
        for await (const batch of tinySource(tasks, { size: 12, batchSize: 4 }).batches(0))
          found.push((await step.run(batch, { learningRate: 0.01, step: found.length })).loss);
        await step.dispose();
        return found;
      }),
    );
    losses[0]!.forEach((loss, index) => expect(loss / losses[1]![index]!).toBeCloseTo(1, 5));
    jest.restoreAllMocks();
  });

  it.each(gammas)(
    'predictions pool before they normalize or after, as gamma allows: %s',
    async (_, least) => await expectSamePredictions(least),
  );
});
