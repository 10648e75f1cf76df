// What goes wrong says where and how to fix it, leaves nothing behind, and leaves things usable.
import { compile, compiledStep, useTensorFlow } from '@polyhead/tensorflow';
import { eagerStep, sgd, type TrainStep } from '@polyhead/training';
import { type Batch, classification, regression } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { layers, model as makeModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { networkOf, tinyNetwork, tinySource } from '../../training/test/support/tiny-network';
import { describeNative, heldTensors } from './native';

type Of<Name extends string> = Readonly<Record<Name, tf.Tensor>>;
const tasks = { age: regression({ scale: 40 }), kind: classification(['a', 'b', 'c']) };
type Tasks = typeof tasks;

test('compile reports that native TensorFlow must be loaded first', () => {
  expect(() => compile(() => ({}))).toThrow(
    expect.objectContaining({ code: 'ENGINE_UNAVAILABLE', where: 'compile', hint: 'Call loadTensorFlow() first.' }),
  );
});

describeNative('faults', () => {
  beforeAll(() => useTensorFlow());

  it('out of memory is an error with a hint that leaks no tensor, and the function still works', () => {
    const wide = 2 ** 22;
    const compiled = compile(({ x }: Of<'x'>) => ({ y: tf.max(tf.tile(x, [1, wide])) }), { batched: ['x'] });
    const run = (rows: number) =>
      tf.tidy(() => compiled.run({ x: { bytes: new Uint8Array(rows).fill(7), shape: [rows, 1] } }).y.dataSync()[0]);
    expect(run(2)).toBe(7);
    const before = heldTensors();
    for (let time = 0; time < 3; time++)
      expect(() => run(2 ** 24)).toThrow(
        expect.objectContaining({
          code: 'OUT_OF_MEMORY',
          hint: 'Pass fewer rows at once, smaller images, or use a smaller network.',
          message: expect.stringContaining('OOM when allocating tensor with shape[16777216,4194304]'),
        }),
      ); // 2 ** 48 bytes are more than a process can address
    expect(heldTensors()).toEqual(before);
    expect(run(3)).toBe(7);
    compiled.dispose();
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'no tensor',
      { x: [1, 2], y: tf.ones },
      'compile: expected the input "x" to be a tensor or { bytes, shape }, got [1,2].',
    ],
    [
      'bytes of another shape',
      { x: { bytes: new Uint8Array(5), shape: [2, 3] } },
      'compile: expected the input "x" to have 6 bytes for its shape [2, 3], got 5.',
    ],
    [
      'an input that is missing',
      { y: undefined },
      'compile: expected the input "y" to be a tensor or { bytes, shape }, got undefined.',
    ],
    [
      'no rows',
      { x: { bytes: new Uint8Array(0), shape: [0, 3] }, y: { bytes: new Uint8Array(0), shape: [0, 3] } },
      'compile: expected the batched inputs x, y to be present with at least one row each, got [0, 3], [0, 3].',
    ],
    [
      'other rows',
      { x: { bytes: new Uint8Array(6), shape: [2, 3] }, y: { bytes: new Uint8Array(3), shape: [1, 3] } },
      'compile: expected the batched inputs x, y to have the same number of rows, got 2 and 1.',
    ],
  ])('rejects inputs that a graph would not: %s', (_, inputs, message) => {
    const compiled = compile(({ x, y }: Of<'x' | 'y'>) => ({ z: tf.add(x, y) }), { batched: ['x', 'y'] });
    expect(() => compiled.run(inputs as never)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', message }));
    compiled.dispose();
  });

  it('rejects what was disposed, another rank and another type, and goes on', () => {
    const compiled = compile(({ x }: Of<'x'>) => ({ y: tf.matMul(x as tf.Tensor2D, tf.ones([3, 2])) }), {
      batched: ['x'],
    });
    const run = (x: tf.Tensor) => tf.tidy(() => Array.from(compiled.run({ x }).y.dataSync()));
    const gone = tf.ones([2, 3]);
    gone.dispose();
    expect(run(tf.ones([1, 3]))).toEqual([3, 3]);
    const before = heldTensors();
    expect(() => run(gone)).toThrow('compile: expected the input "x" to have values, got a tensor that was disposed.');
    for (const shape of [[2, 4], [3], [2, 1, 4]])
      expect(() => tf.tidy(() => run(tf.ones(shape)))).toThrow(/matMul|Matrix size-incompatible|ndims must be/);
    expect(() => tf.tidy(() => run(tf.tensor2d([['a', 'b', 'c']])))).toThrow('of float32, int32 or bool, got string');
    expect(heldTensors()).toEqual(before);
    expect(run(tf.ones([1, 3]))).toEqual([3, 3]);
    compiled.dispose();
    expect(() => run(tf.ones([1, 3]))).toThrow('compile: expected a function that was not disposed.');
  });

  it.each([
    ['a promise', async ({ x }: Of<'x'>) => ({ x }), 'got a promise'],
    ['something else', () => ({ loss: 3 }), 'got ["loss"]'],
  ])('rejects a function that gives %s', (_, body, message) => {
    const compiled = compile(body as never);
    expect(() => compiled.run({ x: tf.scalar(1) })).toThrow(
      `compile: expected the function to give tensors by name, ${message}`,
    );
    compiled.dispose();
  });

  it('a step that was given wrong images or targets has done nothing, holds nothing, and goes on', async () => {
    const [step, other] = [
      await compiledStep(tinyNetwork(tasks), { optimizer: sgd(), seed: 3 }),
      await compiledStep(tinyNetwork(tasks), { optimizer: sgd(), seed: 3 }),
    ];
    const [first, second] = await batchesOf(2);
    const run = (which: TrainStep<Tasks>, batch: object, number: number) =>
      which.run(batch as never, { learningRate: 0.1, step: number });
    for (const each of [step, other]) await run(each, first!, 0);
    const before = heldTensors();
    await expect(run(step, { ...second, images: second!.images.subarray(1) }, 1)).rejects.toThrow(
      'compiled step: expected 8 images of shape [6, 6, 1], that is 288 bytes and at least one image, got 287 bytes.',
    );
    await expect(
      run(step, { ...second, targets: { ...second!.targets, kind: new Float32Array(8) } }, 1),
    ).rejects.toThrow('compiled step: expected 24 targets of the task "kind", 3 for each of 8 images, got 8.');
    await expect(run(step, { ...second, targets: { age: second!.targets.age } }, 1)).rejects.toThrow(
      'of the task "kind", 3 for each of 8 images, got none.',
    );
    await expect(step.predict(new Uint8Array(3), 1)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      received: '3 bytes',
    });
    expect(heldTensors()).toEqual(before);
    expect(await run(step, second!, 1)).toEqual(await run(other, second!, 1));
    await Promise.all([step.dispose(), other.dispose()]);
    await step.dispose(); // again, and nothing happens
  });

  it('a network that cannot be compiled gets its layers back', async () => {
    class Reading extends layers.Layer {
      static className = 'Reading';
      override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
        const x = [inputs].flat()[0]!;
        return tf.mul(x, 1 + 0 * x.dataSync()[0]!);
      }
    }
    const input = layers.input({ shape: [6, 6, 1] }) as SymbolicTensor;
    const features = new Reading({}).apply(
      layers.dropout({ rate: 0.5 }).apply(layers.flatten().apply(input)),
    ) as SymbolicTensor;
    const network = networkOf(
      makeModel({ inputs: input, outputs: layers.dense({ units: 1 }).apply(features) as SymbolicTensor }),
      { age: tasks.age },
      [6, 6, 1],
    );
    const attempt = () =>
      expect(compiledStep(network, { optimizer: sgd(), seed: 1 })).rejects.toThrow(
        /^compile: the function reads the values of a tensor \(.*faults\.test\.ts/,
      );
    await attempt();
    const before = heldTensors();
    await attempt();
    expect(network.model.layers.filter((layer) => Object.hasOwn(layer, 'call'))).toEqual([]);
    expect(heldTensors()).toEqual(before);
    const eager = await eagerStep(network, { optimizer: sgd(), seed: 1 });
    await eager.dispose();
  });

  it('throws when asked to split batches, which a graph of the whole batch would not do', async () => {
    await expect(compiledStep(tinyNetwork(tasks), { optimizer: sgd(), seed: 1, microBatchSize: 4 })).rejects.toThrow(
      'compiledStep: expected no "microBatchSize", as a compiled step takes the whole batch, got 4.',
    );
  });

  it('a temporary folder that cannot be written is an error that names it and TMPDIR', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'polyhead-'));
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const program = `
      import { compile, useTensorFlow } from '@polyhead/tensorflow';
      const tf = await useTensorFlow();
      const compiled = compile(({ x }) => ({ y: tf.neg(x) }));
      for (const place of [${JSON.stringify(join(file, 'below'))}, ${JSON.stringify(join(folder, 'missing'))}, ${JSON.stringify(folder)}]) {
        process.env.TMPDIR = place;
        try { console.log(compiled.run({ x: tf.scalar(2) }).y.dataSync()[0]); } catch ({ message }) { console.log(message); }
      }`;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--conditions=@polyhead/source', '--input-type=module', '-e', program],
      { cwd: resolve(__dirname, '../../..') },
    );
    const lines = stdout.trim().split('\n');
    expect(lines.slice(0, 2)).toEqual([
      expect.stringContaining(`compile: cannot create a folder for the graph in ${join(file, 'below')}: ENOTDIR`),
      expect.stringMatching(/ENOENT.* set the TMPDIR variable to another folder\.$/),
    ]);
    expect([lines[2], stderr]).toEqual(['-2', '']);
    rmSync(folder, { recursive: true });
  }, 90_000);
});

async function batchesOf(count: number): Promise<Batch<'age' | 'kind'>[]> {
  const batches = [];
  for await (const batch of tinySource(tasks, { size: 8 * count }).batches(0)) batches.push(batch);
  return batches;
}
