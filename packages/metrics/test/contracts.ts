import type { Label, LabelOptions, Metric, MetricInfo, Scores } from '@polyhead/metrics';
import fc from 'fast-check';
import { expectClose } from './golden';

type LabelMetric = Metric<
  (truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options?: LabelOptions & Record<string, unknown>) => number
>;
type NumberMetric = Metric<(truth: ArrayLike<number>, predicted: ArrayLike<number>) => number>;

const pairs = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 40 });
const numbers = fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 8);
const numberPairs = fc.array(fc.tuple(numbers, numbers), { minLength: 2, maxLength: 40 });

/** NaN means undefined for these data; all else must lie in the declared range. */
function expectInRange(value: number, { range }: MetricInfo): void {
  if (Number.isNaN(value)) return;
  expect(value).toBeGreaterThanOrEqual(range[0] - 1e-12);
  expect(value).toBeLessThanOrEqual(range[1] + 1e-12);
}

/** What every metric of class labels promises. `options` make it defined for three classes. */
export function testLabelMetric(name: string, metric: LabelMetric, options: Record<string, unknown> = {}): void {
  const names = ['a', 'b', 'c'];
  const compute = (rows: [number, number][]) =>
    metric(
      rows.map((r) => r[0]),
      rows.map((r) => r[1]),
      { labels: names, ...options },
    );

  test('stays in its declared range and does not depend on the order of rows', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        expectInRange(compute(rows), metric);
        expectClose(compute([...rows].reverse()), compute(rows));
      }),
    );
  });

  test('takes names, indices and any array of them alike', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const [truth, predicted] = [rows.map((r) => r[0]), rows.map((r) => r[1])];
        const all = { labels: names, ...options };
        expect(
          metric(
            truth.map((c) => names[c] ?? ''),
            predicted,
            all,
          ),
        ).toBe(compute(rows));
        for (const kind of [Uint8Array, Int16Array, Int32Array, Uint32Array, Float32Array, Float64Array]) {
          expect(metric(new kind(truth), new kind(predicted), all)).toBe(compute(rows));
        }
      }),
    );
  });

  test('gives its best value to a perfect prediction', () => {
    expect(
      compute([
        [0, 0],
        [1, 1],
        [2, 2],
        [1, 1],
      ]),
    ).toBeCloseTo(metric.best, 12);
    expect(metric.title.length).toBeGreaterThan(1);
  });

  test('rejects rows that do not fit, by name', () => {
    expect(() => metric([0, 1], [0])).toThrow(`${name}: "predicted" must have as many rows as "truth" (2), got 1.`);
    expect(() => metric([], [])).toThrow(`${name}: "truth" must have at least one row, got none.`);
    expect(() => metric([0, 3], [0, 1], { labels: names, ...options })).toThrow(
      `${name}: "truth" must hold names or indices (0 to 2)`,
    );
    expect(() => metric([0, 1], [0, NaN], options)).toThrow(`${name}: "predicted" must hold class labels`);
  });
}

/** What every metric of numbers promises. */
export function testNumberMetric(name: string, metric: NumberMetric): void {
  const compute = (rows: [number, number][]) =>
    metric(
      rows.map((r) => r[0]),
      rows.map((r) => r[1]),
    );

  test('stays in its declared range and does not depend on the order of rows', () => {
    fc.assert(
      fc.property(numberPairs, (rows) => {
        expectInRange(compute(rows), metric);
        const [there, back] = [compute(rows), compute([...rows].reverse())];
        expect(Math.abs(there - back)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(there)));
      }),
    );
  });

  test('takes any array of numbers, and gives its best value to a perfect prediction', () => {
    const [truth, predicted] = [
      [1, 2, 40],
      [2, 2, 30],
    ];
    for (const kind of [Uint8Array, Int32Array, Float32Array, Float64Array]) {
      expect(metric(new kind(truth), new kind(predicted))).toBe(metric(truth, predicted));
    }
    expect(metric(truth, truth)).toBe(metric.best);
  });

  test('rejects rows that do not fit, by name', () => {
    expect(() => metric([0, 1], [0])).toThrow(`${name}: "predicted" must have as many rows as "truth" (2), got 1.`);
    expect(() => metric([], [])).toThrow(`${name}: "truth" must have at least one row, got none.`);
    expect(() => metric([1, 2], [1, NaN])).toThrow(`${name}: "predicted" must hold finite numbers, got NaN in row 1.`);
    expect(() => metric([Infinity], [1])).toThrow(`${name}: "truth" must hold finite numbers, got Infinity in row 0.`);
  });
}

type ScoreMetric = Metric<(truth: ArrayLike<Label>, scores: Scores, options?: LabelOptions) => number>;

const weights = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 1, max: 9 })));
const scoredRows = fc.array(fc.tuple(fc.nat(2), weights), { minLength: 3, maxLength: 30 });

/** What every metric of scores promises, shown on probabilities of three classes. */
export function testScoreMetric(name: string, metric: ScoreMetric): void {
  const labels = ['a', 'b', 'c'];
  const shares = (row: readonly number[]) => row.map((weight) => weight / row.reduce((a, b) => a + b, 0));
  const compute = (rows: [number, number[]][]) =>
    metric(
      rows.map((r) => r[0]),
      rows.map((r) => shares(r[1])),
      { labels },
    );

  test('stays in its declared range and does not depend on the order of rows', () => {
    fc.assert(
      fc.property(scoredRows, (rows) => {
        expectInRange(compute(rows), metric);
        expectClose(compute([...rows].reverse()), compute(rows));
      }),
    );
  });

  test('takes rows, a flat array and names alike', () => {
    fc.assert(
      fc.property(scoredRows, (rows) => {
        const flat = rows.flatMap((r) => shares(r[1]));
        expect(
          metric(
            rows.map((r) => r[0]),
            Float64Array.from(flat),
          ),
        ).toBe(compute(rows));
        expect(
          metric(
            rows.map((r) => labels[r[0]] ?? ''),
            flat,
            { labels },
          ),
        ).toBe(compute(rows));
      }),
    );
  });

  test('gives its best value to a certain and right prediction', () => {
    const certain = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 1, 0],
    ];
    expect(metric([0, 1, 2, 1], certain)).toBeCloseTo(metric.best, 12);
  });

  test('rejects rows that do not fit, by name', () => {
    expect(() => metric([], [])).toThrow(`${name}: "truth" must have at least one row, got none.`);
    expect(() => metric([0, 1], [0.1, 0.2, 0.7])).toThrow(
      /must hold one score, or one per class, for each of the 2 rows, got length 3\./,
    );
    expect(() => metric([0, 1], [[0.5, 0.5]])).toThrow(/for each of the 2 rows, got 1 rows\./);
    expect(() => metric([0, 1], [[0.5, 0.5], [1]])).toThrow(
      /the same number of classes in each row \(2\), got 1 in row 1\./,
    );
    expect(() =>
      metric(
        [0, 2],
        [
          [0.5, 0.5],
          [NaN, 0.5],
        ],
      ),
    ).toThrow(/must hold finite numbers, got NaN in row 1\./);
    expect(() =>
      metric(
        [0, 3],
        [
          [0.5, 0.2, 0.3],
          [0.1, 0.8, 0.1],
        ],
      ),
    ).toThrow(`${name}: "truth" must hold names or indices (0 to 2)`);
    expect(() =>
      metric(
        [0, 1],
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
        { labels },
      ),
    ).toThrow(/\(2\) must be the classes, got 3 classes \(a, b, c\)\./);
  });
}

/** What every metric of probabilities promises besides. */
export function testRefusesLogits(name: string, metric: ScoreMetric): void {
  test('rejects logits, by name', () => {
    expect(() =>
      metric(
        [0, 1, 2],
        [
          [3, 0, -1],
          [0, 1, 0],
          [0, 0, 1],
        ],
      ),
    ).toThrow(new RegExp(`${name}: "\\w+" must lie in \\[0, 1\\], got 3 in row 0\\. Apply softmax`));
    expect(() =>
      metric(
        [0, 1, 2],
        [
          [1, 1, 1],
          [0, 1, 0],
          [0, 0, 1],
        ],
      ),
    ).toThrow(new RegExp(`${name}: "\\w+" must add up to 1 in each row, got 3 in row 0\\.`));
  });
}
