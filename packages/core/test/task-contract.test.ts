import {
  ageDistribution,
  binary,
  classification,
  faceTasks,
  regression,
  type Task,
  taskFromSpec,
  tasksFromSpecs,
} from '@polyhead/core';
import fc from 'fast-check';

const tasks: Record<string, Task> = {
  regression: regression({ scale: 116, unit: 'years', min: 0 }),
  binary: binary(['no', 'yes'], { loss: 'binaryFocalCrossentropy' }),
  'softmax classification': classification(['a', 'b', 'c'], { lossWeight: 2 }),
  'sigmoid classification': classification(['a', 'b', 'c'], { activation: 'sigmoid' }),
  'age distribution': ageDistribution({ min: 0, max: 100, sigma: 0 }),
  'smooth age distribution': ageDistribution({ min: -20, max: 140, sigma: 2 }),
  'median age': ageDistribution({ min: -20, max: 140, sigma: 2, estimate: 'median' }),
};
const anyValue = (task: Task): fc.Arbitrary<number> =>
  task.type === 'regression' ? fc.integer({ min: 0, max: 100 }) : fc.nat(task.labels.length - 1);

describe.each(Object.entries(tasks))('a %s task', (_name, task) => {
  test('gives back the value that it encoded, wherever in the array', () => {
    fc.assert(
      fc.property(anyValue(task), fc.nat(7), (value, row) => {
        const target = new Float32Array(task.units * 8).fill(9);
        task.encode(value, target, row * task.units);
        expect(task.decodeValue(target, row * task.units)).toBeCloseTo(value, 3);
        expect(target.filter((number) => number === 9)).toHaveLength(task.units * 7);
      }),
    );
  });

  test('is made again, whole, from its JSON', () => {
    const spec = JSON.parse(JSON.stringify(task));
    const again = taskFromSpec(spec);
    expect(again.toJSON()).toEqual(task.toJSON());
    const plain = (of: Task): unknown => Object.entries(of).filter(([, value]) => typeof value !== 'function');
    expect(plain(again)).toEqual(plain(task));
  });

  test('rejects a negative or infinite loss weight', () => {
    for (const lossWeight of [-1, Infinity, NaN])
      expect(() => taskFromSpec({ ...task.toJSON(), lossWeight })).toThrow(/"lossWeight" must be a finite number/);
  });
});

describe('an option that makes no sense', () => {
  const { min, max } = { min: 5, max: 1 };
  test.each<[string, () => unknown]>([
    [
      'regression: expected options by their names, got "units". Did you mean "unit"?',
      () => regression({ units: 'years' } as object),
    ],
    [
      'binary: expected options by their names, got "lossWieght". Did you mean "lossWeight"?',
      () => binary(['no', 'yes'], { lossWieght: 2 } as object),
    ],
    [
      'classification: "lossOptions": expected options by their names, got "labelSmothing". Did you mean "labelSmoothing"?',
      () => classification(['a', 'b'], { lossOptions: { labelSmothing: 0.1 } as object }),
    ],
    [
      'ageDistribution: expected options by their names, got "sigmas". Did you mean "sigma"?',
      () => ageDistribution({ sigmas: 2 } as object),
    ],
    [
      'faceTasks: expected options by their names, got "maxAeg". Did you mean "maxAge"?',
      () => faceTasks({ maxAeg: 100 } as object),
    ],
    [
      'faceTasks: "maxAge" must be a finite number above 0, got "116".',
      () => faceTasks({ maxAge: '116' as unknown as number }),
    ], // as plain JavaScript may pass it
    [
      'classification: "labelSmoothing" must be a number from 0 to 1, got 2.',
      () => classification(['a', 'b'], { lossOptions: { labelSmoothing: 2 } }),
    ],
    [
      'binary: "gamma" must be a finite number of at least 0, got -1.',
      () => binary(['a', 'b'], { lossOptions: { gamma: -1 } }),
    ],
    ['regression: "delta" must be a finite number above 0, got 0.', () => regression({ lossOptions: { delta: 0 } })],
    ['regression: expected numbers with "min" below "max", got min 5 and max 1.', () => regression({ min, max })],
    ['classification: expected no empty label, got ["a",""].', () => classification(['a', ''])],
  ])('is rejected: %s', (message, make) => {
    expect(make).toThrow(message);
  });
});

describe('classification', () => {
  test('gives probabilities that add up to 1, whatever sigmoids say', () => {
    const task = classification(['a', 'b'], { activation: 'sigmoid' });
    expect(task.decode([0.9, 0.3], 0)).toEqual({
      label: 'a',
      probability: 0.9 / 1.2,
      probabilities: { a: 0.9 / 1.2, b: 0.3 / 1.2 },
    });
    expect(task.decode([0, 0], 0).probabilities).toEqual({ a: 0.5, b: 0.5 });
  });

  test('names the labels that it knows when it meets another', () => {
    expect(() => classification(['apple', 'pear']).value('paer' as 'pear')).toThrow(
      'classification: expected one of "apple", "pear" as label, got "paer".',
    );
  });

  test.each<[unknown, string]>([
    [undefined, 'undefined'],
    ['apple', '"apple"'],
    [['a', 2], '["a",2]'],
  ])('rejects %p in place of labels', (labels, shown) => {
    expect(() => classification(labels as string[])).toThrow(
      `classification: expected a list of labels, each a text, got ${shown}.`,
    );
    expect(() => binary(labels as ['a', 'b'])).toThrow(`binary: expected a list of labels, each a text, got ${shown}.`);
  });

  test('checks two hundred thousand labels in no time that grows with their square', () => {
    const labels = Array.from({ length: 200_000 }, (_, index) => `label ${index}`);
    const start = performance.now();
    const task = classification(labels);
    expect(labels.every((label, index) => task.value(label) === index)).toBe(true);
    expect(() => classification([...labels, 'label 5'])).toThrow('got "label 5" twice');
    expect(() => task.value('other')).toThrow('"label 99", … as label, got "other"');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('rejects one label, and the same label twice', () => {
    expect(() => classification(['apple'])).toThrow('expected at least two labels, got 1 (apple)');
    expect(() => classification(['apple', 'apple'])).toThrow('expected every label once, got "apple" twice');
  });
});

describe('binary', () => {
  test('reads its one output as the probability of the second label', () => {
    expect(binary(['no', 'yes']).decode([0.25], 0)).toEqual({
      label: 'no',
      probability: 0.75,
      probabilities: { no: 0.75, yes: 0.25 },
    });
  });
});

describe('regression', () => {
  test('rejects labels that are no finite numbers or out of range', () => {
    for (const label of [NaN, Infinity, -1, '' as unknown as number])
      expect(() => regression({ min: 0 }).value(label)).toThrow(
        /^regression: expected a finite number from 0 to Infinity/,
      );
  });
});

describe('ageDistribution', () => {
  test('tells the age that errs least: the mean in squares, the median in years', () => {
    const output = [0.6, 0.2, 0.2];
    const error = (age: number, power: number): number =>
      output.reduce((sum, probability, year) => sum + probability * Math.abs(10 + year - age) ** power, 0);
    const [mean, median] = (['mean', 'median'] as const).map((estimate) =>
      ageDistribution({ min: 10, max: 12, estimate }).decodeValue(output, 0),
    ) as [number, number];
    expect([mean, median]).toEqual([expect.closeTo(10.6), expect.closeTo(10 + 1 / 3)]);
    expect(error(median, 1)).toBeLessThan(error(mean, 1));
    expect(error(mean, 2)).toBeLessThan(error(median, 2));
    expect(() => ageDistribution({ estimate: 'mode' as 'mean' })).toThrow(
      'ageDistribution: "estimate" must be mean or median, got "mode".',
    );
  });
});

describe('tasksFromSpecs', () => {
  test('rejects hostile JSON with a readable error', () => {
    expect(() => tasksFromSpecs(JSON.parse('{"__proto__": {"kind": "regression"}}'))).toThrow(
      '"__proto__" cannot name a task',
    );
    expect(() => taskFromSpec({ kind: 'constructor' })).toThrow('"kind" must be one of ageDistribution');
    expect(() => taskFromSpec({ kind: 'regression', loss: 'nonsense' })).toThrow('"loss" must be one of huber');
    expect(() => tasksFromSpecs({ loss: regression().toJSON() })).toThrow('"loss" cannot name a task');
    expect(() => tasksFromSpecs({ _age: regression().toJSON() })).toThrow(
      '"_age" cannot name a task: expected a letter, then letters',
    );
  });

  test('keeps the order of the tasks', () => {
    expect(Object.keys(tasksFromSpecs(JSON.parse(JSON.stringify(faceTasks()))))).toEqual(['age', 'race', 'gender']);
  });
});

describe('a label that is not what its task takes', () => {
  test.each<[unknown, string]>([
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    ['3', '"3"'],
    [undefined, 'undefined'],
    [null, 'null'],
  ])('is shown as it is: %p', (label, shown) => {
    expect(() => regression().value(label as number)).toThrow(
      `regression: expected a finite number as label, got ${shown}. Fix the label or leave the record out.`,
    );
  });
});
