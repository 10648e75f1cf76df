import type { ScoreTable } from '../input/read-scores';

/** Smallest probability that is told from 0: that of a 32-bit float. */
const SMALLEST = 2 ** -149;

/**
 * Logits of shape [rows, classes] from logits or probabilities. One column is that of class 1: class 0 gets logit 0.
 */
export function toLogits({ values, rows, columns }: ScoreTable, from: 'logits' | 'probabilities'): Float64Array {
  const log = (p: number): number => Math.log(Math.max(p, SMALLEST));
  if (columns > 1) return from === 'logits' ? Float64Array.from(values) : Float64Array.from(values, log);
  const logits = new Float64Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    const value = values[row] as number;
    logits[2 * row + 1] = from === 'logits' ? value : log(value) - log(1 - value);
  }
  return logits;
}
