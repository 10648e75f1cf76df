import { evaluationSummary } from '../evaluation-report';

describe('evaluationSummary', () => {
  const group = { group: 'male', value: 0.955, count: 22 };
  const summary = (difference: number | null): string =>
    evaluationSummary({
      data: { records: 40, skipped: 0, rejected: { count: 0 } },
      tasks: [
        {
          type: 'classification',
          name: 'gender',
          accuracy: { value: 0.575, low: 0.4, high: 0.7 },
          report: { macroAverage: { f1Score: 0.5 } },
          scores: { expectedCalibrationError: 0.1 },
        },
      ],
      groups: [{ task: 'gender', dimensions: [{ by: 'gender', worst: group, difference }] }],
    } as never).join('\n'); // only the parts of a report that the summary is made of

  it('names the worst of several groups, unless it is the only one or does not differ from the others', () => {
    expect(summary(0.2)).toContain('worst by gender: male 95.5% (22 images)');
    for (const difference of [0, null]) expect(summary(difference)).not.toContain('worst');
  });
});
