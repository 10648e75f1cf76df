import { faceTasks, type FaceTasks } from '@polyhead/core';
import { adam, type Callback, evaluate, type RunState, sgd, train, updateBatchNorm } from '@polyhead/training';
import { train as trainInNode } from '@polyhead/training/node';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = faceTasks();
const optimizer = adam({ learningRate: 0.01 });

beforeAll(useCpu);

describe('the arguments of train', () => {
  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [[], 'a list'],
    [{ records: [] }, 'an object without "batches" and "imageShape"'],
  ])('rejects %p in place of a source', async (training, shown) => {
    for (const start of [train, trainInNode]) {
      await expect(start(tinyNetwork(tasks), { training: training as never, epochs: 1 })).rejects.toThrow(
        `train: "training": expected a source of batches, got ${shown}. Pass e.g. imageBatches(`,
      );
    }
  });

  it('rejects a source whose batches hold pixels as floats', async () => {
    const source = tinySource(tasks);
    const floats: typeof source = {
      ...source,
      async *batches(epoch, from) {
        for await (const batch of source.batches(epoch, from))
          yield { ...batch, images: Float32Array.from(batch.images, (value) => value / 255) as never };
      },
    };
    const message = 'the "images" of a batch must be a Uint8Array or Uint8ClampedArray, got Float32Array';
    await expect(train(tinyNetwork(tasks), { training: floats, epochs: 1 })).rejects.toThrow(message);
    await expect(evaluate(tinyNetwork(tasks), floats)).rejects.toThrow(message);
    await expect(updateBatchNorm(tinyNetwork(tasks), floats)).rejects.toThrow(message);
  });

  it.each([
    ['centerCrop', { decoder: 'sharp', resize: 'nearest', centerCrop: 0.8 }, '1', '0.8'],
    ['resize', { decoder: 'built-in', resize: 'bilinear' }, '"nearest"', '"bilinear"'],
  ] as const)(
    'rejects evaluation on images of another %s, whoever decoded them',
    async (name, preprocessing, learned, given) => {
      const [network, source] = [
        tinyNetwork(tasks),
        { ...tinySource(tasks), preprocessing: { decoder: 'built-in', resize: 'nearest' } as const },
      ];
      const message = `the network is for images with "${name}" ${learned}, the source makes them with ${given}. Pass the network's "${name}" to the source.`;
      const other = { ...source, preprocessing };
      await expect(train(network, { training: source, validation: other, epochs: 1 })).rejects.toThrow(
        `train: "validation": ${message}`,
      );
      await train(network, {
        training: source,
        validation: { ...source, preprocessing: { ...source.preprocessing, decoder: 'sharp' } },
        epochs: 1,
        optimizer,
      });
      await expect(evaluate(network, other)).rejects.toThrow(`evaluate: ${message}`);
      await train(network, { training: other, epochs: 1, optimizer }); // to go on with others is a choice
      expect(network.preprocessing).toEqual(preprocessing);
    },
  );

  it('rejects at the door what does not fit, telling what differs', async () => {
    const network = tinyNetwork(tasks);
    const training = tinySource(tasks);
    const rejected = (options: object, message: string) =>
      expect(train(network, { training, epochs: 1, ...options } as never)).rejects.toThrow(message);
    await rejected({ epochs: 0 }, 'train: "epochs" must be a whole number of at least 1, got 0.');
    await rejected(
      { updateBatchNorm: 0 },
      `train: "updateBatchNorm" must be 'auto', false or a whole number of batches, at least 1, got 0.`,
    );
    await rejected({ emaDecay: 1 }, 'train: "emaDecay" must be a number of at least 0 and below 1, got 1.');
    await rejected({ seed: 0.5 }, 'train: "seed" must be a whole number, got 0.5.');
    await rejected(
      { training: tinySource(tasks, { size: 0 }) },
      'train: "training": expected at least one image, got an empty source.',
    );
    await rejected(
      { validation: tinySource(tasks, { shape: [8, 8, 3] }) },
      'train: "validation": the network takes images of 6 x 6 x 1, the source gives 8 x 8 x 3.',
    );
    await rejected(
      { training: tinySource({ age: tasks.age }) },
      'train: "training": the source\'s tasks are not the network\'s: expected age, race, gender, got age.',
    );
    await rejected(
      { training: tinySource(faceTasks({ maxAge: 100 })) },
      '"scale" of age is 116 in the network and 100 in the source',
    );
  });

  it('rejects the state of another run', async () => {
    const network = tinyNetwork(tasks);
    let state: RunState | undefined;
    const take: Callback<FaceTasks> = { name: 'take', onEpochEnd: async (run) => void (state = await run.readState()) };
    const options = { training: tinySource(tasks, { size: 8 }), epochs: 1, optimizer, callbacks: [take] };
    await train(network, options);
    await expect(train(network, { ...options, seed: 5, resume: state! })).rejects.toThrow(
      'train: "resume" is a run with seed 0, this one has seed 5.',
    );
    await expect(train(network, { ...options, optimizer: sgd(), resume: state! })).rejects.toThrow(
      'train: "resume" is a run with "adam" as optimizer, this one has "sgd".',
    );
    const other = tinyNetwork({ age: tasks.age });
    await expect(
      train(other, { training: tinySource(other.tasks), epochs: 1, optimizer, resume: state! }),
    ).rejects.toThrow('train: "resume" is a run with other tasks: expected age, got age, race, gender.');
  });
});
