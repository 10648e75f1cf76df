import { precisionRecallPlot } from '@polyhead/report';

describe('precisionRecallPlot', () => {
  test('shows the area in the legend and in words', () => {
    const figure = precisionRecallPlot([{ label: 'cat', recall: [1, 0.5, 0], precision: [0.4, 0.8, 1], area: 0.7512 }]);
    expect(figure.description).toMatch('cat 0.751.');
    expect((figure.data as { values: { class: string }[] }).values.map((point) => point.class)).toEqual([
      'cat  0.751',
      'cat  0.751',
      'cat  0.751',
    ]);
  });

  test('names itself in errors', () => {
    expect(() => precisionRecallPlot([])).toThrow('precisionRecallPlot: expected at least one curve, got none.');
  });
});
