import { renderReport } from '@polyhead/report';
import { randomStream } from './fixtures';

const quick = { resamples: 20, gallery: 0, mistakes: 0, thumbnails: false } as const;
const maxBytes = 3e6;

/** A task that is right for about four of five rows; early classes are more frequent than late ones. */
function classify(classes: number, rows: number, random: () => number) {
  const truth = Array.from({ length: rows }, () => Math.floor(classes * random() ** 1.5));
  const predicted = truth.map((right) => (random() < 0.8 ? right : Math.floor(random() * classes)));
  const probabilities = new Float32Array(rows * classes).fill(0.5 / classes);
  for (const [row, place] of predicted.entries()) probabilities[row * classes + place]! += 0.5;
  const labels = Array.from({ length: classes }, (_, place) => `class ${place}`);
  return { type: 'classification' as const, labels, truth, predicted, probabilities };
}

function regress(unit: string, rows: number, random: () => number) {
  const truth = Array.from({ length: rows }, () => Math.floor(random() * 90));
  return { type: 'regression' as const, unit, truth, predicted: truth.map((value) => value + 10 * (random() - 0.5)) };
}

test.each([
  [200, 40],
  [1000, 40],
])('a report of %i classes stays below 3 MB and shows the classes with the most mistakes', async (classes, shown) => {
  const page = await renderReport({ result: { plant: classify(classes, 2000, randomStream(1)) } }, quick);
  expect(page.length).toBeLessThan(maxBytes);
  const count = classes.toLocaleString('en');
  expect(page).toContain(`Of ${count} classes, the confusion matrix shows the ${shown} with the most mistakes`);
  expect(page).toMatch(
    /<p class="caption">Confusion matrix: [^]*?<tbody>(?:<tr>(?:(?!<\/tr>)[^])*<\/tr>){40}<\/tbody>/,
  );
  expect(page).not.toContain('report.json');
});

test('a report of 30 tasks of several kinds stays below 3 MB', async () => {
  const random = randomStream(2);
  const kinds = [
    () => classify(5, 300, random),
    () => classify(7, 300, random),
    () => regress('kg', 300, random),
    () => regress('years', 300, random),
    () => classify(2, 300, random),
    () => classify(6, 300, random),
  ];
  const result = Object.fromEntries(Array.from({ length: 30 }, (_, task) => [`a${task}`, kinds[task % 6]!()]));
  const page = await renderReport({ result }, quick);
  expect(page.length).toBeLessThan(maxBytes);
  for (const name of Object.keys(result)) expect(page).toContain(`Task: ${name}</h2>`);
});

test('a report of 12 tasks of 20 classes stays below 3 MB', async () => {
  const random = randomStream(3);
  const result = Object.fromEntries(Array.from({ length: 12 }, (_, task) => [`a${task}`, classify(20, 400, random)]));
  expect((await renderReport({ result }, quick)).length).toBeLessThan(maxBytes);
});
