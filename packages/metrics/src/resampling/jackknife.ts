import type { Column } from '../input/columns';
import { measureRows, rowBuffers } from '../input/rows';
import { weightedForm, type WeightedEvaluator } from '../metric/weighted-form';

/**
 * Values of a metric with each row left out in turn, of shape [rows]. Equal rows are computed once, so labels cost no
 * more than there are pairs of classes. NaN for a single row.
 */
export function jackknife<Columns extends readonly Column[]>(
  metric: (...columns: Columns) => number,
  columns: Columns,
): Float64Array {
  const { rows, strides } = measureRows('jackknife', columns);
  if (rows === 1) return new Float64Array([NaN]);
  const weighted = weightedForm(metric)?.(...columns);
  if (weighted?.leaveOneOut !== undefined) return weighted.leaveOneOut();
  const without = weighted === undefined ? byResampling(metric, columns, rows, strides) : byWeights(weighted, rows);
  const known = new Map<string, number>();
  return Float64Array.from({ length: rows }, (_, row) => {
    const key = columns.map((column, i) => keyOf(column, row, strides[i] as number)).join('\n');
    const value = known.get(key) ?? without(row);
    known.set(key, value);
    return value;
  });
}

/** Value of a metric without the row of this number. */
type ValueWithout = (row: number) => number;

function byResampling<Columns extends readonly Column[]>(
  metric: (...columns: Columns) => number,
  columns: Columns,
  rows: number,
  strides: readonly number[],
): ValueWithout {
  const { buffers, sample } = rowBuffers<Columns>(columns, strides, rows - 1);
  return (row) => {
    // The buffers hold all rows but the last, which replaces the row that is left out for one evaluation.
    if (row < rows - 1) for (const buffer of buffers) buffer.put(row, rows - 1);
    const value = metric(...sample);
    if (row < rows - 1) for (const buffer of buffers) buffer.put(row, row);
    return value;
  };
}

function byWeights(valueOf: WeightedEvaluator, rows: number): ValueWithout {
  const weights = new Float64Array(rows).fill(1);
  return (row) => {
    weights[row] = 0;
    const value = valueOf(weights);
    weights[row] = 1;
    return value;
  };
}

function keyOf(column: Column, row: number, stride: number): string {
  let key = '';
  for (let i = row * stride; i < (row + 1) * stride; i++) key += `${typeof column[i]} ${String(column[i])} `;
  return key;
}

/** Acceleration of the BCa interval: a sixth of the skewness of the influences (Efron 1987); 0 where nothing varies. */
export function acceleration(leaveOneOut: Float64Array): number {
  const defined = leaveOneOut.filter((value) => !Number.isNaN(value));
  const mean = defined.reduce((a, b) => a + b, 0) / defined.length;
  let squares = 0;
  let cubes = 0;
  for (const value of defined) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
