import { reliabilityDiagram } from '@polyhead/report';

describe('reliabilityDiagram', () => {
  test('leaves out empty bins', () => {
    const figure = reliabilityDiagram([
      { count: 0, confidence: NaN, accuracy: NaN },
      { count: 3, confidence: 0.7, accuracy: 2 / 3 },
    ]);
    expect(figure.data).toEqual({ values: [{ confidence: 0.7, right: 0.6667, count: 3 }] });
  });

  test('says which way the network errs', () => {
    const sure = (confidence: number, accuracy: number) =>
      reliabilityDiagram([{ count: 10, confidence, accuracy }]).description;
    expect(sure(0.9, 0.7)).toMatch('surer than it is right, by 20%');
    expect(sure(0.6, 0.7)).toMatch('right more often than it is sure, by 10%');
    expect(sure(0.7, 0.7)).toMatch('as often right as it is sure');
  });

  test('tells its gap of means from the calibration error', () => {
    const { description } = reliabilityDiagram([
      { count: 10, confidence: 0.9, accuracy: 0.7 },
      { count: 10, confidence: 0.5, accuracy: 0.7 },
    ]);
    expect(description).toMatch(
      'as often right as it is sure. This compares the two means, in which bins above and below the line make up for each other; the calibration error is the mean gap of the bins.',
    );
  });

  test('rejects bins without a row', () => {
    expect(() => reliabilityDiagram([{ count: 0, confidence: NaN, accuracy: NaN }])).toThrow(
      'reliabilityDiagram: expected at least one bin with rows, got 1 empty ones.',
    );
  });
});
