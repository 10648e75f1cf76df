import type { ScoredLabels } from './input/read-scored-labels';

/** How often negatives (even places) and positives (odd places) have each score, from the lowest up: shape [scores, 2]. */
export type RankTally = Uint32Array;

/** Tally of weighted rows: one class against another one, or against all others. The next call of the same classes overwrites it. */
export type TallyOf = (weights: Uint32Array, positive: number, other?: number) => RankTally;

/** Ranks the scores of a class at the first question for it; from then on a tally is one pass over the rows. */
export function rankTallies(data: ScoredLabels): TallyOf {
  const known = new Map<string, (weights: Uint32Array) => RankTally>();
  return (weights, positive, other) => {
    const key = `${positive} ${other ?? ''}`;
    const tally = known.get(key) ?? rankTally(data, positive, other);
    known.set(key, tally);
    return tally(weights);
  };
}

function rankTally({ truth, table }: ScoredLabels, positive: number, other: number | undefined): (weights: Uint32Array) => RankTally {
  const column = table.columns === 1 ? 0 : positive;
  const scoreOf = (row: number): number => table.values[row * table.columns + column] as number;
  const sideOf = (row: number): number => (truth[row] === positive ? 1 : 0);
  // In the order of the tally, so that it is filled from one end to the other: random places cost several times as much.
  const every = Uint32Array.from(truth.keys());
  const rows = every.filter((row) => other === undefined || truth[row] === positive || truth[row] === other).sort((a, b) => scoreOf(a) - scoreOf(b) || sideOf(a) - sideOf(b));
  let ranks = 0;
  const cells = rows.map((row, i) => {
    if (i === 0 || scoreOf(row) !== scoreOf(rows[i - 1] as number)) ranks++;
    return 2 * (ranks - 1) + sideOf(row);
  });
  const tally = new Uint32Array(2 * ranks);
  return (weights) => {
    tally.fill(0);
    for (let i = 0; i < rows.length; i++) {
      const cell = cells[i] as number;
      tally[cell] = (tally[cell] as number) + (weights[rows[i] as number] as number);
    }
    return tally;
  };
}

/** Area under the ROC curve, equal to `areaUnderRoc` of the rows that were counted. */
export function areaOfTally(tally: RankTally): number {
  let twiceWins = 0;
  let positives = 0;
  let negatives = 0;
  for (let cell = 0; cell < tally.length; cell += 2) {
    const lost = tally[cell] as number;
    const won = tally[cell + 1] as number;
    twiceWins += won * (2 * negatives + lost);
    negatives += lost;
    positives += won;
  }
  return twiceWins / (2 * positives * negatives);
}
