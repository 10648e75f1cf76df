import { compile, useTensorFlow } from '@polyhead/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import { describeNative } from './native';

const numbers = (tensor: tf.Tensor): number[] => {
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
};
type Of<Name extends string> = Readonly<Record<Name, tf.Tensor>>;
const raised = (counter: tf.Variable, by: number): tf.Tensor => {
  counter.assign(tf.add(counter, by));
  return tf.clone(counter);
};
const noise = (shape: number[], seed: number) => tf.randomUniform(shape, -1, 1, 'float32', seed);

describeNative('variables in compiled functions', () => {
  beforeAll(() => useTensorFlow());

  it('keeps variables between runs, and hands them out and takes them in', () => {
    const counter = tf.variable(tf.scalar(0));
    const compiled = compile(({ by }: Of<'by'>) => {
      counter.assign(tf.add(counter, by));
      return { now: tf.mul(counter, 10) };
    });
    const add = (by: number) => numbers(compiled.run({ by: tf.scalar(by) }).now)[0];
    expect([add(1), add(2)]).toEqual([10, 30]);
    compiled.pull();
    expect(counter.arraySync()).toBe(3);
    counter.assign(tf.scalar(100)); // seen without further ado
    expect(add(1)).toBe(1010);
    compiled.dispose();
    expect(counter.arraySync()).toBe(101);
    counter.dispose();
  });

  it('shares variables between functions and between the shapes of one function', () => {
    const weight = tf.variable(tf.scalar(1));
    const grow = compile(({ x }: Of<'x'>) => {
      weight.assign(tf.add(weight, tf.sum(x)));
      return { weight: tf.clone(weight) };
    });
    const read = compile(({ x }: Of<'x'>) => ({ y: tf.mul(x, weight) }));
    const seen = [1, 2, 3].map((size) => [
      numbers(grow.run({ x: tf.ones([size]) }).weight)[0],
      numbers(read.run({ x: tf.scalar(10) }).y)[0],
    ]);
    expect(seen).toEqual([
      [2, 20],
      [4, 40],
      [7, 70],
    ]);
    read.dispose();
    grow.dispose();
    expect(weight.arraySync()).toBe(7);
    weight.dispose();
  });

  it("trains with tfjs' own optimizers, whose slots are made at the first call", () => {
    const train = (compiled: boolean) => {
      const weight = tf.variable(noise([3, 1], 3) as tf.Tensor2D);
      const optimizer = tf.train.adam(0.1);
      const step = ({ x, y }: Of<'x' | 'y'>) => ({
        loss: optimizer.minimize(
          () => tf.mean(tf.squaredDifference(tf.matMul(x as tf.Tensor2D, weight), y)),
          true,
        ) as tf.Tensor,
      });
      const program = compiled ? compile(step) : undefined;
      const inputs = { x: noise([8, 3], 1), y: noise([8, 1], 2) };
      const losses = Array.from({ length: 20 }, () => numbers((program?.run ?? step)(inputs).loss)[0]);
      program?.dispose();
      return [...losses, ...Array.from(weight.dataSync())];
    };
    const eager = train(false);
    train(true).forEach((value, index) => expect(value).toBeCloseTo(eager[index]!, 5));
  });

  it('leaves variables as they were while it records', () => {
    const variable = tf.variable(tf.scalar(5));
    const compiled = compile(({ x }: Of<'x'>) => {
      variable.assign(tf.add(variable, x));
      return { x: tf.neg(x) };
    });
    compiled.prepare({ x: tf.scalar(1) });
    expect(variable.arraySync()).toBe(5);
    compiled.dispose();
  });

  it('tells variables apart that had one value between them, as networks after setWeights', () => {
    const first = tf.variable(tf.tensor1d([1, 2]));
    const second = tf.variable(first);
    const third = tf.variable(tf.tensor1d([0, 0]));
    third.assign(first);
    const step = compile(() => {
      first.assign(tf.mul(first, 10));
      third.assign(tf.add(third, second));
      return { sum: tf.addN([first, second, third]) };
    });
    expect([1, 2].map(() => numbers(step.run({}).sum))).toEqual([
      [13, 26],
      [104, 208],
    ]);
    step.pull();
    expect([first, second, third].map((each) => Array.from(each.dataSync()))).toEqual([
      [100, 200],
      [1, 2],
      [3, 6],
    ]);
    step.dispose();
  });

  it('uses a value that is assigned after a run changed it, also one that shares data with the old one', () => {
    const [start, counter] = [tf.scalar(0), tf.variable(tf.scalar(0))];
    counter.assign(start);
    const step = compile(() => ({ now: raised(counter, 1) }));
    const run = (): number => numbers(step.run({}).now)[0]!;
    expect([run(), run()]).toEqual([1, 2]);
    counter.assign(start);
    expect(run()).toBe(1);
    step.pull();
    const best = counter.clone();
    expect([run(), run()]).toEqual([2, 3]);
    counter.assign(best);
    expect(run()).toBe(2);
    step.dispose();
  });

  it('reads what other compiled functions changed, also once it has fallen back', () => {
    const counter = tf.variable(tf.scalar(0));
    const grow = compile(() => ({ now: raised(counter, 10) }));
    const read = compile(() => ({ seen: tf.mul(counter, counter.dataSync()[0]! === -1 ? 2 : 1) }), {
      onFallback: () => undefined,
    });
    for (const expected of [10, 20, 30]) {
      tf.dispose(grow.run({}));
      expect(numbers(read.run({}).seen)).toEqual([expected]);
    }
    for (const each of [grow, read]) each.dispose();
  });

  it('says which variable is gone, at every shape', () => {
    const weight = tf.variable(tf.scalar(2), true, 'weight_that_goes');
    const compiled = compile(({ x }: Of<'x'>) => ({ y: tf.mul(x, weight) }), { batched: ['x'] });
    tf.dispose(compiled.run({ x: tf.ones([2, 3]) }));
    weight.dispose();
    for (const rows of [2, 7])
      expect(() => compiled.run({ x: tf.ones([rows, 3]) })).toThrow(
        'compile: expected variable "weight_that_goes" to live as long as the compiled function that uses it, but it was disposed.',
      );
    compiled.dispose();
  });

  it('runs a function without outputs for what it does to variables', () => {
    const total = tf.variable(tf.scalar(0));
    const compiled = compile(
      ({ x }: Of<'x'>) => {
        total.assign(tf.add(total, tf.sum(x)));
        return {};
      },
      { batched: ['x'] },
    );
    const before = tf.memory().numTensors;
    for (const rows of [1, 4, 9]) tf.tidy(() => expect(compiled.run({ x: tf.ones([rows]) })).toEqual({}));
    expect(tf.memory().numTensors).toBe(before);
    compiled.dispose();
    expect(total.arraySync()).toBe(14);
  });

  it('keeps variables of whole numbers and of flags, and those that it only reads', () => {
    const [count, offset] = [tf.variable(tf.scalar(2, 'int32')), tf.variable(tf.scalar(10, 'int32'))];
    const [flags, mask] = [
      tf.variable(tf.tensor1d([true, false], 'bool')),
      tf.variable(tf.tensor1d([true, true], 'bool')),
    ];
    const compiled = compile(({ by }: Of<'by'>) => {
      count.assign(tf.add(count, by));
      flags.assign(tf.logicalNot(flags));
      return { sum: tf.add(count, offset), both: tf.logicalAnd(flags, mask) };
    });
    const run = () =>
      Object.values(compiled.run({ by: tf.scalar(3, 'int32') })).map((tensor) => [tensor.dtype, ...numbers(tensor)]);
    expect([run(), run()]).toEqual([
      [
        ['int32', 15],
        ['bool', 0, 1],
      ],
      [
        ['int32', 18],
        ['bool', 1, 0],
      ],
    ]);
    offset.assign(tf.scalar(1000, 'int32'));
    mask.assign(tf.tensor1d([false, true], 'bool'));
    expect(run()).toEqual([
      ['int32', 1011],
      ['bool', 0, 1],
    ]);
    compiled.dispose();
    expect([count.dtype, count.arraySync(), flags.dtype, flags.arraySync()]).toEqual(['int32', 11, 'bool', [0, 1]]);
  });

  it.each<[string, () => tf.Variable, (variable: tf.Variable) => tf.Tensor, string | RegExp]>([
    [
      'complex numbers',
      () => tf.variable(tf.complex([1], [2])),
      () => tf.complex([3], [4]),
      'of float32, int32 or bool, got complex64',
    ],
    ['strings', () => tf.variable(tf.tensor(['a'])), () => tf.tensor(['b']), 'a tensor of strings'],
    [
      'a type that changes',
      () => tf.variable(tf.scalar(1, 'int32')),
      () => tf.scalar(0.5),
      /dtype of the new value \(float32\)/,
    ],
  ])('throws when assigning to variables of %s', (_, make, next, message) => {
    const variable = make();
    const compiled = compile(({ x }: Of<'x'>) => {
      variable.assign(next(variable));
      return { x: tf.neg(x) };
    });
    expect(() => compiled.run({ x: tf.scalar(1) })).toThrow(message);
    compiled.dispose();
    variable.dispose();
  });
});
