import { regression } from '@polyhead/core';
import {
  buildNetwork,
  type Block,
  branch,
  buildFaceNet,
  convBlock,
  describeNetwork,
  flatten,
  sharedTrunk,
} from '@polyhead/model';
import fc from 'fast-check';
import { layers } from '@tensorflow/tfjs-layers';
import { memory } from '@tensorflow/tfjs-core';
import { quietCpu, tinyNetwork, tinyTasks, weightsOf } from './tiny-network';

beforeAll(quietCpu);

const age = { age: regression() };

describe('buildNetwork', () => {
  test('names outputs after the tasks, in their order, with the units of each', () => {
    const { model, dispose } = tinyNetwork();
    expect(model.outputNames).toEqual(['size_output', 'fruit_output', 'ripe_output']);
    expect(model.outputs.map(({ shape }) => shape)).toEqual([
      [null, 1],
      [null, 3],
      [null, 1],
    ]);
    expect(model.inputs[0]?.shape).toEqual([null, 6, 5, 3]);
    dispose();
  });

  test('takes a branch for each task and no other', () => {
    const branches = { age: branch([]), size: branch([]) };
    // @ts-expect-error a misspelled branch does not compile
    expect(() => buildNetwork({ tasks: age, imageShape: [4, 4, 3], branches: { agee: branch([]) } })).toThrow(
      'no branch for "age" and no task for branch "agee"',
    );
    expect(() => buildNetwork({ tasks: age, imageShape: [4, 4, 3], branches })).toThrow(
      'expected one branch for each task (age), got no task for branch "size"',
    );
  });

  test('says which block cannot take what comes in', () => {
    const place = 'Input 0 is incompatible with layer';
    const advice =
      'Its input is a row of features: blocks that need a feature map go before flatten, globalAveragePool and denseBlock.';
    const make = (inBranch: Block[], inTrunk: Block[]) => () =>
      buildNetwork({
        tasks: age,
        imageShape: [8, 8, 3],
        trunk: sharedTrunk(inTrunk),
        branches: { age: branch(inBranch) },
      });
    expect(make([flatten(), convBlock(4)], [convBlock(4)])).toThrow(
      new RegExp(`^buildNetwork: block 2 of branch "age": ${place}.*${advice}$`),
    );
    expect(make([], [convBlock(4), flatten(), convBlock(4)])).toThrow(
      new RegExp(`^buildNetwork: block 3 of the trunk: ${place}.*${advice}$`),
    );
  });

  test('rejects tasks that tfjs cannot name tensors after', () => {
    expect(() => buildFaceNet({ tasks: { __proto__x: regression() }, preset: 'small' })).toThrow(
      '"__proto__x" cannot name a task: expected a letter, then letters',
    );
  });

  test('draws the same weights from the same seed, others from another, and none that follow a branch’s place', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        const [one, same, other] = [a, a, b].map((seed) => weightsOf(tinyNetwork(seed)));
        expect(one).toEqual(same);
        if (a !== b) expect(one).not.toEqual(other);
      }),
      { numRuns: 10 },
    );
    const [first, second] = ['size', 'fruit'].map((task) =>
      tinyNetwork().model.getLayer(`${task}_dense`).getWeights()[0]?.dataSync().slice(0, 3),
    );
    expect(first).not.toEqual(second);
    const { size, ...rest } = tinyTasks;
    const blocks = [convBlock(2)];
    const parts = { size: branch(blocks), fruit: branch(blocks), ripe: branch(blocks) };
    const kernels = [
      { size, ...rest },
      { ...rest, size },
    ].map((tasks) =>
      buildNetwork({ tasks, imageShape: [4, 4, 3], branches: parts })
        .model.getLayer('fruit_conv2d')
        .getWeights()[0]
        ?.dataSync(),
    );
    expect(kernels[0]).toEqual(kernels[1]);
  });

  test('begins with Glorot-uniform kernels: within the limit, centerd, of the right variance', () => {
    const { model, dispose } = buildNetwork({
      tasks: age,
      imageShape: [16, 16, 3],
      branches: { age: branch([convBlock(64, { pool: 1 })]) },
    });
    const kernel = model.getLayer('age_conv2d').getWeights()[0]?.dataSync() ?? [];
    const limit = Math.sqrt(6 / (9 * 3 + 9 * 64));
    expect(Math.max(...Array.from(kernel, Math.abs))).toBeLessThanOrEqual(limit * 1.000001);
    expect(Array.from(kernel).reduce((sum, value) => sum + value ** 2 / kernel.length, 0)).toBeCloseTo(
      limit ** 2 / 3,
      3,
    );
    dispose();
  });

  test('says the smallest image that the blocks allow, and frees what it tried', () => {
    const { numTensors } = memory();
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (pools, height, width) => {
          const least = pools.reduce((product, pool) => product * pool, 1);
          const build = () =>
            buildNetwork({
              tasks: age,
              imageShape: [height, width, 1],
              branches: { age: branch(pools.map((pool) => convBlock(1, { pool }))) },
            });
          if (Math.min(height, width) < least)
            expect(build).toThrow(
              `expected images of at least ${least} x ${least} pixels (height x width), got ${height} x ${width}`,
            );
          else build().dispose();
        },
      ),
      { numRuns: 25 },
    );
    expect(memory().numTensors).toBe(numTensors);
  });

  test('takes any function on tensors as a block', () => {
    const noise: Block = (input, context) =>
      context.apply(layers.gaussianNoise({ stddev: 0.1, name: context.name('gaussian_noise') }), input);
    const network = buildNetwork({ tasks: age, imageShape: [4, 4, 3], branches: { age: branch([noise, noise]) } });
    expect(describeNetwork(network).layers.map(({ name }) => name)).toEqual([
      'image',
      'age_gaussian_noise',
      'age_gaussian_noise_1',
      'age_flatten',
      'age_dense',
      'age_output',
    ]);
    network.dispose();
  });

  test.each([
    [{ seed: 0.5 }, '"seed" must be a whole number, got 0.5'],
    [{ imageShape: [4, 0, 3] as const }, '"imageShape" must be three whole numbers of at least 1, got [4,0,3]'],
    [{ imageShape: [4, 4] as never }, '"imageShape" must be [height, width, channels], got [4,4]'],
    [
      { imageShape: [1e6, 1e6, 3] as const },
      '"imageShape" must be of at most 67108864 numbers, got [1000000,1000000,3]',
    ],
    [
      { tasks: { age: 'regression' } as never },
      '"age" must be a task such as regression() or classification([...]), got "regression".',
    ],
    [{ branches: undefined as never }, '"branches" must be an object with a branch for each task, got undefined'],
  ])('rejects %j', (options, message) => {
    expect(() =>
      buildNetwork({ tasks: age, imageShape: [4, 4, 3], branches: { age: branch([]) }, ...options }),
    ).toThrow(`buildNetwork: ${message}`);
  });
});
