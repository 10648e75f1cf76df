import { formatNumber } from '../figures/format-number';
import type { Table } from './block';
import { html, type Html } from './html';

/** Rows shown at most; `report.json` has all numbers. */
const mostRows = 500;

/** A table in a box that scrolls sideways by itself, by finger or by keyboard. */
export function showTable(table: Table): Html {
  const left = table.rows.length - mostRows;
  // A caption inside would be as wide as the table, and run out of a narrow screen.
  return html`<p class="caption">${table.caption}${left > 0 && ` (the first ${mostRows} of ${table.rows.length} rows)`}</p><div class="scroll" role="region" aria-label="${table.caption}" tabindex="0"><table aria-label="${table.caption}">
<thead><tr>${table.columns.map((column, index) => html`<th scope="col"${isNumeric(table, index) && html` class="number"`}>${column}</th>`)}</tr></thead>
<tbody>${table.rows.slice(0, mostRows).map((row, index) => html`<tr${table.stressed?.has(index) === true && html` class="stressed"`}>${row.map(showCell)}</tr>`)}</tbody></table></div>`;
}

function showCell(cell: string | number | null | undefined, index: number): Html {
  if (index === 0) return html`<th scope="row">${typeof cell === 'number' ? formatNumber(cell, 4) : cell}</th>`;
  return typeof cell === 'string' ? html`<td${looksNumeric(cell) && html` class="number"`}>${cell}</td>` : html`<td class="number">${formatNumber(cell, 4)}</td>`;
}

function isNumeric({ rows }: Table, column: number): boolean {
  return column > 0 && rows.length > 0 && rows.every((row) => typeof row[column] !== 'string' || looksNumeric(row[column]));
}

/** Numbers in words, such as `1,327`, `80.1%` or a dash. */
function looksNumeric(cell: string): boolean {
  return /^(?:[−–]?|[−]?[\d.,]+(?:e[−-]?\d+)?%?)$/.test(cell);
}
