import type { Column } from './columns';
import { rowBuffers } from './rows';
import { weightedForm, type WeightedValue } from './weighted-form';

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
  return weighted === undefined ? onCopies(metric, columns, rows, strides) : onCounts(weighted(...columns), rows);
}

function onCopies<Columns extends readonly Column[]>(
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

function onCounts(valueOf: WeightedValue, rows: number): ValueOfRows {
  const counts = new Uint32Array(rows);
  return (indices) => {
    counts.fill(0);
    for (let i = 0; i < indices.length; i++) {
      const row = indices[i] as number;
      counts[row] = (counts[row] as number) + 1;
    }
    return valueOf(counts);
  };
}
