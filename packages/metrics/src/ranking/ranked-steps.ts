import type { RankedRows } from './ranked-rows';
import type { Steps } from './score-ranking';

/** Area below the steps for weights of rows: in one pass, twice as fast for resamples as by `areaOfSteps`. */
export function weightedSteps({ rows, sides, ranks }: RankedRows, weights: Float64Array): Steps {
  let area = 0;
  let hits = 0;
  let seen = 0;
  let gained = 0; // hits of the score that is being read
  for (let i = rows.length - 1; i >= 0; i--) {
    const weight = weights[rows[i] as number] as number;
    seen += weight;
    if (sides[i] === 1) gained += weight;
    if (gained > 0 && (i === 0 || ranks[i - 1] !== ranks[i])) {
      hits += gained;
      area += (gained * hits) / seen;
      gained = 0;
    }
  }
  return { area: hits === 0 ? 0 : area / hits, positives: hits };
}

/** Hits and rows of one score, and of all scores from the highest to this one. */
interface Score {
  readonly gained: number;
  readonly hits: number;
  readonly seen: number;
}

/**
 * The areas without each row of a class ranked against all others: what lies above the row stays, and below it a hit or
 * a miss is missing.
 */
export function areasOfStepsLeftOut(ranked: RankedRows): Float64Array {
  const scores = scoresDownward(ranked);
  const positives = scores.at(-1)?.hits ?? 0;
  const term = ({ gained, hits, seen }: Score, fewerHits: number): number =>
    gained === 0 ? 0 : (gained * (hits - fewerHits)) / (seen - 1);
  const above = new Float64Array(scores.length); // steps before each score, with all rows
  for (let s = 1; s < scores.length; s++) {
    const { gained, hits, seen } = scores[s - 1] as Score;
    above[s] = (above[s - 1] as number) + (gained * hits) / seen;
  }
  const below = [0, 1].map((fewerHits) => {
    const sums = new Float64Array(scores.length + 1); // steps from each score on, without a row before them
    for (let s = scores.length - 1; s >= 0; s--)
      sums[s] = (sums[s + 1] as number) + term(scores[s] as Score, fewerHits);
    return sums;
  }) as [Float64Array, Float64Array];
  const areas = new Float64Array(ranked.rows.length);
  ranked.rows.forEach((row, i) => {
    const side = ranked.sides[i] as 0 | 1;
    const s = scores.length - 1 - (ranked.ranks[i] as number);
    const score = scores[s] as Score;
    const own = term({ ...score, gained: score.gained - side }, side);
    const total = (above[s] as number) + own + (below[side][s + 1] as number);
    areas[row] = positives - side === 0 ? 0 : total / (positives - side);
  });
  return areas;
}

function scoresDownward({ rows, sides, ranks, scores }: RankedRows): Score[] {
  const gains = Array.from({ length: scores }, () => [0, 0] as [number, number]); // misses and hits
  for (let i = 0; i < rows.length; i++)
    (gains[scores - 1 - (ranks[i] as number)] as [number, number])[sides[i] as 0 | 1]++;
  let [hits, seen] = [0, 0];
  return gains.map(([misses, gained]) => {
    hits += gained;
    seen += misses + gained;
    return { gained, hits, seen };
  });
}
