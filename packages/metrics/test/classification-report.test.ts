import { classificationReport, type ClassificationReport } from '@polyhead/metrics';
import fc from 'fast-check';
import { expectClose, readGolden } from './golden';

interface Scores {
  precision: number;
  recall: number;
  'f1-score': number;
  support: number;
}
type Values = Record<string, Scores> & { accuracy?: number };
interface Golden {
  title: string;
  truth: (string | number)[];
  predicted: (string | number)[];
  labels: string[] | null;
  only?: string[];
  report: { text: string; values: Values };
  digits: Record<string, string>;
  zeroDivision: Record<string, { text: string; values: Values }>;
}

const golden = readGolden<Golden>('classification.json');
const labeled = (labels: string[] | null) => (labels === null ? {} : { labels });

/** The report in the shape of scikit-learn's dictionary. */
function asDictionary(report: ClassificationReport): Record<string, unknown> {
  const scores = (s: ClassificationReport['macroAverage'] | undefined) =>
    s && { precision: s.precision, recall: s.recall, 'f1-score': s.f1Score, support: s.support };
  const classes = Object.fromEntries(report.labels.map((name) => [name, scores(report.classes[name])]));
  const total =
    report.accuracy === undefined ? { 'micro avg': scores(report.microAverage) } : { accuracy: report.accuracy };
  return {
    ...classes,
    ...total,
    'macro avg': scores(report.macroAverage),
    'weighted avg': scores(report.weightedAverage),
  };
}

describe('classificationReport', () => {
  test.each(golden)(
    'prints the table of scikit-learn to the character: $title',
    ({ truth, predicted, labels, report, digits }) => {
      expect(classificationReport(truth, predicted, labeled(labels)).toString()).toBe(report.text);
      for (const [number, text] of Object.entries(digits)) {
        expect(classificationReport(truth, predicted, { ...labeled(labels), digits: Number(number) }).toString()).toBe(
          text,
        );
      }
    },
  );

  test.each(golden)(
    'equals the numbers of scikit-learn for every value of 0/0: $title',
    ({ truth, predicted, labels, zeroDivision }) => {
      for (const [value, { text, values }] of Object.entries(zeroDivision)) {
        const report = classificationReport(truth, predicted, { ...labeled(labels), zeroDivision: Number(value) });
        expectClose(asDictionary(report), values);
        expect(`${report}`).toBe(text);
      }
    },
  );

  test.each(readGolden<Golden>('classification-only.json'))(
    'reports on some classes as scikit-learn: $title',
    ({ truth, predicted, labels, only, report }) => {
      const actual = classificationReport(truth, predicted, { labels: labels ?? [], only });
      expectClose(asDictionary(actual), report.values);
      expect(actual.toString()).toBe(report.text);
    },
  );

  const rows = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 60 });
  const labels = ['a', 'b', 'c', 'd'] as const;
  const reportOf = (pairs: [number, number][]) =>
    classificationReport(
      pairs.map((p) => p[0]),
      pairs.map((p) => p[1]),
      { labels },
    );

  test('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        expect(reportOf([...pairs].reverse())).toEqual(reportOf(pairs));
      }),
    );
  });

  test('weighted recall is accuracy, and support adds up to the rows', () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const report = reportOf(pairs);
        expectClose(report.weightedAverage.recall, report.accuracy);
        expect(report.macroAverage.support).toBe(pairs.length);
        expectClose(
          report.macroAverage.f1Score,
          labels.reduce((total, name) => total + report.classes[name].f1Score, 0) / 4,
        );
      }),
    );
  });

  test('is plain data: it can be cloned and written as JSON', () => {
    const report = reportOf([
      [0, 0],
      [1, 2],
    ]);
    expect(JSON.parse(JSON.stringify(report))).toEqual(structuredClone(report));
    expect(Object.keys(report.classes)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('does not compile with a misspelled class', () => {
    const report = classificationReport(['female'], ['male'], { labels: ['female', 'male'] });
    expect(report.classes.female.recall).toBe(0);
    // @ts-expect-error: no such class
    expect(report.classes.femal).toBeUndefined();
  });

  test.each<[string, () => unknown, string]>([
    [
      'no rows',
      () => classificationReport([], []),
      'classificationReport: "truth" must have at least one row, got none.',
    ],
    ['lengths', () => classificationReport([0, 1], [0]), '"predicted" must have as many rows as "truth" (2), got 1.'],
    [
      'an index',
      () => classificationReport([0, 2], [0, 1], { labels: ['a', 'b'] }),
      '"truth" must hold names or indices (0 to 1) of the classes "a", "b", got 2 in row 1.',
    ],
    [
      'a name',
      () => classificationReport(['a'], ['c'], { labels: ['a', 'b'] }),
      '"predicted" must hold names or indices (0 to 1) of the classes "a", "b", got "c" in row 0.',
    ],
    ['NaN', () => classificationReport([0, NaN], [0, 1], { labels: ['a', 'b'] }), 'got NaN in row 1.'],
    [
      'a fraction',
      () => classificationReport([0, 1], [0, 0.5]),
      '"predicted" must hold class labels (whole numbers, or strings), got 0.5 in row 1.',
    ],
    [
      'a mix',
      () => classificationReport(['a'], [0]),
      '"predicted" must hold strings throughout, as row 0 does, got 0 in row 0.',
    ],
    ['zero classes', () => classificationReport([0], [0], { labels: [] }), '"labels" must name at least one class'],
    [
      'a name twice',
      () => classificationReport([0], [0], { labels: ['a', 'a'] }),
      '"labels" must name each class once, got "a" twice.',
    ],
    [
      'digits',
      () => classificationReport([0], [0], { digits: -1 }),
      '"digits" must be a whole number from 0 to 100, got -1.',
    ],
    [
      'zeroDivision',
      () => classificationReport([0], [0], { zeroDivision: 2 }),
      '"zeroDivision" must be 0, 1 or NaN, got 2.',
    ],
    [
      'only',
      () => classificationReport([0], [0], { labels: ['a'], only: ['b' as 'a'] }),
      '"only" must name classes among "a", got "b".',
    ],
  ])('rejects %s with words', (_, attempt, message) => {
    expect(attempt).toThrow(message);
  });
});
