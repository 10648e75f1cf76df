import { regressionScatter } from '@polyhead/report';

type Layer = { data: { values: Record<string, number>[] }; mark: { type: string } };
const firstLayer = (figure: unknown): Layer => (figure as { layer: Layer[] }).layer[0]!;
const column = (length: number, value: (row: number) => number) => Float64Array.from({ length }, (_, row) => value(row));

describe('regressionScatter', () => {
  test('draws points while there are few, and squares that hold every row once when there are many', () => {
    expect(firstLayer(regressionScatter([1, 2], [1, 3])).mark.type).toBe('circle');
    const squares = firstLayer(regressionScatter(column(5000, (row) => row % 90), column(5000, (row) => (row * 7) % 101)));
    expect(squares.mark.type).toBe('rect');
    expect(squares.data.values.reduce((sum, cell) => sum + cell.count!, 0)).toBe(5000);
    expect(squares.data.values.length).toBeLessThanOrEqual(1600);
  });

  test('shows the median prediction of each band of truth', () => {
    const figure = regressionScatter([10, 10, 10, 30, 30, 30], [8, 11, 90, 20, 28, 29]);
    expect(figure.data).toEqual({ values: [{ truth: 10, 'median prediction': 11, count: 3 }, { truth: 30, 'median prediction': 28, count: 3 }] });
  });

  test('tells the mean error, without the rows that are not finite', () => {
    expect(regressionScatter([10, 20, 30], [12, 16, NaN], { unit: 'years' }).description).toMatch('2 rows, on average 3 years off the dashed line');
    expect(() => regressionScatter([1], [NaN])).toThrow('regressionScatter: expected at least one row of finite numbers, got 1 rows without any.');
    expect(() => regressionScatter([1], [])).toThrow('expected as many predictions as truths, got 0 for 1');
  });
});
