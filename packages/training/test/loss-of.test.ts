import fc from 'fast-check';
import { type LossName, type Activation, type LossOptions } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { getLoss, type LossTask } from '@polyhead/training';
import golden from './golden/losses.json';
import { useCpu } from './support/tiny-network';

interface GoldenCase {
  loss: LossName;
  options: LossOptions;
  activation: Activation;
  units: number;
  target: number[];
  logits: number[];
  output: number[];
  values: number[];
  gradient: number[];
}

const cases = golden.cases as GoldenCase[];
const taskOf = ({ activation, loss, options, units }: GoldenCase): LossTask => ({
  activation,
  loss,
  lossOptions: options,
  units,
});
const activate = (logits: tf.Tensor2D, activation: Activation): tf.Tensor2D =>
  activation === 'softmax' ? tf.softmax(logits) : activation === 'sigmoid' ? tf.sigmoid(logits) : logits;

/** Loss of each image and the gradient of their mean, from logits as the training step computes them. */
function tensorLoss(test: GoldenCase): { values: number[]; gradient: number[] } {
  return tf.tidy(() => {
    const rows = test.target.length / test.units;
    const target = tf.tensor2d(test.target, [rows, test.units]);
    const compute = (logits: tf.Tensor): tf.Tensor1D =>
      getLoss(taskOf(test)).tensor(target, activate(logits as tf.Tensor2D, test.activation), logits as tf.Tensor2D);
    const logits = tf.tensor2d(test.logits, [rows, test.units]);
    const gradient = tf.grad((x) => tf.mean(compute(x)))(logits);
    return { values: Array.from(compute(logits).dataSync()), gradient: Array.from(gradient.dataSync()) };
  });
}

function plainLoss(test: GoldenCase, output: ArrayLike<number>): number[] {
  const { value } = getLoss(taskOf(test));
  return Array.from({ length: test.target.length / test.units }, (_, row) =>
    value(test.target, output, row * test.units),
  );
}

function worst(values: readonly number[], expected: readonly number[]): number {
  expect(values.length).toBe(expected.length);
  return Math.max(
    ...values.map((value, index) => Math.abs(value - expected[index]!) / Math.max(1, Math.abs(expected[index]!))),
  );
}

beforeAll(useCpu);

describe('getLoss', () => {
  it.each(
    cases.map(
      (test, index) =>
        [`${index} ${test.loss} ${JSON.stringify(test.options)} after ${test.activation}`, test] as const,
    ),
  )('equals Keras 3, loss and gradient: %s', (_, test) => {
    const { values, gradient } = tensorLoss(test);
    expect(worst(values, test.values)).toBeLessThan(1e-6);
    expect(worst(gradient, test.gradient)).toBeLessThan(1e-6);
  });

  it('covers every loss', () => {
    expect(new Set(cases.map(({ loss }) => loss)).size).toBe(7);
  });

  const number = fc.double({ min: -8, max: 8, noNaN: true });
  const loss = fc.constantFrom(...cases.filter(({ values }) => values.every((value) => value < 30)));
  it('gives from float32 outputs the number that the tensors give from logits', () => {
    fc.assert(
      fc.property(loss, fc.infiniteStream(number), fc.integer({ min: 1, max: 5 }), (example, numbers, rows) => {
        const logits = Array.from({ length: rows * example.units }, () => Math.fround(numbers.next().value));
        const target = Array.from(
          { length: rows * example.units },
          (_, index) => example.target[index % example.target.length]!,
        );
        const test = { ...example, logits, target };
        const output = tf.tidy(() =>
          activate(tf.tensor2d(logits, [rows, example.units]), example.activation).dataSync(),
        );
        expect(worst(plainLoss(test, output), tensorLoss(test).values)).toBeLessThan(2e-4);
      }),
    );
  });

  it('stays finite where outputs are exactly 0 or 1', () => {
    const task = (loss: LossName, activation: Activation): LossTask => ({
      loss,
      activation,
      lossOptions: {},
      units: 2,
    });
    expect(getLoss(task('binaryCrossentropy', 'sigmoid')).value([1, 0], [0, 1], 0)).toBeGreaterThan(15);
    expect(getLoss(task('binaryCrossentropy', 'sigmoid')).value([1, 0], [0, 1], 0)).toBeLessThan(Infinity);
    expect(getLoss(task('categoricalCrossentropy', 'softmax')).value([1, 0], [0, 1], 0)).toBeLessThan(Infinity);
    expect(getLoss(task('binaryCrossentropy', 'sigmoid')).value([1, 0], [1, 0], 0)).toBe(0);
  });
});
