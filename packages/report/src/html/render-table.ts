import { formatNumber } from '../analysis/format-number';
import type { Table } from './block';
import { html, type Html } from './html';

type Cell = string | number | null | undefined;

/** Rows of a table that a page shows; `report.json` has all of them. */
export const maxTableRows = 500;

/** A table in a box that scrolls sideways by itself, by finger or by keyboard. */
export function renderTable({ caption, columns, rows, stressed }: Table): Html {
  const more = rows.length > maxTableRows && ` (the first ${maxTableRows} of ${rows.length} rows)`;
  const numeric = columns.map((_, column) => column > 0 && rows.every((row) => looksNumeric(row[column])));
  const cells = (row: readonly Cell[]): Html[] =>
    row.map((cell, column) => showCell(cell, column, numeric[column] === true));
  // A caption inside would be as wide as the table, and run out of a narrow screen.
  return html`<p class="caption">${caption}${more}</p><div class="scroll" role="group" aria-label="${caption}" tabindex="0"><table aria-label="${caption}">
<thead><tr>${columns.map((column, index) => html`<th scope="col"${numeric[index] === true && html` class="number"`}>${column}</th>`)}</tr></thead>
<tbody>${rows.slice(0, maxTableRows).map((row, index) => html`<tr${stressed?.has(index) === true && html` class="stressed"`}>${cells(row)}</tr>`)}</tbody></table></div>`;
}

function showCell(cell: Cell, column: number, numeric: boolean): Html {
  const text = typeof cell === 'string' ? cell : formatNumber(cell, 4);
  if (column === 0) return html`<th scope="row">${text}</th>`;
  return html`<td${numeric ? html` class="number"` : isInterval(text) && html` class="whole"`}>${text}</td>`;
}

/** Numbers that belong together, such as `80.1% to 85.2%` or `0.021 (12 : 30)`: not broken over lines. */
function isInterval(text: string): boolean {
  return text.length < 28 && /^[+−<]?\d[\d.,%]*,? (?:to|[+−]?\d|\()/.test(text);
}

/** Numbers, and numbers in words such as `1,327`, `80.1%` or a dash. */
function looksNumeric(cell: Cell): boolean {
  return typeof cell !== 'string' || /^(?:–?|−?[\d.,]+(?:e[−-]?\d+)?%?)$/.test(cell);
}
