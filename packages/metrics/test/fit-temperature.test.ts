import { applyTemperature, fitTemperature, logLoss } from '@polyhead/metrics';
import { readGolden } from './golden';

const golden = readGolden<{ title: string; truth: number[]; logits: number[][]; temperature: number }>(
  'temperature.json',
);

describe('fitTemperature', () => {
  test.each(golden)('finds the root that SciPy finds: $title', ({ truth, logits, temperature }) => {
    expect(fitTemperature(truth, logits) / temperature).toBeCloseTo(1, 9);
  });

  test.each(golden)('makes the log loss smallest, from logits and from probabilities: $title', ({ truth, logits }) => {
    const best = fitTemperature(truth, logits);
    const loss = (temperature: number) => logLoss(truth, applyTemperature(logits, temperature));
    for (const factor of [0.5, 0.98, 1.02, 2]) expect(loss(best)).toBeLessThanOrEqual(loss(best * factor));
    const soft = applyTemperature(logits, 2);
    expect(fitTemperature(truth, soft, { from: 'probabilities' }) / (best / 2)).toBeCloseTo(1, 6);
  });

  test('takes one logit per row as two classes', () => {
    const [truth, logits] = [
      [0, 1, 1, 0, 1],
      [-3, 2, -1, 0.5, 4],
    ];
    expect(fitTemperature(truth, logits)).toBeCloseTo(
      fitTemperature(
        truth,
        logits.map((z) => [0, z]),
      ),
      12,
    );
  });

  test('stays within its range where every row is right or wrong', () => {
    expect(
      fitTemperature(
        [0, 1],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    ).toBeCloseTo(0.01, 12);
    expect(
      fitTemperature(
        [1, 0],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    ).toBeCloseTo(100, 9);
  });

  test('rejects what is no probability and unknown words', () => {
    expect(() => fitTemperature([0], [[2, 1]], { from: 'probabilities' })).toThrow(
      'fitTemperature: "scores" must lie in [0, 1], got 2 in row 0.',
    );
    expect(() => fitTemperature([0], [[2, 1]], { from: 'odds' as 'logits' })).toThrow(
      '"from" must be one of logits, probabilities, got "odds".',
    );
  });
});
