import type { ClassCounts } from './class-counts';
import type { LabelPair } from '../input/read-label-pair';

/** Rows in the order of their pairs of true and predicted class, and where the rows of each pair begin and end. */
interface PairRuns {
  readonly order: Uint32Array;
  readonly starts: readonly number[];
}

/**
 * `countClasses` for weights of rows. Without names given by the user, a class that no counted row holds is no class,
 * as it is there.
 */
export function weightedTally(pair: LabelPair, isNamed: boolean): (weights: Uint32Array) => ClassCounts {
  const countRuns = countsOfRuns(pair);
  return (weights) => {
    const [hits, truthTotals, predictedTotals] = [0, 1, 2].map(() => new Float64Array(pair.names.length)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    let rows = 0;
    countRuns(weights, (truth, predicted, count) => {
      rows += count;
      truthTotals[truth] = (truthTotals[truth] as number) + count;
      predictedTotals[predicted] = (predictedTotals[predicted] as number) + count;
      if (truth === predicted) hits[truth] = (hits[truth] as number) + count;
    });
    const tally = { rows, names: pair.names, hits, truthTotals, predictedTotals };
    return isNamed ? tally : dropEmptyClasses(tally);
  };
}

/** `countPairs` for weights of rows, and the number of classes; these as in `weightedTally`. */
export function weightedPairs(
  pair: LabelPair,
  isNamed: boolean,
): (weights: Uint32Array) => { counts: Float64Array; classes: number } {
  const countRuns = countsOfRuns(pair);
  return (weights) => {
    const found: [truth: number, predicted: number, count: number][] = [];
    const place = new Int32Array(pair.names.length).fill(isNamed ? 0 : -1);
    countRuns(weights, (truth, predicted, count) => {
      if (count === 0) return;
      found.push([truth, predicted, count]);
      place[truth] = place[predicted] = 0;
    });
    let classes = 0;
    for (let c = 0; c < place.length; c++) if (place[c] === 0) place[c] = classes++;
    const counts = new Float64Array(classes * classes);
    for (const [truth, predicted, count] of found)
      counts[(place[truth] as number) * classes + (place[predicted] as number)] = count;
    return { counts, classes };
  };
}

type TakeCount = (truth: number, predicted: number, count: number) => void;

/**
 * Adds up the weights of each pair of classes that occurs. Run by run: to count each row in its cell would cost several
 * times as much.
 */
function countsOfRuns(pair: LabelPair): (weights: Uint32Array, take: TakeCount) => void {
  const { order, starts } = pairRuns(pair);
  return (weights, take) => {
    starts.forEach((start, run) => {
      const end = starts[run + 1] ?? order.length;
      let count = 0;
      for (let i = start; i < end; i++) count += weights[order[i] as number] as number;
      const row = order[start] as number;
      take(pair.truth[row] as number, pair.predicted[row] as number, count);
    });
  };
}

function pairRuns({ truth, predicted, names }: LabelPair): PairRuns {
  const cells = Float64Array.from(truth, (label, row) => label * names.length + (predicted[row] as number));
  const cellOf = (row: number): number => cells[row] as number;
  const order = Uint32Array.from(truth.keys()).sort((a, b) => cellOf(a) - cellOf(b));
  const starts = [...order.keys()].filter(
    (i) => i === 0 || cellOf(order[i] as number) !== cellOf(order[i - 1] as number),
  );
  return { order, starts };
}

/** The tally of those classes that some row holds. */
function dropEmptyClasses(tally: ClassCounts): ClassCounts {
  const isPresent = (_: unknown, c: number): boolean =>
    (tally.truthTotals[c] as number) + (tally.predictedTotals[c] as number) > 0;
  if (tally.names.every(isPresent)) return tally;
  const [hits, truthTotals, predictedTotals] = [tally.hits, tally.truthTotals, tally.predictedTotals].map((counts) =>
    counts.filter(isPresent),
  ) as [Float64Array, Float64Array, Float64Array];
  return { rows: tally.rows, names: tally.names.filter(isPresent), hits, truthTotals, predictedTotals };
}
