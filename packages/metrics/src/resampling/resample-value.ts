import type { Column } from '../input/columns';
import { rowBuffers } from '../input/rows';
import { weightedForm, type WeightedEvaluator } from '../metric/weighted-form';

/** Value of a metric on the rows of these numbers, as many as there are rows; a row may come several times. */
export type ValueOfRows = (indices: Uint32Array) => number;

/** A metric made ready for resamples of columns: by its weighted form, else by copying the rows. */
export function resampleValue<Columns extends readonly Column[]>(
  metric: (...columns: Columns) => number,
  columns: readonly [...Columns],
  rows: number,
  strides: readonly number[],
): ValueOfRows {
  const weighted = weightedForm(metric);
  return weighted === undefined ? byResampling(metric, columns, rows, strides) : byCounts(weighted(...columns), rows);
}

function byResampling<Columns extends readonly Column[]>(
  metric: (...columns: Columns) => number,
  columns: readonly [...Columns],
  rows: number,
  strides: readonly number[],
): ValueOfRows {
  const { buffers, sample } = rowBuffers(columns, strides, rows);
  return (indices) => {
    for (const buffer of buffers) buffer.gather(indices);
    return metric(...sample);
  };
}

function byCounts(valueOf: WeightedEvaluator, rows: number): ValueOfRows {
  const counts = new Float64Array(rows);
  return (indices) => {
    counts.fill(0);
    for (let i = 0; i < indices.length; i++) {
      const row = indices[i] as number;
      counts[row] = (counts[row] as number) + 1;
    }
    return valueOf(counts);
  };
}
