import { regression } from '@polyhead/core';
import { compile, type CompileOptions, compiledPredictStep } from '@polyhead/tensorflow';
import { eagerStep, sgd } from '@polyhead/training';
import { fill, randomUniform, type Tensor, tensor1d, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tinyNetwork } from '../../training/test/support/tiny-network';

/** Gammas by what they are, each with the least of them. */
export const gammas: readonly (readonly [string, number])[] = [
  ['positive', 1],
  ['partly negative', -1],
  ['partly zero', 0],
];

/** Predicts compiled what it predicts eagerly with these gammas, and after a change of them in the same graph. */
export async function expectSamePredictions(least: number): Promise<void> {
  const network = tinyNetwork({ age: regression() });
  const norm = network.model.layers.find((layer) => layer.getClassName() === 'BatchNormalization')!;
  const [, , mean, variance] = norm.getWeights();
  norm.setWeights([
    tensor1d([least, 0.5, 2, 1]),
    tensor1d([0.1, -0.2, 0.3, 0]),
    fill(mean!.shape, 0.2),
    fill(variance!.shape, 0.5),
  ]);
  const images = Uint8Array.from({ length: 5 * 36 }, (_value, index) => (index * 89) % 256);
  const [compiled, eager] = [
    await compiledPredictStep(network),
    await eagerStep(network, { optimizer: sgd(), seed: 0 }),
  ];
  const expectSame = async (): Promise<void> => {
    const [result, expected] = [await compiled.predict(images, 5), await eager.predict(images, 5)];
    result.age.forEach((value, index) => expect(value).toBeCloseTo(expected.age[index]!, 5));
  };
  await expectSame();
  norm.setWeights([tensor1d([1, 1, 1, -least]), ...norm.getWeights().slice(1)]); // the other way, in the same graph
  await expectSame();
  await Promise.all([compiled.dispose(), eager.dispose()]);
}

/** The largest difference, in relation to the largest value: sums round in relation to what was added. */
export function expectRelativelyClose(actual: Tensor, expected: Tensor, tolerance: number): void {
  expect(actual.shape).toEqual(expected.shape);
  const [values, wanted] = [Array.from(actual.dataSync()), Array.from(expected.dataSync())];
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const worst = values.reduce((most, value, index) => Math.max(most, Math.abs(value - wanted[index]!)), 0);
  expect(worst / largest).toBeLessThan(tolerance);
}

/** The graph of a function, to look for names in. */
export function graphOf<G extends Record<string, Tensor>>(
  run: (given: G) => Record<string, Tensor>,
  given: G,
  options: CompileOptions = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'polyhead-test-'));
  try {
    compile(run, options).save(folder, given);
    return readFileSync(join(folder, 'saved_model.pb'), 'latin1');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface ConvolutionShape {
  readonly seed: number;
  readonly batch: number;
  readonly size: readonly [number, number];
  readonly channels: number;
  readonly filters: number;
  readonly filter: readonly [number, number];
}

/** Shapes of convolutions that polyhead's own operations compute. */
export const convolutionShapes = (leastRows: number): fc.Arbitrary<ConvolutionShape> =>
  fc.record({
    seed: fc.nat(1e6),
    batch: fc.constantFrom(1, 2, 19),
    size: fc.tuple(fc.integer({ min: leastRows, max: 11 }), fc.integer({ min: 30, max: 60 })),
    channels: fc.integer({ min: 1, max: 9 }),
    filters: fc.constantFrom(16, 32, 48),
    filter: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 })),
  });

export const oneConvolution: ConvolutionShape = {
  seed: 1,
  batch: 2,
  size: [32, 32],
  channels: 3,
  filters: 16,
  filter: [3, 3],
};

/** What a convolution and the normalization behind it are given. */
export type ConvolutionGiven = {
  readonly x: Tensor4D;
  readonly kernel: Tensor4D;
  readonly bias: Tensor1D;
  readonly gamma: Tensor1D;
};

export function randomConvolution({
  seed,
  batch,
  size,
  channels,
  filters,
  filter,
}: ConvolutionShape): ConvolutionGiven {
  const uniform = (shape: number[], offset: number): Tensor => randomUniform(shape, -1, 1, 'float32', seed + offset);
  return {
    x: uniform([batch, ...size, channels], 1) as Tensor4D,
    kernel: uniform([...filter, channels, filters], 2) as Tensor4D,
    bias: uniform([filters], 3) as Tensor1D,
    gamma: uniform([filters], 4) as Tensor1D,
  };
}

/** Results of polyhead's own operations in a process with some environment. */
export async function inOtherProcess(environment: Readonly<Record<string, string>>): Promise<number[]> {
  const args = ['--import', 'tsx', '--conditions=@polyhead/source', join(__dirname, 'own-operations-run.ts')];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: join(__dirname, '../../..'),
    env: { ...process.env, ...environment },
    maxBuffer: 1e8,
  });
  return JSON.parse(stdout) as number[];
}
