import { classification } from '@polyhead/core';
import { adam, type Callback, constantSchedule, train } from '@polyhead/training';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { race: classification(['a', 'b']) };
type Tasks = typeof tasks;
const options = () => ({ training: tinySource(tasks, { size: 16 }), epochs: 2, optimizer: adam() });

/** A callback that writes down what is called. */
function diary(lines: string[], name = 'diary', more: Partial<Callback<Tasks>> = {}): Callback<Tasks> {
  return {
    name,
    onTrainBegin: (run) =>
      void lines.push(
        `${name} begins ${run.epochs} epochs of ${run.batchesPerEpoch} batches and ${run.trainingSize} images`,
      ),
    onEpochBegin: (_, epoch) => void lines.push(`${name} epoch ${epoch}`),
    onBatchEnd: (run, { epoch, batch, step, size }) =>
      void lines.push(
        `${name} batch ${epoch}.${batch}, step ${step}, ${size} images, next ${Object.values(run.position()).join('.')}`,
      ),
    onEpochEnd: (run, record) => void lines.push(`${name} ends epoch ${record.epoch} of ${run.history.epochs.length}`),
    onTrainEnd: (_, error) => void lines.push(`${name} ends ${String(error)}`),
    ...more,
  };
}

beforeAll(useCpu);

describe('callbacks', () => {
  it('are called when and with what their documentation says', async () => {
    const lines: string[] = [];
    await train(tinyNetwork(tasks), { ...options(), callbacks: [diary(lines)] });
    expect(lines).toEqual([
      'diary begins 2 epochs of 2 batches and 16 images',
      'diary epoch 0',
      'diary batch 0.0, step 0, 8 images, next 0.1.1',
      'diary batch 0.1, step 1, 8 images, next 0.2.2',
      'diary ends epoch 0 of 1',
      'diary epoch 1',
      'diary batch 1.0, step 2, 8 images, next 1.1.3',
      'diary batch 1.1, step 3, 8 images, next 1.2.4',
      'diary ends epoch 1 of 2',
      'diary ends undefined',
    ]);
  });

  it('come in the order of the list, those that say last after the others', async () => {
    const lines: string[] = [];
    await train(tinyNetwork(tasks), {
      ...options(),
      epochs: 1,
      callbacks: [diary(lines, 'one', { last: true }), diary(lines, 'two')],
    });
    expect(lines.filter((line) => line.includes('ends epoch'))).toEqual([
      'two ends epoch 0 of 1',
      'one ends epoch 0 of 1',
    ]);
  });

  it('all hear of the end where one fails, and the first failure is thrown', async () => {
    const lines: string[] = [];
    const fails = (hook: string) => ({ [hook]: async () => Promise.reject(new Error(`${hook} failed`)) });
    const failing = diary(lines, 'failing', { ...fails('onEpochEnd'), ...fails('onTrainEnd') });
    await expect(train(tinyNetwork(tasks), { ...options(), callbacks: [failing, diary(lines)] })).rejects.toThrow(
      'onEpochEnd failed',
    );
    expect(lines.at(-1)).toBe('diary ends Error: onEpochEnd failed');
    await expect(
      train(tinyNetwork(tasks), { ...options(), callbacks: [diary(lines, 'late', fails('onTrainEnd')), diary(lines)] }),
    ).rejects.toThrow('onTrainEnd failed');
    expect(lines.at(-1)).toBe('diary ends undefined');
  });

  it('can stop the run, and the history says why', async () => {
    const stop: Callback<Tasks> = { name: 'stop', onEpochEnd: (run) => run.stop('enough') };
    const history = await train(tinyNetwork(tasks), { ...options(), callbacks: [stop] });
    expect(history.epochs.length).toBe(1);
    expect(history.stopped).toBe('enough');
    expect(JSON.parse(JSON.stringify(history)).stopped).toBe('enough');
  });

  it('leave a network whose layers are as they were, also after a failure', async () => {
    const network = tinyNetwork(tasks);
    const own = () => network.model.layers.map((layer) => Object.keys(layer).includes('call'));
    const fail: Callback<Tasks> = {
      name: 'fail',
      onBatchEnd: () => Promise.reject(new Error(own().includes(true) ? 'overridden' : 'not overridden')),
    };
    await expect(train(network, { ...options(), schedule: constantSchedule(), callbacks: [fail] })).rejects.toThrow(
      'overridden',
    );
    expect(own()).not.toContain(true);
  });
});
