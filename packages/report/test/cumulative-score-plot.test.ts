import { cumulativeScoreCurve } from '@polyhead/metrics';
import { cumulativeScorePlot } from '@polyhead/report';

describe('cumulativeScorePlot', () => {
  test('says which share is within a quarter, a half and all of the limit', () => {
    const points = cumulativeScoreCurve([0, 0, 0, 0], [4, 9, 15, 30]);
    expect(cumulativeScorePlot(points, { unit: 'years' }).description).toBe(
      'Share of rows by largest error: 25% within 5 years, 50% within 10 years, 75% within 20 years.',
    );
  });

  test('rejects no points', () => {
    expect(() => cumulativeScorePlot([])).toThrow('cumulativeScorePlot: expected at least one point, got none.');
  });
});
