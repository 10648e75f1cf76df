import { checkCount, checkWord } from '../input/check-count';
import { checkLength } from '../input/check-length';
import { readOptions } from '../input/read-options';
import { checkProbabilities, isNested, readScores } from '../input/read-scores';
import { formatValue, invalidArgument } from '@polyhead/core';
import type { Scores } from '../input/columns';
import { toLogits } from './to-logits';

/** Options of `applyTemperature`. */
export interface ApplyTemperatureOptions {
  /** Number of classes of a flat array; 1 for one score per row. Default: the length of a row; 1 for a flat array. */
  classes?: number;
  /** What the scores are: logits, or probabilities. Default: `logits`. */
  from?: 'logits' | 'probabilities';
}

const optionNames = { classes: true, from: true } satisfies Record<keyof ApplyTemperatureOptions, true>;

/**
 * Probabilities at a temperature: softmax(logits / temperature), or sigmoid for one score per row (Guo et al. 2017).
 * The most likely class stays the same; only how sure the network is of it changes.
 *
 * @param scores - Logits (or probabilities), flat or by rows.
 * @param temperature - What `fitTemperature` found; above 0.
 * @param options - Number of classes, what the scores are.
 * @returns Probabilities, flat row-major, as many as there are scores.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, the length is not a multiple of the classes, a score
 *   is NaN, an option is unknown, or the temperature is 0 or less.
 *
 * @example
 * ```ts
 * import { applyTemperature } from '@polyhead/metrics';
 * applyTemperature(new Float32Array([2, 0, 0, 2]), 2, { classes: 2 }); // 0.731, 0.269, 0.269, 0.731
 * ```
 */
export function applyTemperature(
  scores: Scores,
  temperature: number,
  options: ApplyTemperatureOptions = {},
): Float64Array {
  const where = 'applyTemperature';
  checkLength(where, { scores });
  const nested = isNested(scores);
  const { classes = nested ? (scores[0] as ArrayLike<number>).length : 1, from = 'logits' } = readOptions(
    where,
    options,
    optionNames,
    '{ classes: 5 }',
  );
  checkOptions(where, temperature, classes, from);
  const rows = nested ? scores.length : scores.length / classes;
  if (!Number.isInteger(rows))
    throw invalidArgument(
      where,
      `"scores" must hold ${classes} per row`,
      `length ${scores.length}`,
      'Correct "classes".',
    );
  const table = readScores(where, 'scores', scores, rows);
  if (from === 'probabilities') checkProbabilities(where, 'scores', table);
  const probabilities = softmaxRows(toLogits(table, from), rows, temperature);
  return table.columns > 1 ? probabilities : probabilities.filter((_, i) => i % 2 === 1);
}

function checkOptions(where: string, temperature: number, classes: number, from: string): void {
  if (!(temperature > 0 && temperature < Infinity))
    throw invalidArgument(
      where,
      '"temperature" must be a number above 0',
      formatValue(temperature),
      'Pass what fitTemperature returned.',
    );
  checkCount(where, 'classes', classes);
  checkWord(where, 'from', from, ['logits', 'probabilities']);
}

/** In place: each row of logits becomes softmax(row / temperature). */
function softmaxRows(logits: Float64Array, rows: number, temperature: number): Float64Array {
  const classes = logits.length / rows;
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    let highest = -Infinity;
    for (const logit of row) highest = Math.max(highest, logit);
    let total = 0;
    for (let i = 0; i < classes; i++) {
      row[i] = Math.exp(((row[i] as number) - highest) / temperature);
      total += row[i] as number;
    }
    for (let i = 0; i < classes; i++) row[i] = (row[i] as number) / total;
  }
  return logits;
}
