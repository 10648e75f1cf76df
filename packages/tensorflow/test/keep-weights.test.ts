import { compile, type Compiled, useTensorFlow } from '@polyhead/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeNative, heldTensors } from './native';

interface Given {
  readonly x: tf.Tensor2D;
}

const rows = (count: number): tf.Tensor2D =>
  tf.tensor2d(
    Array.from({ length: 3 * count }, (_, index) => Math.sin(index)),
    [count, 3],
  );

/** What a function gives, as numbers, with nothing left behind. */
function valuesOf(compiled: Pick<Compiled<Given, { y: tf.Tensor }>, 'run'>, count: number): number[] {
  return tf.tidy(() => Array.from(compiled.run({ x: rows(count) }).y.dataSync()));
}

/** The refreshing nodes of the graph that a function becomes, and the graph itself, to look for names in. */
function savedGraph(run: (given: Given) => Record<string, tf.Tensor>): { refresh: readonly string[]; text: string } {
  const folder = mkdtempSync(join(tmpdir(), 'polyhead-test-'));
  try {
    const { refresh } = compile(run).save(folder, { x: rows(2) });
    return { refresh, text: readFileSync(join(folder, 'saved_model.pb'), 'latin1') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describeNative('what follows from weights alone', () => {
  beforeAll(() => useTensorFlow());

  it('is computed outside of the run, each value once, whoever uses it', () => {
    const weight = tf.variable(tf.ones([3, 2]) as tf.Tensor2D);
    const { refresh, text } = savedGraph(({ x }) => {
      const scaled = tf.mul(tf.sqrt(tf.abs(weight)), 2) as tf.Tensor2D;
      return {
        y: tf.add(tf.matMul(x, scaled), tf.matMul(tf.square(x), scaled)),
        reshaped: tf.matMul(x, tf.reshape(weight, [3, 2])),
      };
    });
    expect(refresh).toEqual(['kept_0/refreshed']);
    expect(text).toContain('kept_0/read');
  });

  it('stays in the run where there are inputs or a variable that the run changes in it', () => {
    const weight = tf.variable(tf.ones([3]) as tf.Tensor1D);
    const refreshOf = (run: (given: Given) => tf.Tensor): readonly string[] =>
      savedGraph((given) => ({ y: run(given) })).refresh;
    expect(refreshOf(({ x }) => tf.mul(tf.mul(x, weight), weight))).toEqual([]);
    expect(
      refreshOf(({ x }) => {
        const y = tf.add(x, tf.square(weight));
        weight.assign(tf.sum(y, 0));
        return y;
      }),
    ).toEqual([]);
    expect(refreshOf(({ x }) => tf.add(x, tf.square(weight)))).toHaveLength(1);
  });

  it('is right after any order of predictions, trainings and assignments, at several batch sizes', () => {
    const event = fc.oneof(
      fc.record({ predict: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ train: fc.constant(true) }),
      fc.record({ assign: fc.integer({ min: -2, max: 2 }) }),
    );
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), (events) => {
        const [kernel, gamma] = [tf.variable(rows(2)), tf.variable(tf.tensor1d([1, -2, 0.5]))];
        const run = ({ x }: Given) => ({
          y: tf.mul(x, tf.div(tf.sum(tf.mul(kernel, gamma), 0), tf.sqrt(tf.add(tf.square(gamma), 1)))),
        });
        const step = ({ x }: Given) => {
          const { y } = run({ x });
          gamma.assign(tf.add(gamma, tf.mean(y, 0)));
          return { y };
        };
        const [predicting, training] = [compile(run), compile(step)];
        for (const given of events) {
          if ('assign' in given) gamma.assign(tf.fill([3], given.assign));
          else if ('train' in given) tf.dispose(training.run({ x: rows(2) }));
          else {
            const got = valuesOf(predicting, given.predict);
            training.pull();
            valuesOf({ run: run as typeof predicting.run }, given.predict).forEach((value, index) =>
              expect(got[index]).toBeCloseTo(value, 4),
            );
          }
        }
        for (const each of [predicting, training, kernel, gamma]) each.dispose();
      }),
      { numRuns: 15 },
    );
  });

  it('leaves nothing behind when the weights change again and again', () => {
    const weight = tf.variable(tf.ones([3]) as tf.Tensor1D);
    const compiled = compile(({ x }: Given) => ({ y: tf.mul(x, tf.exp(weight)) }));
    const once = (value: number): void => {
      tf.tidy(() => weight.assign(tf.fill([3], value)));
      valuesOf(compiled, 2);
    };
    once(0);
    const before = heldTensors();
    [1, 2, 3].forEach(once);
    expect(heldTensors()).toEqual(before);
    compiled.dispose();
  });
});
