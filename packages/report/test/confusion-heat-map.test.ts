import { confusionMatrix } from '@polyhead/metrics';
import { confusionHeatMap, palette, toSvg } from '@polyhead/report';
import fc from 'fast-check';
import { contrast, mix, readColor } from './contrast';

type Cell = { truth: string; predicted: string; count: number; share: number | null };
const cells = (labels: string[], counts: number[][]): Cell[] =>
  (confusionHeatMap({ labels, counts }).data as { values: Cell[] }).values;

describe('confusionHeatMap', () => {
  test('shows shares of the true class, equal to confusionMatrix normalized by truth', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 1 }), (rows) => {
        const labels = ['a', 'b', 'c'];
        const matrix = confusionMatrix(
          rows.map(([truth]) => truth),
          rows.map(([, predicted]) => predicted),
          { labels },
        );
        const shares = cells(labels, matrix.counts as number[][]).map(({ share }) => share);
        expect(shares).toEqual(
          matrix
            .normalized('true')
            .flat()
            .map((share) => (Number.isNaN(share) ? null : Math.round(share * 1e4) / 1e4)),
        );
      }),
    );
  });

  test('leaves the row of a class that never occurs empty, not 0', () => {
    expect(
      cells(
        ['a', 'b'],
        [
          [3, 1],
          [0, 0],
        ],
      ).map(({ share }) => share),
    ).toEqual([0.75, 0.25, null, null]);
  });

  test('names the most frequent mistake', () => {
    expect(
      confusionHeatMap({
        labels: ['cat', 'dog'],
        counts: [
          [8, 2],
          [1, 19],
        ],
      }).description,
    ).toMatch('the most frequent mistake is cat taken for dog (20% of cat)');
    expect(
      confusionHeatMap({
        labels: ['cat', 'dog'],
        counts: [
          [8, 0],
          [0, 9],
        ],
      }).description,
    ).toMatch('no mistakes');
  });

  test.each(['light', 'dark'] as const)(
    'has numbers that stand out from their cells by 4.5:1, whatever the share, on a %s screen',
    async (scheme) => {
      const found = new Map(
        [palette.ink, palette.paper, ...palette.series].map((color) => [color.light, readColor(color[scheme])]),
      );
      const seen = new Set<string>();
      for (let share = 0; share <= 50; share += 2) {
        const svg = await toSvg(
          confusionHeatMap({
            labels: ['a', 'b'],
            counts: [
              [share, 100 - share],
              [share + 1, 99 - share],
            ],
          }),
          { scheme: false },
        );
        const inks = [...svg.matchAll(/fill="(#\w+)"[^>]*>(<?\d+)<\/text>/g)];
        const cells = [...svg.matchAll(/<path [^>]*fill="(#\w+)"[^>]* opacity="([\d.]+)"/g)];
        expect([inks.length, cells.length]).toEqual([4, 4]);
        for (const [place, [, fill = '', opacity]] of cells.entries()) {
          const [, ink = '', text = ''] = inks[place]!;
          seen.add(text);
          expect([
            text,
            contrast(found.get(ink)!, mix(found.get(fill)!, found.get(palette.paper.light)!, Number(opacity))) >= 4.5,
          ]).toEqual([text, true]);
        }
      }
      expect(seen.size).toBe(101);
    },
  );

  test('rejects counts that do not fit the labels', () => {
    expect(() => confusionHeatMap({ labels: ['a', 'b'], counts: [[1, 2]] })).toThrow(
      'confusionHeatMap: expected 2 x 2 counts for as many labels, got rows of 2.',
    );
  });
});
