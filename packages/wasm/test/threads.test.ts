import type { Worker } from 'node:worker_threads';
import type * as Core from '@tensorflow/tfjs-core';
import type * as Wasm from '@polyhead/wasm';

interface Fresh {
  readonly tf: typeof Core;
  readonly wasm: typeof Wasm;
}

/** New copies of tfjs and of this package: tfjs keeps its engine in globals. */
async function fresh(): Promise<Fresh> {
  const globals = globalThis as { _tfengine?: unknown; _tfGlobals?: unknown };
  delete globals._tfengine;
  delete globals._tfGlobals;
  jest.resetModules();
  return { tf: await import('@tensorflow/tfjs-core'), wasm: await import('@polyhead/wasm') };
}

/** One number for all bits of a list. */
function fingerprint(values: Float32Array): number {
  return new Int32Array(values.buffer, values.byteOffset, values.length).reduce(
    (hash, bits) => Math.imul(hash ^ bits, 16777619),
    1,
  );
}

/** Kernels of every kind, on shapes that are cut into many items. */
function everything({ tf }: Fresh): number[] {
  const make = (shape: number[], seed: number) =>
    tf.tensor(
      Float32Array.from(
        { length: shape.reduce((n, size) => n * size, 1) },
        (_, i) => Math.sin(i * 12.9898 + seed) * 0.9,
      ),
      shape,
    );
  const run = (name: string, inputs: Record<string, Core.Tensor>, attrs = {}) =>
    [tf.engine().runKernel(name, inputs, attrs)].flat() as Core.Tensor[];
  const [x, y] = [make([9, 61, 57, 8], 1), make([9, 61, 57, 12], 2)];
  const conv = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
  const [gamma, beta, weights] = [make([8], 3), make([8], 4), make([100_000], 5)];
  const block = run('PolyheadReluBatchNormPool', { x, gamma, beta }, { epsilon: 1e-3, poolSize: 2 });
  const [pooled, mean, variance] = block as [Core.Tensor, Core.Tensor, Core.Tensor];
  const [depthwise, pool] = [
    { strides: [2, 1], dilations: [1, 1], pad: 'same' },
    { filterSize: [3, 3], strides: [2, 2], pad: 'same' },
  ];
  const [narrow, small] = [make([9, 31, 57, 8], 9), make([9, 31, 29, 8], 10)];
  const update = { weight: weights, gradient: weights };
  const results = [
    ...run('Conv2D', { x, filter: make([3, 3, 8, 12], 6) }, conv),
    ...run('Conv2DBackpropFilter', { x, dy: y }, { ...conv, filterShape: [3, 3, 8, 12] }),
    ...run('Conv2DBackpropInput', { dy: y, filter: make([3, 3, 8, 12], 6) }, { ...conv, inputShape: x.shape }),
    ...block,
    ...run(
      'PolyheadReluBatchNormPoolGrad',
      { dy: pooled, x, y: pooled, gamma, beta, mean, variance },
      { epsilon: 1e-3, poolSize: 2 },
    ),
    ...run('PolyheadBatchNormTraining', { x, gamma, beta }, { epsilon: 1e-3 }),
    ...run('PolyheadDropout', { x }, { rate: 0.3, seed: 1, step: 2 }),
    ...run(
      'BatchMatMul',
      { a: make([1, 70, 300], 7), b: make([1, 300, 90], 8) },
      { transposeA: false, transposeB: false },
    ),
    ...run(
      'BatchMatMul',
      { a: make([1, 9, 300], 7), b: make([1, 400, 300], 8) },
      { transposeA: false, transposeB: true },
    ),
    ...run('Sum', { x }, { axis: [0, 1, 2] }),
    ...run(
      'PolyheadAdam',
      { weight: weights, gradient: weights, m: tf.zeros([100_000]), v: tf.zeros([100_000]) },
      { beta1: 0.9, beta2: 0.99, epsilon: 1e-7, stepSize: 0.1, secondScale: 1 },
    ),
    ...run('Conv2D', { x, filter: make([5, 3, 8, 12], 6) }, { ...conv, strides: [2, 2] }),
    ...run(
      'Conv2DBackpropInput',
      { dy: make([9, 31, 29, 12], 2), filter: make([5, 3, 8, 12], 6) },
      { ...conv, strides: [2, 2], inputShape: x.shape },
    ),
    ...run(
      'Conv2DBackpropFilter',
      { x, dy: make([9, 31, 29, 12], 2) },
      { ...conv, strides: [2, 2], filterShape: [5, 3, 8, 12] },
    ),
    ...run(
      'PolyheadConv2D',
      { x, filter: make([3, 3, 8, 12], 6), bias: make([12], 3) },
      { ...conv, activation: 'relu' },
    ),
    ...run('DepthwiseConv2dNativeBackpropFilter', { x, dy: narrow }, { ...depthwise, filterShape: [3, 3, 8, 1] }),
    ...run(
      'DepthwiseConv2dNativeBackpropInput',
      { dy: narrow, filter: make([3, 3, 8, 1], 6) },
      { ...depthwise, inputShape: x.shape },
    ),
    ...run('MaxPoolGrad', { dy: small, input: x, output: small }, pool),
    ...run('AvgPoolGrad', { dy: small, input: x }, pool),
    ...run('PolyheadBatchNormGrad', { dy: x, x, gamma, mean, variance }, { epsilon: 1e-3, relu: true }),
    ...run('PolyheadReluBatchNormPoolInference', { x, gamma, beta, mean, variance }, { epsilon: 1e-3, poolSize: 3 }),
    ...run('FusedBatchNorm', { x, mean, variance, scale: gamma, offset: beta }, { varianceEpsilon: 1e-3 }),
    ...run('PolyheadReluGrad', { dy: x, x }),
    ...run('LeakyRelu', { x }, { alpha: 0.2 }),
    ...run('PolyheadSpread', { dy: make([9, 8], 3) }, { shape: x.shape, axis: [1, 2], scale: 0.5 }),
    ...run('Max', { x }, { reductionIndices: [1, 2], keepDims: false }),
    ...run('Mean', { x }, { axis: [1, 2], keepDims: false }),
    tf.concat([x, y], 3),
    tf.slice(x, [1, 2, 3, 0], [7, 50, 50, 8]),
    tf.cast(tf.cast(x, 'int32'), 'float32'),
    ...run(
      'PolyheadMomentum',
      { ...update, accumulator: tf.zeros([100_000]) },
      { momentum: 0.9, intake: 1, accumulatorStep: -0.1, gradientStep: 0 },
    ),
    ...run('PolyheadSgd', update, { learningRate: 0.1 }),
  ];
  return results.map((tensor) => fingerprint(tensor.dataSync() as Float32Array));
}

describe('threads', () => {
  it('change no bit of any result, however many there are', async () => {
    const results: number[][] = [];
    for (const threads of [1, 2, 3]) {
      const copy = await fresh();
      expect(await copy.wasm.useWasm({ threads })).toMatchObject({ threads });
      results.push(everything(copy));
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  /** The engine with two threads, and the worker that is one of them. */
  async function withWorker(): Promise<{ copy: Fresh; worker: Worker }> {
    const original = process.getBuiltinModule.bind(process);
    const { Worker: Original } = process.getBuiltinModule('node:worker_threads');
    const workers: Worker[] = [];
    class Recorded extends Original {
      constructor(...args: ConstructorParameters<typeof Original>) {
        super(...args);
        workers.push(this);
      }
    }
    const find = jest
      .spyOn(process, 'getBuiltinModule')
      .mockImplementation((name) => (name === 'node:worker_threads' ? { Worker: Recorded } : original(name)) as never);
    const copy = await fresh();
    await copy.wasm.useWasm({ threads: 2 }).finally(() => {
      find.mockRestore();
    });
    return { copy, worker: workers[0]! };
  }

  it('that have died are an error', async () => {
    const { copy, worker } = await withWorker();
    await worker.terminate();
    expect(() => everything(copy)).toThrow(/wasm threads: worker 1 of 1 has died.*useWasm\(\{ threads: 1 \}\)/);
  });

  it('that die in the middle of a kernel are an error after some seconds, and no hang', async () => {
    const { copy, worker } = await withWorker();
    void worker.terminate(); // its end is not reported before the program gives the event loop a turn
    expect(() => {
      for (;;) everything(copy);
    }).toThrow(/wasm threads: (1 of 1 workers stopped answering|worker 1 of 1 has died)/);
  });

  it('must be a whole number of at least 1', async () => {
    const { wasm } = await fresh();
    await expect(wasm.useWasm({ threads: 0 })).rejects.toThrow(
      'useWasm: "threads" must be a whole number of at least 1, got 0.',
    );
  });

  it('are one on a backend that the program has started itself', async () => {
    const { tf, wasm } = await fresh();
    await tf.setBackend('wasm');
    expect(await wasm.useWasm({ threads: 3 })).toMatchObject({ threads: 1 });
  });
});
