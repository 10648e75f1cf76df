import type { RankedRows } from './ranked-rows';

/** Area under the ROC curve for weights of rows: in one pass, twice as fast for resamples as by `areaUnderRoc`. */
export function weightedArea({ rows, sides, ranks }: RankedRows, weights: Float64Array): number {
  let twiceWins = 0;
  let positives = 0;
  let negatives = 0;
  let below = 0; // negatives with a lower score
  let rank = 0;
  for (let i = 0; i < rows.length; i++) {
    const weight = weights[rows[i] as number] as number;
    if (ranks[i] !== rank) {
      rank = ranks[i] as number;
      below = negatives;
    }
    if (sides[i] === 1) {
      twiceWins += weight * (below + negatives);
      positives += weight;
    } else negatives += weight;
  }
  return twiceWins / (2 * positives * negatives);
}

/** The area without each of `rowCount` rows in turn: all pairs, less those of the row. */
export function leaveOneOutAuc({ rows, sides, ranks, scores }: RankedRows, rowCount: number): Float64Array {
  // negatives and positives below each rank
  const counts = [new Float64Array(scores + 1), new Float64Array(scores + 1)] as const;
  for (let i = 0; i < rows.length; i++) {
    const ofSide = counts[sides[i] as 0 | 1];
    const next = (ranks[i] as number) + 1;
    ofSide[next] = (ofSide[next] as number) + 1;
  }
  for (const ofSide of counts)
    for (let rank = 0; rank < scores; rank++)
      ofSide[rank + 1] = (ofSide[rank] as number) + (ofSide[rank + 1] as number);
  const [negatives, positives] = counts.map((ofSide) => ofSide[scores] as number) as [number, number];
  /** Twice the number of rows of the other side that the i-th row wins against. */
  const twiceWinsOf = (i: number): number => {
    const [side, rank] = [sides[i] as number, ranks[i] as number];
    const [below, upTo] = [rank, rank + 1].map((end) => (counts[1 - side] as Float64Array)[end] as number) as [
      number,
      number,
    ];
    return side === 1 ? below + upTo : 2 * positives - below - upTo;
  };
  let twiceWins = 0;
  for (let i = 0; i < rows.length; i++) if (sides[i] === 1) twiceWins += twiceWinsOf(i);
  const areas = new Float64Array(rowCount).fill(twiceWins / (2 * positives * negatives));
  for (let i = 0; i < rows.length; i++) {
    const side = sides[i] as number;
    areas[rows[i] as number] = (twiceWins - twiceWinsOf(i)) / (2 * (positives - side) * (negatives - 1 + side));
  }
  return areas;
}
