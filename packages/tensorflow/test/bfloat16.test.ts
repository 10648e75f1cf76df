import { buildFaceNet } from '@polyhead/model';
import { faceTasks } from '@polyhead/core';
import { bfloat16Support, compile, compiledPredictStep, compiledStep, useTensorFlow } from '@polyhead/tensorflow';
import { adam } from '@polyhead/training';
import * as tf from '@tensorflow/tfjs-core';
import { tinySource, weightsOf } from '../../training/test/support/tiny-network';
import { describeNative } from './native';
import { pretendProcessor } from './pretend-processor';

it('knows where predictions in bfloat16 are slower, though training is faster', () => {
  const intel = 'vendor_id : GenuineIntel\nflags : avx512_bf16';
  expect(bfloat16Support({ cpuInfo: intel })).toMatchObject({
    training: true,
    prediction: false,
    reason: expect.stringContaining('without amx_bf16') as string,
  });
  expect(bfloat16Support({ cpuInfo: `${intel} amx_bf16` }).prediction).toBe(true);
  expect(bfloat16Support({ cpuInfo: intel.replace('GenuineIntel', 'AuthenticAMD') }).prediction).toBe(true);
});

it('tells processors with instructions for bfloat16 from those without', () => {
  expect(bfloat16Support({ cpuInfo: 'flags\t\t: fpu avx512f avx512_bf16 clzero' })).toEqual({
    training: true,
    prediction: true,
    reason: 'this processor has avx512_bf16',
  });
  expect(bfloat16Support({ cpuInfo: 'flags : amx_bf16 avx512_bf16' }).reason).toBe(
    'this processor has avx512_bf16 and amx_bf16',
  );
  expect(bfloat16Support({ cpuInfo: 'flags : avx2 avx512f' })).toEqual({
    training: false,
    prediction: false,
    reason: 'this processor has neither AVX512_BF16 nor AMX_BF16',
  });
});

describeNative('bfloat16', () => {
  beforeAll(() => useTensorFlow());
  const tasks = faceTasks();
  const shape = [32, 32, 3] as const;
  const build = () => buildFaceNet({ tasks, imageSize: 32, seed: 4 });
  beforeEach(() => pretendProcessor('flags : avx512_bf16'));
  afterEach(() => void jest.restoreAllMocks());

  it('trains nearly as float32 does, with weights and optimizer in float32', async () => {
    const run = async (precision: 'float32' | 'bfloat16') => {
      const network = build();
      const step = await compiledStep(network, { optimizer: adam(), seed: 1 }, { precision });
      const losses: number[] = [];
      for await (const batch of tinySource(tasks, { size: 80, batchSize: 8, shape }).batches(0))
        losses.push((await step.run(batch, { learningRate: 1e-3, step: losses.length })).loss);
      const { weights } = await step.readState();
      await step.dispose();
      return { losses, weights: weights.map(({ values }) => values), network };
    };
    const [narrow, wide] = [await run('bfloat16'), await run('float32')];
    expect(narrow.losses).not.toEqual(wide.losses);
    const mean = (losses: readonly number[]): number => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    expect(Math.abs(narrow.losses[0]! / wide.losses[0]! - 1)).toBeLessThan(0.05);
    expect(Math.abs(mean(narrow.losses) / mean(wide.losses) - 1)).toBeLessThan(0.15);
    // Weights have more digits than bfloat16 could hold.
    const [kernel] = weightsOf(narrow.network);
    expect(kernel!.some((value) => (new Uint32Array(Float32Array.of(value).buffer)[0]! & 0xffff) !== 0)).toBe(true);
  });

  it('predicts nearly as float32 does', async () => {
    const network = build();
    const images = Uint8Array.from({ length: 4 * 32 * 32 * 3 }, (_, index) => (index * 31) % 256);
    const [narrow, wide] = await Promise.all(
      (['bfloat16', 'float32'] as const).map(async (precision) =>
        (await compiledPredictStep(network, { precision })).predict(images, 4),
      ),
    );
    narrow!.race.forEach((value, index) => expect(Math.abs(value - wide!.race[index]!)).toBeLessThan(0.02));
  });

  it('leaves predictions in float32 where they are faster so, and trains in bfloat16', async () => {
    pretendProcessor('vendor_id : GenuineIntel\nflags : avx512_bf16');
    const images = Uint8Array.from({ length: 2 * 32 * 32 * 3 }, (_, index) => (index * 31) % 256);
    const run = async (precision: 'float32' | 'bfloat16') => {
      const step = await compiledStep(build(), { optimizer: adam(), seed: 1 }, { precision });
      const predictions = await step.predict(images, 2);
      let loss = 0;
      for await (const batch of tinySource(tasks, { size: 8, batchSize: 8, shape }).batches(0))
        ({ loss } = await step.run(batch, { learningRate: 0, step: 0 }));
      await step.dispose();
      return { predictions, loss };
    };
    const [narrow, wide] = [await run('bfloat16'), await run('float32')];
    expect(narrow.predictions).toEqual(wide.predictions);
    expect(narrow.loss).not.toBe(wide.loss);
  });

  it('is rejected where it would be slower, with the reason', async () => {
    pretendProcessor('flags : avx2');
    expect(() => compile(({ x }: { x: tf.Tensor }) => ({ x: tf.neg(x) }), { precision: 'bfloat16' })).toThrow(
      /^compile: expected a processor on which "precision" bfloat16 is faster/,
    );
    await expect(useTensorFlow({ precision: 'bfloat16' })).rejects.toThrow(/^useTensorFlow: expected a processor/);
  });
});
