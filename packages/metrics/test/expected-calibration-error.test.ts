import { expectedCalibrationError } from '@polyhead/metrics';
import { testRefusesLogits, testScoreMetric } from './contracts';
import { expectClose } from './golden';
import { multiGolden, probabilityGolden } from './golden-scores';

describe('expectedCalibrationError', () => {
  testScoreMetric('expectedCalibrationError', expectedCalibrationError);
  testRefusesLogits('expectedCalibrationError', expectedCalibrationError);

  test.each(probabilityGolden)(
    'equals the definition of Guo et al. for one or two columns: $title',
    ({ truth, scores, ...expected }) => {
      expectClose(expectedCalibrationError(truth, scores), expected.expectedCalibrationError);
      expectClose(
        expectedCalibrationError(
          truth,
          scores.map((s) => [1 - s, s]),
        ),
        expected.expectedCalibrationError,
      );
    },
  );

  test.each(multiGolden)(
    'equals the definition of Guo et al. for any number of bins: $title',
    ({ truth, probabilities, labels, ...expected }) => {
      for (const [bins, error] of Object.entries(expected.expectedCalibrationError)) {
        expectClose(expectedCalibrationError(truth, probabilities, { labels, bins: Number(bins) }), error);
      }
    },
  );

  test('rejects a number of bins below 1', () => {
    expect(() => expectedCalibrationError([0], [0.5], { bins: 0 })).toThrow(
      'expectedCalibrationError: "bins" must be a whole number of at least 1, got 0.',
    );
  });
});
