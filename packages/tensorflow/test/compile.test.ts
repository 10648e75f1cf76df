import { compile, useTensorFlow } from '@polyhead/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import { describeNative, heldTensors } from './native';

const numbers = (tensor: tf.Tensor): number[] => {
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
};
type Of<Name extends string> = Readonly<Record<Name, tf.Tensor>>;
const noise = (shape: number[], seed: number) => tf.randomUniform(shape, -1, 1, 'float32', seed);

describeNative('compile', () => {
  beforeAll(() => useTensorFlow());

  it('computes what the function computes, for any number of inputs and outputs', () => {
    const compiled = compile(({ a, b }: Record<'a' | 'b', tf.Tensor2D>) => ({
      sum: tf.add(a, b),
      product: tf.matMul(a, b),
      same: a,
    }));
    const results = compiled.run({
      a: tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      b: tf.tensor2d([
        [1, 0],
        [0, 2],
      ]),
    });
    expect(numbers(results.sum)).toEqual([2, 2, 3, 6]);
    expect(numbers(results.product)).toEqual([1, 4, 3, 8]);
    expect(numbers(results.same)).toEqual([1, 2, 3, 4]);
    compiled.dispose();
  });

  it('runs the JavaScript of the function for new shapes only', () => {
    let calls = 0;
    const compiled = compile(({ x }: Of<'x'>) => ({ y: tf.mul(x, ++calls) }));
    const run = (shape: number[]) => numbers(compiled.run({ x: tf.ones(shape) }).y);
    expect([run([2]), run([2]), run([3]), run([2])]).toEqual([
      [1, 1],
      [1, 1],
      [2, 2, 2],
      [1, 1],
    ]);
    compiled.dispose();
  });

  it('takes bytes, which the function sees as int32', () => {
    const compiled = compile(({ pixels }: Of<'pixels'>) => ({
      type: tf.scalar(pixels.dtype === 'int32' ? 1 : 0),
      scaled: tf.div(tf.cast(pixels, 'float32'), 255),
    }));
    const { scaled, type } = compiled.run({ pixels: { bytes: Uint8Array.of(0, 51, 255), shape: [3] } });
    expect(numbers(type)).toEqual([1]);
    numbers(scaled).forEach((value, index) => expect(value).toBeCloseTo(index / [1, 5, 2][index]!, 6));
    compiled.dispose();
  });

  it('records batched functions at small sizes only, and is right at all others', () => {
    const sizes: number[] = [];
    const weight = tf.variable(noise([5, 3], 4) as tf.Tensor2D);
    const step = ({ x }: Of<'x'>) => {
      sizes.push(x.shape[0]!);
      const value = (input: tf.Tensor): tf.Scalar =>
        tf.mean(
          tf.slice(
            tf.softmax(tf.matMul(tf.reshape(input, [-1, 5]) as tf.Tensor2D, weight)),
            [0, 0],
            [input.shape[0]!, 1],
          ),
        );
      return { value: value(x), gradient: tf.grad(value)(x) };
    };
    const compiled = compile(step, { batched: ['x'] });
    for (const rows of [32, 1, 7]) {
      const x = noise([rows, 5], rows);
      const [result, expected] = [compiled.run({ x }), step({ x })];
      const wanted = numbers(expected.gradient);
      numbers(result.gradient).forEach((value, index) => expect(value).toBeCloseTo(wanted[index]!, 7));
    }
    expect(sizes.filter((size) => ![1, 7, 32].includes(size))).toEqual([2, 3, 5]);
    expect(sizes.length).toBe(6); // the others are the eager ones
    compiled.dispose();
  });

  it('records at the real size where the graph does not follow the batch', () => {
    const compiled = compile(
      ({ x }: Of<'x'>) => ({
        y: tf.sum(tf.mul(x, tf.tensor1d(Array.from({ length: x.shape[0]! }, (_, row) => row ** 2)))),
      }),
      { batched: ['x'] },
    );
    expect(numbers(compiled.run({ x: tf.ones([9]) }).y)).toEqual([204]);
    expect(numbers(compiled.run({ x: tf.ones([4]) }).y)).toEqual([14]);
    compiled.dispose();
  });

  it.each([
    [
      'reads values',
      (x: tf.Tensor) => tf.mul(x, x.dataSync()[0]!),
      /^compile: the function reads the values of a tensor \(.*compile\.test\.ts:\d+/,
    ],
    [
      'reads values and waits for nothing',
      (x: tf.Tensor) => [x.data(), tf.whereAsync(tf.greater(x, 0)), tf.neg(x)][2] as tf.Tensor,
      /^compile: the function reads the values of a tensor/,
    ],
    [
      'waits for values',
      (x: tf.Tensor) => x.data().then(() => tf.neg(x)) as unknown as tf.Tensor /* what a JavaScript user may write */,
      /^compile: the function reads the values of a tensor/,
    ],
    [
      'draws random numbers',
      (x: tf.Tensor) => tf.mul(x, Math.random()),
      /draws a random number in JavaScript \(.*compile\.test\.ts:\d+/,
    ],
    [
      'draws a tensor of them',
      (x: tf.Tensor) => tf.add(x, noise([100, 100], 5)),
      /makes a tensor of shape \[100, 100\] from JavaScript numbers \(.*compile\.test\.ts:\d+/,
    ],
    [
      'makes a variable at every call',
      (x: tf.Tensor) => tf.add(x, tf.variable(tf.ones([1]))),
      /makes new variables at every call \(.+\)\. Make them once/,
    ],
  ])('rejects a function that %s, and says where', (_, body, message) => {
    const compiled = compile(({ x }: Of<'x'>) => ({ y: body(x) }));
    const run = () => compiled.run({ x: tf.ones([1]) });
    expect(run).toThrow(expect.objectContaining({ code: 'UNTRACEABLE' }));
    expect(run).toThrow(message);
    compiled.dispose();
  });

  it('says which operation does not take the shape of its input, and where', () => {
    const weight = tf.variable(tf.ones([3, 2]) as tf.Tensor2D);
    const compiled = compile(({ x }: Of<'x'>) => ({ y: tf.matMul(x, weight) }), { batched: ['x'] });
    expect(numbers(compiled.run({ x: tf.ones([1, 3]) }).y)).toEqual([3, 3]);
    expect(() => compiled.run({ x: tf.ones([4, 5]) })).toThrow(
      /^compile: the operation BatchMatMulV2 \(.*compile\.test\.ts:\d+.*\) rejects its inputs\. TensorFlow reports: .*Matrix size-incompatible/s,
    );
    expect(numbers(compiled.run({ x: tf.ones([2, 3]) }).y)).toEqual([3, 3, 3, 3]);
    compiled.dispose();
  });

  it('tells inputs apart that were one tensor, or a variable, while it was recorded', () => {
    const weight = tf.variable(tf.tensor1d([5, 7]));
    const compiled = compile(({ a, b }: Of<'a' | 'b'>) => ({ difference: tf.sub(a, b), product: tf.mul(weight, a) }));
    const run = (a: tf.Tensor, b: tf.Tensor) => Object.values(compiled.run({ a, b })).map(numbers);
    const one = tf.tensor1d([1, 2]);
    expect(run(weight, one)).toEqual([
      [4, 5],
      [25, 49],
    ]);
    expect(run(one, one)).toEqual([
      [0, 0],
      [5, 14],
    ]);
    expect(run(tf.tensor1d([3, 4]), one)).toEqual([
      [2, 2],
      [15, 28],
    ]);
    compiled.dispose();
  });

  it.each([
    ['compiled', {}],
    ['fallen back', { onFallback: () => undefined }],
  ])('gives copies of inputs and variables: to free them frees nothing else (%s)', (_, options) => {
    const weight = tf.variable(tf.scalar(3));
    const compiled = compile(
      ({ x }: Of<'x'>) =>
        ({ x, weight, ...('onFallback' in options && { y: tf.mul(x, x.dataSync()[0]!) }) }) as Of<'x' | 'weight'>,
      options,
    );
    const x = tf.scalar(2);
    for (let run = 0; run < 2; run++)
      expect(
        Object.values(compiled.run({ x }))
          .map((tensor) => numbers(tensor)[0])
          .slice(0, 2),
      ).toEqual([2, 3]);
    expect([x.isDisposed, weight.isDisposed, weight.arraySync()]).toEqual([false, false, 3]);
    compiled.dispose();
  });

  it('takes large tensors of one number made in JavaScript, whatever their type', () => {
    const compiled = compile(({ x }: Of<'x'>) => ({
      whole: tf.add(x, tf.cast(tf.fill([100, 100], 7, 'int32'), 'float32')),
      flags: tf.where(tf.ones([100, 100], 'bool'), x, tf.neg(x)),
      none: tf.add(x, tf.cast(tf.zeros([100, 100], 'int32'), 'float32')),
    }));
    const { whole, flags, none } = compiled.run({ x: tf.ones([100, 100]) });
    expect([whole, flags, none].map((tensor) => [...new Set(numbers(tensor!))])).toEqual([[8], [1], [1]]);
    compiled.dispose();
  });

  it('records once what was prepared', () => {
    let calls = 0;
    const compiled = compile(({ x }: Of<'x'>) => {
      calls++;
      return { y: tf.square(x) };
    });
    compiled.prepare({ x: tf.ones([4]) });
    expect([numbers(compiled.run({ x: tf.ones([4]) }).y), calls]).toEqual([[1, 1, 1, 1], 1]);
    compiled.dispose();
  });

  it('becomes part of another compiled function', () => {
    const weight = tf.variable(tf.scalar(1));
    const inner = compile(({ x }: Of<'x'>) => {
      weight.assign(tf.mul(weight, 2));
      return { y: tf.mul(x, weight) };
    });
    const outer = compile(({ x }: Of<'x'>) => ({ z: tf.neg(inner.run({ x }).y) }));
    expect([1, 2].map((x) => numbers(outer.run({ x: tf.scalar(x) }).z)[0])).toEqual([-2, -8]);
    expect(numbers(inner.run({ x: tf.scalar(1) }).y)).toEqual([8]);
    [inner, outer].forEach((compiled) => compiled.dispose());
  });

  it('falls back to eager when it may, saying why, and only then', () => {
    const reasons: string[] = [];
    const variable = tf.variable(tf.scalar(1));
    const compiled = compile(
      ({ x }: Of<'x'>) => {
        variable.assign(tf.add(variable, x.dataSync()[0]!));
        return { y: tf.clone(variable) };
      },
      { onFallback: ({ message }) => reasons.push(message) },
    );
    expect([1, 2, 3].map((number) => numbers(compiled.run({ x: tf.scalar(number) }).y)[0])).toEqual([2, 4, 7]);
    expect(reasons).toEqual([expect.stringMatching(/^compile: the function reads the values/)]);
    compiled.dispose();
  });

  it('passes other errors of the function on, and can be called again', () => {
    let broken = true;
    const compiled = compile(({ x }: Of<'x'>) => {
      if (broken) throw new RangeError('mine');
      return { x: tf.neg(x) };
    });
    expect(() => compiled.run({ x: tf.scalar(1) })).toThrow(new RangeError('mine'));
    broken = false;
    expect(numbers(compiled.run({ x: tf.scalar(1) }).x)).toEqual([-1]);
    compiled.dispose();
  });

  it('keeps the graphs of the last shapes only, and stays right', () => {
    const total = tf.variable(tf.scalar(0));
    const compiled = compile(
      ({ x }: Of<'x'>) => {
        total.assign(tf.add(total, tf.sum(x)));
        return { total: tf.clone(total) };
      },
      { maxGraphs: 2 },
    );
    expect([1, 2, 3, 1, 2].map((size) => numbers(compiled.run({ x: tf.ones([size]) }).total)[0])).toEqual([
      1, 3, 6, 7, 9,
    ]);
    compiled.dispose();
    expect(total.arraySync()).toBe(9);
  });

  it('does not grow: 50 lives of a graph, 500 steps', () => {
    const weight = tf.variable(noise([64, 64], 1) as tf.Tensor2D);
    const x = noise([64, 64], 2) as tf.Tensor2D;
    const life = (steps: number): void => {
      const compiled = compile(({ x: input }: Of<'x'>) => {
        weight.assign(tf.mul(tf.matMul(weight, input as tf.Tensor2D), 0.1));
        return { mean: tf.mean(weight) };
      });
      for (let step = 0; step < steps; step++) compiled.run({ x }).mean.dispose();
      compiled.dispose();
    };
    life(500);
    const before = heldTensors();
    for (let count = 0; count < 50; count++) life(2);
    expect(heldTensors()).toEqual(before);
  });
});
