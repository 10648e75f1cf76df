import { faceTasks, type LabelsOf, type PredictionsOf, taskNames } from '@polyhead/core';

describe('faceTasks', () => {
  test("are the article's three, in its order, with its losses and weights", () => {
    const tasks = faceTasks();
    expect(taskNames(tasks)).toEqual(['age', 'race', 'gender']);
    expect(
      Object.values(tasks).map(({ loss, lossWeight, units, activation }) => [loss, lossWeight, units, activation]),
    ).toEqual([
      ['meanSquaredError', 4, 1, 'linear'],
      ['categoricalCrossentropy', 1.5, 5, 'softmax'],
      ['binaryCrossentropy', 0.1, 2, 'sigmoid'],
    ]);
  });

  test('have typed labels and predictions: a misspelled one does not compile', () => {
    type Labels = LabelsOf<ReturnType<typeof faceTasks>>;
    const labels: Labels = { age: 30, race: 'asian', gender: 'female' };
    // @ts-expect-error -- "asain" is no race
    const misspelled: Labels = { age: 30, race: 'asain', gender: 'female' };
    const label = (prediction: PredictionsOf<ReturnType<typeof faceTasks>>): 'male' | 'female' =>
      prediction.gender.label;
    expect([labels.race, misspelled.race, label.length]).toEqual(['asian', 'asain', 1]);
  });

  test('measure age as a share of the oldest age', () => {
    const target = new Float32Array(1);
    faceTasks({ maxAge: 50 }).age.encode(25, target, 0);
    expect(target[0]).toBe(0.5);
    expect(faceTasks({ maxAge: 50 }).age.decode(target, 0)).toBe(25);
  });
});
