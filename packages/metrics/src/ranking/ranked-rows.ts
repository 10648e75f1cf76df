import type { ScoredLabels } from '../input/read-scored-labels';
import type { ThresholdCounts } from './score-ranking';

/** Rows from the lowest score of a class up, of equal scores those of other classes first. */
export interface RankedRows {
  /** Indices of the rows; against one other class, only those of the two. */
  readonly rows: Uint32Array;
  /** 1 if the row is of the class, else 0; in the order of `rows`, like the arrays below. */
  readonly sides: Uint8Array;
  /** Number of distinct scores below that of the row. */
  readonly ranks: Uint32Array;
  /** Score of the row. */
  readonly values: Float64Array;
  /** Number of distinct scores. */
  readonly scores: number;
}

/** Ranks the scores of a class, against one other class or against all others. */
export function rankRows({ truth, table }: ScoredLabels, positive: number, other?: number): RankedRows {
  const column = table.columns === 1 ? 0 : positive;
  const scoreOf = (row: number): number => table.values[row * table.columns + column] as number;
  const sideOf = (row: number): number => (truth[row] === positive ? 1 : 0);
  const every = Uint32Array.from(truth.keys());
  const rows = every
    .filter((row) => other === undefined || truth[row] === positive || truth[row] === other)
    .sort((a, b) => scoreOf(a) - scoreOf(b) || sideOf(a) - sideOf(b));
  let scores = 0;
  const ranks = rows.map((row, i) => {
    if (i === 0 || scoreOf(row) !== scoreOf(rows[i - 1] as number)) scores++;
    return scores - 1;
  });
  return { rows, sides: Uint8Array.from(rows, sideOf), ranks, values: Float64Array.from(rows, scoreOf), scores };
}

/** Counts at every distinct score for weights of rows; scores whose rows have no weight are left out. */
export function countWeights({ rows, sides, ranks, values }: RankedRows, weights: Float64Array): ThresholdCounts {
  const [thresholds, truePositives, falsePositives]: [number[], number[], number[]] = [[], [], []];
  let hits = 0;
  let misses = 0;
  let seen = 0; // weight of the scores before the current one
  for (let i = rows.length - 1; i >= 0; i--) {
    const weight = weights[rows[i] as number] as number;
    if (sides[i] === 1) hits += weight;
    else misses += weight;
    if ((i > 0 && ranks[i - 1] === ranks[i]) || hits + misses === seen) continue;
    seen = hits + misses;
    thresholds.push(values[i] as number);
    truePositives.push(hits);
    falsePositives.push(misses);
  }
  return {
    thresholds: Float64Array.from(thresholds),
    truePositives: Float64Array.from(truePositives),
    falsePositives: Float64Array.from(falsePositives),
  };
}

/** Calls `make` once for each class, or for each pair of classes, and keeps the results. */
export function memoizeByClass<T>(
  make: (positive: number, other?: number) => T,
): (positive: number, other?: number) => T {
  const known = new Map<number, Map<number, T>>();
  return (positive, other = -1) => {
    const ofOthers = known.get(positive) ?? new Map<number, T>();
    known.set(positive, ofOthers);
    const value = ofOthers.get(other) ?? make(positive, other === -1 ? undefined : other);
    ofOthers.set(other, value);
    return value;
  };
}
