import { regressionScatter, toSvg } from '@polyhead/report';

type Layer = { data: { values: Record<string, number>[] }; mark: { type: string } };
const firstLayer = (figure: unknown): Layer => (figure as { layer: Layer[] }).layer[0]!;
const column = (length: number, value: (row: number) => number) =>
  Float64Array.from({ length }, (_, row) => value(row));

describe('regressionScatter', () => {
  test('draws points while there are few, and squares that hold every row once when there are many', () => {
    expect(firstLayer(regressionScatter([1, 2], [1, 3])).mark.type).toBe('circle');
    const squares = firstLayer(
      regressionScatter(
        column(5000, (row) => row % 90),
        column(5000, (row) => (row * 7) % 101),
      ),
    );
    expect(squares.mark.type).toBe('rect');
    expect(squares.data.values.reduce((sum, cell) => sum + cell.count!, 0)).toBe(5000);
    expect(squares.data.values.length).toBeLessThanOrEqual(1600);
  });

  test('shows the median prediction of each band of truth', () => {
    const figure = regressionScatter([10, 10, 10, 30, 30, 30], [8, 11, 90, 20, 28, 29]);
    expect(figure.data).toEqual({
      values: [
        { truth: 10, 'median prediction': 11, count: 3 },
        { truth: 30, 'median prediction': 28, count: 3 },
      ],
    });
  });

  test.each([60, 600])(
    'keeps its scale where one of %i predictions is far out, and says that it is drawn at the edge',
    async (rows) => {
      const truth = column(rows, (row) => row % 90);
      const predicted = (far: number) => column(rows, (row) => (row === 7 ? far : (row % 90) + (row % 11) - 5));
      const figure = regressionScatter(truth, predicted(-693));
      const axes = (value: unknown): string | undefined =>
        JSON.stringify(value)
          .match(/"scale":\{"domain":\[[-\d.]+,[-\d.]+\]/g)
          ?.join();
      expect(axes(figure)).toBe(axes(regressionScatter(truth, predicted(7))));
      expect(figure.description).toMatch(
        / One prediction, −693, lies outside of the figure and is drawn at its edge\.$/,
      );
      expect(regressionScatter(truth, predicted(7)).description).not.toMatch('outside');
      const places = [...(await toSvg(figure)).matchAll(/<path transform="translate\(([-\d.]+),([-\d.]+)\)"/g)].map(
        ([, , y]) => Number(y),
      );
      expect(Math.max(...places)).toBeLessThan(330);
      expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(200);
    },
  );

  test('counts several predictions that are far out', () => {
    const far: Readonly<Record<number, number>> = { 3: 900, 4: -2000, 5: 1100 };
    expect(
      regressionScatter(
        column(60, (row) => row),
        column(60, (row) => far[row] ?? row),
      ).description,
    ).toMatch(' 3 predictions, −2,000 to 1,100, lie outside of the figure and are drawn at its edge.');
  });

  test('tells the mean error, without the rows that are not finite', () => {
    expect(regressionScatter([10, 20, 30], [12, 16, NaN], { unit: 'years' }).description).toMatch(
      '2 rows, on average 3 years off the dashed line',
    );
    expect(() => regressionScatter([1], [NaN])).toThrow(
      'regressionScatter: expected at least one row of finite numbers, got 1 rows without any.',
    );
    expect(() => regressionScatter([1], [])).toThrow('expected as many predictions as truths, got 0 for 1');
  });
});
