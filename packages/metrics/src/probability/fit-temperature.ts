import { checkWord } from '../input/check-count';
import { readOptions } from '../input/read-options';
import type { ScoredLabels } from '../input/read-scored-labels';
import { readScoredLabels } from '../input/read-scored-labels';
import { checkProbabilities } from '../input/read-scores';
import type { Label, LabelOptions, Scores } from '../input/columns';
import { toLogits } from './to-logits';

/** Options of `fitTemperature`. */
export interface FitTemperatureOptions<Name extends string = string> extends LabelOptions<Name> {
  /** What the scores are: logits, or probabilities (their logarithm serves as well). Default: `logits`. */
  from?: 'logits' | 'probabilities';
}

const optionNames = { labels: true, from: true } satisfies Record<keyof FitTemperatureOptions, true>;

/**
 * Temperatures outside of this range change nothing that matters, and are where a perfect or hopeless network leads.
 */
const RANGE = [0.01, 100] as const;

/**
 * The temperature that makes a network's probabilities fit best (smallest log loss): temperature scaling (Guo et al.
 * 2017). Fit it on validation data, never on the data that are reported.
 *
 * @param truth - Class indices or names, one per row.
 * @param scores - Logits (or probabilities) of shape [rows, classes], or [rows] for class 1 before (or after) a
 *   sigmoid.
 * @param options - Class names, what the scores are.
 * @returns A number in [0.01, 100]: above 1 when the network is too sure of itself. The ends are reached when every
 * row is right, or when the scores say nothing.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths do not fit, a label or option is unknown, or a
 *   score is NaN.
 *
 * @example
 * ```ts
 * import { applyTemperature, fitTemperature } from '@polyhead/metrics';
 * const temperature = fitTemperature([0, 1, 0], [[4, 0], [1, 3], [0, 2]]);
 * const probabilities = applyTemperature([[4, 0], [1, 3]], temperature);
 * ```
 */
export function fitTemperature<const Name extends string = string>(
  truth: ArrayLike<Label>,
  scores: Scores,
  options: FitTemperatureOptions<Name> = {},
): number {
  const { from = 'logits', labels } = readOptions('fitTemperature', options, optionNames, "{ from: 'probabilities' }");
  checkWord('fitTemperature', 'from', from, ['logits', 'probabilities']);
  const data = readScoredLabels('fitTemperature', truth, scores, labels, 'scores');
  if (from === 'probabilities') checkProbabilities('fitTemperature', 'scores', data.table);
  const logits = toLogits(data.table, from);
  return 1 / minimize((sharpness) => slopes(logits, data, sharpness), 1 / RANGE[1], 1 / RANGE[0]);
}

/** First and second derivative of a convex function. */
interface Slopes {
  readonly first: number;
  readonly second: number;
}

/** Where a convex function is smallest within [low, high]: Newton's method, kept inside by bisection. */
function minimize(slopesAt: (x: number) => Slopes, low: number, high: number): number {
  let [left, right] = [low, high];
  let x = 1;
  for (let step = 0; step < 200; step++) {
    const { first, second } = slopesAt(x);
    if (first === 0) return x;
    if (first > 0) right = x;
    else left = x;
    const newton = x - first / second;
    const next = newton > left && newton < right ? newton : (left + right) / 2;
    if (Math.abs(next - x) <= 1e-15 * x) return next;
    x = next;
  }
  return x;
}

/** Derivatives of the mean log loss by sharpness = 1 / temperature: mean and variance of the logits under softmax. */
function slopes(logits: Float64Array, { truth, table }: ScoredLabels, sharpness: number): Slopes {
  const classes = logits.length / table.rows;
  let first = 0;
  let second = 0;
  for (let row = 0; row < table.rows; row++) {
    const start = row * classes;
    let highest = -Infinity;
    for (let i = start; i < start + classes; i++) highest = Math.max(highest, logits[i] as number);
    let [total, mean, square] = [0, 0, 0];
    for (let i = start; i < start + classes; i++) {
      const logit = (logits[i] as number) - highest;
      const weight = Math.exp(sharpness * logit);
      total += weight;
      mean += weight * logit;
      square += weight * logit * logit;
    }
    mean /= total;
    first += mean - ((logits[start + (truth[row] as number)] as number) - highest);
    second += square / total - mean * mean;
  }
  return { first: first / table.rows, second: second / table.rows };
}
