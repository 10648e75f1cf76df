import { describeLayers, drawNetwork } from '../network-diagram/draw-network';
import type { FigureSpec } from '../charts/figure-spec';
import { toSvg } from '../charts/to-svg';
import { formatNumber } from '../analysis/format-number';
import type { Figure, Table } from './block';
import { html, type Html, unsafeHtml } from './html';
import { maxTableRows, renderTable } from './render-table';

/**
 * A figure: its title as a heading of the level, the drawing, the text beside it, and the table behind it to unfold.
 */
export async function renderFigure(figure: Figure, id: string, level: 3 | 4): Promise<Html> {
  const { title, spec, network, wide = false, mostRows = Infinity } = figure;
  const svg =
    spec === undefined
      ? network === undefined
        ? ''
        : drawNetwork(network, { scheme: false })
      : await toSvg(withoutTitle(spec), { scheme: false });
  const text = spec === undefined ? (network === undefined ? '' : describeLayers(network)) : (spec.description ?? '');
  const table: Table | false | undefined =
    figure.table ??
    (spec === undefined ? (network === undefined ? undefined : layerTable(network)) : dataTable(title, spec));
  const isLong = table !== undefined && table !== false && Math.min(table.rows.length, maxTableRows) > mostRows;
  return html`<figure class="figure${wide && ' wide'}" aria-labelledby="${id}">${level === 3 ? html`<h3 id="${id}">${title}</h3>` : html`<h4 id="${id}">${title}</h4>`}
<div class="drawing"${wide && html` role="group" aria-label="${title}, drawing" tabindex="0"`}>${unsafeHtml(svg)}</div>
<figcaption>${text}${isLong && ` The ${formatNumber(table.rows.length)} points are not listed here.`}</figcaption>${!isLong && table !== undefined && table !== false && html`<details><summary>Numbers<span class="hidden"> of ${title}</span></summary>${renderTable(table)}</details>`}</figure>`;
}

/** The page has the title as a heading. */
function withoutTitle(spec: FigureSpec): FigureSpec {
  return { ...spec, title: undefined };
}

/** The inline data of a specification as a table; without any, the data of its first layer. */
function dataTable(caption: string, spec: FigureSpec): Table | undefined {
  const own = inlineRows(spec);
  const [first] = 'layer' in spec ? spec.layer : [];
  const values = own.length > 0 || first === undefined ? own : inlineRows(first);
  const columns = [...new Set(values.flatMap(Object.keys))];
  return values.length === 0
    ? undefined
    : { caption, columns, rows: values.map((row) => columns.map((column) => row[column])) };
}

type PlainRow = Readonly<Record<string, string | number | null>>;

function inlineRows({ data }: Pick<FigureSpec, 'data'>): readonly PlainRow[] {
  return data !== null && data !== undefined && 'values' in data && Array.isArray(data.values)
    ? (data.values as readonly PlainRow[])
    : [];
}

function layerTable({ layers }: NonNullable<Figure['network']>): Table {
  const shape = (sides: readonly (number | null)[]): string => sides.map((side) => side ?? 'n').join(' × ');
  const rows = layers.map(({ name, className, outputShape, parameters, inbound }) => [
    name,
    className,
    shape(outputShape),
    parameters,
    inbound.join(', '),
  ]);
  return { caption: 'Layers', columns: ['layer', 'class', 'output', 'weights', 'fed by'], rows };
}
