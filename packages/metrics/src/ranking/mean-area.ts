import { sum } from '../classification/class-counts';

/** Area under the ROC curve of one class against another one, or against all others. */
export type AreaFunction = (positive: number, other?: number) => number;

/** Which areas are averaged, and how. */
export interface AreaAverage {
  /** The only class whose area counts; absent where all do. */
  readonly positive: number | undefined;
  readonly multiClass: 'one-vs-rest' | 'one-vs-one';
  readonly average: 'macro' | 'weighted';
}

/** Mean of the areas; `countRows` tells the number of rows of each class, where it matters. */
export function meanArea(
  { positive, multiClass, average }: AreaAverage,
  area: AreaFunction,
  countRows: () => readonly number[],
): number {
  if (positive !== undefined) return area(positive);
  const counts = countRows();
  return multiClass === 'one-vs-rest' ? oneVersusRest(area, counts, average) : oneVersusOne(area, counts, average);
}

function oneVersusRest(area: AreaFunction, counts: readonly number[], average: 'macro' | 'weighted'): number {
  return weightedMean(
    counts.map((_, c) => area(c)),
    average === 'macro' ? counts.map(() => 1) : counts,
  );
}

/** Mean over pairs of classes that occur; as in scikit-learn, absent classes form no pairs. */
function oneVersusOne(area: AreaFunction, counts: readonly number[], average: 'macro' | 'weighted'): number {
  const present = counts.flatMap((count, c) => (count > 0 ? [c] : []));
  const areas: number[] = [];
  const weights: number[] = [];
  for (const a of present) {
    for (const b of present.filter((other) => other > a)) {
      areas.push((area(a, b) + area(b, a)) / 2);
      weights.push(average === 'macro' ? 1 : (counts[a] as number) + (counts[b] as number));
    }
  }
  return weightedMean(areas, weights);
}

/** Mean without the values of weight 0, which may be NaN. */
function weightedMean(values: readonly number[], weights: readonly number[]): number {
  return sum(values.map((value, i) => (weights[i] === 0 ? 0 : value * (weights[i] as number)))) / sum(weights);
}
