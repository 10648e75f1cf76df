import { confusionMatrix, type Normalization } from '@polyhead/metrics';
import { expectClose, readGolden } from './golden';

interface Golden {
  title: string;
  truth: (string | number)[];
  predicted: (string | number)[];
  labels: string[] | null;
  confusion: number[][];
  normalized: Record<Normalization, number[][]>;
}

describe('confusionMatrix', () => {
  test.each(readGolden<Golden>('classification.json'))(
    'equals scikit-learn, but a share of nothing is NaN: $title',
    (golden) => {
      const matrix = confusionMatrix(golden.truth, golden.predicted, { labels: golden.labels ?? undefined });
      expect(matrix.counts).toEqual(golden.confusion);
      expect(matrix.total).toBe(golden.truth.length);
      for (const by of ['true', 'pred', 'all'] as const) expectClose(matrix.normalized(by), golden.normalized[by]);
    },
  );

  test('reads counts by name: truth first', () => {
    const matrix = confusionMatrix([0, 0, 1], [1, 1, 1], { labels: ['female', 'male'] });
    expect(matrix.count('female', 'male')).toBe(2);
    expect(matrix.count('male', 'female')).toBe(0);
    // @ts-expect-error: no such class
    expect(() => matrix.count('mail', 'male')).toThrow(
      'confusionMatrix.count: the class must be one of "female", "male", got "mail".',
    );
  });

  test('prints an aligned table', () => {
    const matrix = confusionMatrix([0, 0, 1], [1, 1, 1], { labels: ['female', 'male'] });
    expect(matrix.toString().split('\n')).toEqual([
      'truth \\ predicted  female  male', //
      '           female       0     2',
      '             male       0     1',
      '',
    ]);
  });

  test('is plain data: it can be cloned and written as JSON', () => {
    const matrix = confusionMatrix([0, 1], [1, 1]);
    expect(JSON.parse(JSON.stringify(matrix))).toEqual({
      labels: ['0', '1'],
      counts: [
        [0, 1],
        [0, 1],
      ],
      total: 2,
    });
    expect(structuredClone(matrix).counts).toEqual(matrix.counts);
  });

  test('rejects unknown words', () => {
    expect(() => confusionMatrix([0], [0]).normalized('row' as 'true')).toThrow(
      `the argument must be 'true', 'pred' or 'all', got "row".`,
    );
    expect(() => confusionMatrix([0], [])).toThrow(
      'confusionMatrix: "predicted" must have as many rows as "truth" (1), got 0.',
    );
  });
});
