import { renderReport } from '@polyhead/report';
import { madeUpHistory } from './fixtures';
import { readMarkup } from './read-markup';

const quick = { resamples: 50, thumbnails: false } as const;
const rows = Array.from({ length: 60 }, (_, row) => row);
const textOf = async (input: Parameters<typeof renderReport>[0]): Promise<string> =>
  readMarkup(await renderReport(input, quick)).text;

describe('the words of a report', () => {
  test('call a network that is clearly worse than guessing so, with both numbers', async () => {
    const age = { type: 'regression', unit: 'years', truth: rows, predicted: rows.map((row) => row + 36 + (row % 3)) };
    const ripe = {
      type: 'classification',
      labels: ['no', 'yes'],
      truth: rows.map((row) => row % 2),
      predicted: rows.map((row) => Number(row % 20 === 1)),
    };
    const text = await textOf({ result: { age, ripe } });
    expect(text).toContain('age: clearly worse than always answering 29.5 (37 years off against 15).');
    expect(text).toContain('ripe: not clearly better than always answering “no” (55.0% against 50.0%).');
    expect(
      await textOf({
        result: { ripe: { ...ripe, predicted: rows.map((row) => (row % 20 < 18 ? 1 - (row % 2) : row % 2)) } },
      }),
    ).toContain('ripe: clearly worse than always answering “no” (10.0% against 50.0%).');
  });

  test('round the calibration error alike in the warning and in the tile', async () => {
    const ripe = {
      type: 'classification',
      labels: ['no', 'yes'],
      truth: rows.map((row) => (row % 10 === 0 ? 1 : row % 2)),
      predicted: rows.map((row) => row % 2),
      probabilities: rows.flatMap((row) => [1 - (row % 2), row % 2]),
    };
    const text = await textOf({ result: { ripe } });
    expect(text).toContain('they are 10.0 points off on average');
    expect(text).toMatch(/Calibration error10\.0%/);
  });

  test('say that one image was left out, and that several were', async () => {
    const skip = (skipped: number) => ({
      history: { epochs: madeUpHistory.epochs.map((epoch) => ({ ...epoch, skipped })) },
    });
    expect(await textOf(skip(1))).toContain('1 training image could not be read and was left out.');
    expect(await textOf(skip(2))).toContain('2 training images could not be read and were left out.');
  });

  test('write a negative prediction with the minus of its error', async () => {
    const text = await textOf({
      result: { age: { type: 'regression', unit: 'years', truth: [1, 30], predicted: [-3, 31] } },
    });
    expect(text).toContain('1 →, predicted as −3 (−4)');
  });

  test('tell which edge a band of numbers holds, where the report made the bands', async () => {
    const result = { age: { type: 'regression', unit: 'years', truth: rows, predicted: rows } };
    const edge =
      /too few for an interval, and are never named the best or the worst\. Bands hold their upper edge: 10-20 is above 10 and up to 20\./;
    expect(await textOf({ result })).toMatch(edge);
    expect(await textOf({ records: rows.map((age) => ({ age })), result, groups: { age: () => '10-20' } })).not.toMatch(
      edge,
    );
  });
});
