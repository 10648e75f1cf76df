import type { ScoredLabels } from '../input/read-scored-labels';

/** Rows from the lowest score of a class up, of equal scores those of other classes first. */
export interface RankedRows {
  /** Numbers of the rows; against one other class, only those of the two. */
  readonly rows: Uint32Array;
  /** Whether each is of the class, as 1 or 0; in the order of `rows`, as all that follows. */
  readonly sides: Uint8Array;
  /** How many distinct scores lie below that of each. */
  readonly ranks: Uint32Array;
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
  return { rows, sides: Uint8Array.from(rows, sideOf), ranks, scores };
}

/** What `make` gives for a class, or for a pair of classes, made at the first question for it. */
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
