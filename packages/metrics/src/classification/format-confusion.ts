import { padLeft, textWidth } from '../format/text-table';

/** Counts as a table: a heading of predicted classes, then one line per true class; columns right-aligned. */
export function formatConfusion(labels: readonly string[], counts: readonly (readonly number[])[]): string {
  const corner = 'truth \\ predicted';
  const rows = counts.map((row) => row.map(String));
  const first = Math.max(...[corner, ...labels].map(textWidth));
  const widths = labels.map((label, j) => Math.max(...[label, ...rows.map((row) => row[j] as string)].map(textWidth)));
  const line = (name: string, cells: readonly string[]): string =>
    [padLeft(name, first), ...cells.map((cell, j) => padLeft(cell, widths[j] as number))].join('  ');
  return [line(corner, labels), ...labels.map((label, i) => line(label, rows[i] as string[])), ''].join('\n');
}
