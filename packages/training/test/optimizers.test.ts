import * as tf from '@tensorflow/tfjs-core';
import { adam, adamW, type Optimizer, sgd } from '@polyhead/training';
import { withEma } from '../src/optimizers/with-ema';
import golden from './golden/optimizers.json';
import { useCpu } from './support/tiny-network';

const factories = { adam, adamW, sgd } as Record<string, (options: object) => Optimizer>;

/** Weights after every step with the golden gradients, and the names of the optimizer's slots. */
function follow(optimizer: Optimizer): { after: number[][][]; slots: string[] } {
  const weights = golden.start.map((values, index) => ({
    name: `weight_${index}`,
    variable: tf.variable(tf.tensor(values, golden.shapes[index])),
  }));
  const running = optimizer.start(weights);
  const after = golden.gradients.map((gradients, step) => {
    tf.tidy(() => {
      const tensors = gradients.map((values, index) => tf.tensor(values, golden.shapes[index]));
      running.apply(tensors, { learningRate: tf.scalar(golden.rates[step]!), step: tf.scalar(step, 'int32') });
    });
    return weights.map(({ variable }) => Array.from(variable.dataSync()));
  });
  [...weights, ...running.slots].forEach(({ variable }) => variable.dispose());
  return { after, slots: running.slots.map(({ name }) => name) };
}

beforeAll(useCpu);

describe('optimizers', () => {
  it.each(golden.cases.map((test) => [`${test.name} ${JSON.stringify(test.options)}`, test] as const))(
    'equal Keras 3 over 8 steps: %s',
    (_, { name, options, after }) => {
      const differences = follow(factories[name]!(options))
        .after.flat(2)
        .map((value, index) => Math.abs(value - after.flat(2)[index]!));
      expect(Math.max(...differences)).toBeLessThan(2e-6);
    },
  );

  it('remember under names that tell what', () => {
    expect(follow(adam()).slots.slice(0, 4)).toEqual([
      'first/weight_0',
      'first/weight_1',
      'first/weight_2',
      'second/weight_0',
    ]);
    expect(follow(sgd()).slots).toEqual([]);
  });

  it('spare weights from decay by name', () => {
    const { after } = follow(adamW({ weightDecay: 0.5, exclude: ['weight_1'] }));
    const plain = follow(adam()).after;
    expect(after.at(-1)![1]).toEqual(plain.at(-1)![1]);
    expect(after.at(-1)![0]).not.toEqual(plain.at(-1)![0]);
  });

  it.each([
    adam({ learningRate: 0.1, clipNorm: 2 }),
    adamW({ exclude: ['bias'] }),
    sgd({ momentum: 0.9, nesterov: true }),
  ])('are made again by their settings: %p', ({ settings }) => {
    const { name, ...options } = settings;
    expect(factories[String(name)]!(options).settings).toEqual(settings);
  });

  it.each(['clipNorm', 'globalClipNorm', 'clipValue'])('do not clip if "%s" is Infinity', (limit) => {
    for (const none of [Infinity, Number.MAX_VALUE]) {
      const options = { [limit]: none };
      for (const make of [adam, adamW, sgd]) {
        expect(follow(make(options)).after).toEqual(follow(make()).after);
        expect(make(options).settings).toEqual(make().settings); // JSON has no Infinity
      }
    }
  });

  it.each([0.9999, 0.99999, 0.999999])(
    'average weights with a decay of %p as float64 does, over 4000 steps',
    (decay) => {
      const weights = [{ name: 'weight', variable: tf.variable(tf.tensor1d([1, -300, 1e-3])) }];
      const { variable } = weights[0]!;
      const { slots, apply } = withEma(sgd({ learningRate: 0 }), decay).start(weights);
      const start = Float64Array.from(variable.dataSync());
      const expected = start.slice();
      for (let index = 0; index < 4000; index++) {
        const value = Float32Array.from(start, (from, at) => from * (1 + 0.1 * Math.sin(index / 50 + at)));
        tf.tidy(() => {
          variable.assign(tf.tensor1d(index === 0 ? Float32Array.from(start) : value));
          const step = tf.scalar(index === 0 ? 0 : 2 ** 23 + index, 'int32'); // the first average is the weight
          apply([tf.zerosLike(variable)], { learningRate: tf.scalar(0), step });
        });
        const share = Math.max(1 - decay, 9 / (2 ** 23 + index + 9));
        if (index > 0) value.forEach((weight, at) => (expected[at]! += (weight - expected[at]!) * share));
      }
      const [average, rest] = slots.map((slot) => slot.variable.dataSync());
      expected.forEach((value, at) => {
        const moved = Math.abs(value - start[at]!);
        expect(Math.abs(average![at]! + rest![at]! - value)).toBeLessThan(1e-6 * moved);
        expect(average![at]!).toBe(Math.fround(average![at]! + rest![at]!));
      });
      [variable, ...slots.map((slot) => slot.variable)].forEach((tensor) => tensor.dispose());
    },
  );

  it('reject settings that make no sense, saying which', () => {
    expect(() => adam({ beta1: 1 })).toThrow('adam: "beta1" must be a number of at least 0 and below 1, got 1.');
    expect(() => adam({ learningRate: NaN })).toThrow(
      'adam: "learningRate" must be a finite number of at least 0, got NaN.',
    );
    expect(() => sgd({ momentum: 2 })).toThrow('sgd: "momentum" must be a number from 0 to 1, got 2.');
    expect(() => adamW({ clipNorm: 1, clipValue: 1 })).toThrow(
      'adamW: expected at most one way to clip gradients, got "clipNorm" and "clipValue"',
    );
    expect(() => adam({ learningRate: '0.1' as never })).toThrow(
      'adam: "learningRate" must be a finite number of at least 0, got "0.1".',
    );
    expect(() => adam({ clipNorm: 0 })).toThrow('adam: "clipNorm" must be a finite number above 0, got 0.');
  });
});
