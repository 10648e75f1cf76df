import { errorByBin, errorByDecade } from '@polyhead/metrics';
import { errorByBinPlot } from '@polyhead/report';

describe('errorByBinPlot', () => {
  test('names decades by the ages in them, and leaves out the numbers of an empty one', () => {
    const figure = errorByBinPlot(errorByDecade([25, 45], [27, 40]), { unit: 'years' });
    expect(figure.data).toEqual({
      values: [
        { band: '20–29', count: 1, 'mean absolute error': 2, bias: 2 },
        { band: '30–39', count: 0, 'mean absolute error': null, bias: null },
        { band: '40–49', count: 1, 'mean absolute error': 5, bias: -5 },
      ],
    });
    expect(figure.description).toBe(
      'Mean absolute error by band of the true value: smallest in 20–29 (2 years), largest in 40–49 (5 years), where predictions are 5 years too low on average.',
    );
  });

  test('names other bins by their edges', () => {
    expect(errorByBinPlot(errorByBin([0.1, 0.4], [0.2, 0.2], { edges: [0, 0.25, 0.5] })).data).toMatchObject({
      values: [{ band: '0–0.25' }, { band: '0.25–0.5' }],
    });
  });

  test('rejects no bins', () => {
    expect(() => errorByBinPlot([])).toThrow('errorByBinPlot: expected at least one bin, got none.');
  });
});
