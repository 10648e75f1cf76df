import { regression } from '@polyhead/tasks';
import { compile, type CompileOptions, compiledPredictStep } from '@polyhead/tensorflow';
import { eagerStep, sgd } from '@polyhead/training';
import { fill, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tinyNetwork } from '../../training/test/support/tiny-network';

/** Gammas by what they are, each with the least of them. */
export const gammas: readonly (readonly [string, number])[] = [['positive', 1], ['partly negative', -1], ['partly zero', 0]];

/** Predicts compiled what it predicts eagerly with these gammas, and after a change of them in the same graph. */
export async function expectSamePredictions(least: number): Promise<void> {
  const network = tinyNetwork({ age: regression() });
  const norm = network.model.layers.find((layer) => layer.getClassName() === 'BatchNormalization')!;
  const [, , mean, variance] = norm.getWeights();
  norm.setWeights([tensor1d([least, 0.5, 2, 1]), tensor1d([0.1, -0.2, 0.3, 0]), fill(mean!.shape, 0.2), fill(variance!.shape, 0.5)]);
  const images = Uint8Array.from({ length: 5 * 36 }, (_value, index) => (index * 89) % 256);
  const [compiled, eager] = [await compiledPredictStep(network), await eagerStep(network, { optimizer: sgd(), seed: 0 })];
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
export function graphOf<G extends Record<string, Tensor>>(run: (given: G) => Record<string, Tensor>, given: G, options: CompileOptions = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'polyhead-test-'));
  try {
    compile(run, options).save(folder, given);
    return readFileSync(join(folder, 'saved_model.pb'), 'latin1');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Results of polyhead's own operations in a process with some environment. */
export async function inOtherProcess(environment: Readonly<Record<string, string>>): Promise<number[]> {
  const args = ['--import', 'tsx', '--conditions=@polyhead/source', join(__dirname, 'own-operations-run.ts')];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(__dirname, '../../..'), env: { ...process.env, ...environment }, maxBuffer: 1e8 });
  return JSON.parse(stdout) as number[];
}
