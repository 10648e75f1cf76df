import { assertObject, invalidArgument } from '@polyhead/core';
import { escapeXml } from '../charts/escape-xml';
import { formatNumber } from '../analysis/format-number';
import { type LayerNode, type NetworkGraph, expectDrawnNetwork } from '../input/network-graph';
import { layoutNetwork, type NetworkLayout, type PlacedLayer } from './network-layout';
import { palette, categoryColor } from '../charts/palette';
import { svgScheme } from '../charts/svg-scheme';

/** Options of {@link drawNetwork}. */
export interface DrawNetworkOptions {
  /**
   * Put the colors of the dark scheme into the drawing, for viewers that prefer it. Leave it out where the page has
   * them. Default true.
   */
  readonly scheme?: boolean;
}

const optionNames = { scheme: 'boolean' } satisfies Record<keyof DrawNetworkOptions, 'boolean'>;

const box = { width: 196, height: 20, across: 212, down: 29 };
const margin = { top: 26, side: 8, bottom: 8 };

/**
 * Draws a network as SVG: branches side by side, shared layers above them, in columns from left to right if there are
 * many; each layer with its class, the shape of its output and its number of weights.
 *
 * @param network - The layers and their connections, such as the result of `describeNetwork` of `@polyhead/model`.
 * @param options - Whether the dark scheme is included. Default true.
 * @returns The text of the SVG.
 * @throws {PolyheadError} INVALID_ARGUMENT if there is no layer, the network is not valid, or an option is unknown.
 *
 * @example
 * ```ts
 * import { drawNetwork } from '@polyhead/report';
 * const outputShape = [null, 198, 198, 3];
 * const input = { name: 'input', className: 'InputLayer', outputShape, parameters: 0, inbound: [] };
 * const svg = drawNetwork({ layers: [input] });
 * ```
 */
export function drawNetwork(network: NetworkGraph, options: DrawNetworkOptions = {}): string {
  expectDrawnNetwork('drawNetwork', network);
  assertObject('drawNetwork', options, { optionKeys: optionNames, example: '{ scheme: false }' });
  if (network.layers.length === 0) throw invalidArgument('drawNetwork', 'expected at least one layer', 'none');
  const layout = layoutNetwork(network);
  const width = layout.columns * box.across + 2 * margin.side - (box.across - box.width);
  const height = margin.top + layout.rows * box.down - (box.down - box.height) + margin.bottom;
  const byName = new Map(layout.layers.map((layer) => [layer.name, layer]));
  const edges = layout.layers.flatMap((layer) =>
    layer.inbound.flatMap((name) => edge(byName.get(name), layer, layout)),
  );
  const label = escapeXml(describeLayers(network));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" class="polyhead-figure" role="img" aria-label="${label}" font-family="system-ui,sans-serif">` +
    ((options.scheme ?? true) ? `<style>${svgScheme.style}</style>` : '') +
    `<g fill="none" stroke="${palette.muted.light}" stroke-width="1.2">${edges.join('')}</g>` +
    `<g font-size="12" font-weight="600" text-anchor="middle">${layout.branches.map((branch, place) => heading(branch, { column: layout.aside + place, row: layout.headRow })).join('')}</g>` +
    `<g font-size="11">${layout.layers.map(drawLayer).join('')}</g></svg>`
  );
}

/** The network in words. */
export function describeLayers({ name = 'network', layers }: NetworkGraph): string {
  const total = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  const branches = [...new Set(layers.flatMap(({ branch }) => (branch === undefined ? [] : [branch])))];
  const parts = branches.map((branch) => {
    const own = layers.filter((layer) => layer.branch === branch);
    return `${branch} with ${own.length} layers and ${formatNumber(own.reduce((sum, { parameters }) => sum + parameters, 0))} weights`;
  });
  const shared = layers.filter(({ branch }) => branch === undefined).length;
  const tree =
    branches.length === 0
      ? ''
      : ` ${shared} shared, then ${branches.length} ${branches.length === 1 ? 'branch' : 'branches'}: ${parts.join(', ')}.`;
  return `${name}: ${layers.length} layers, ${formatNumber(total)} weights.${tree}`;
}

function left({ column }: { readonly column: number }): number {
  return margin.side + column * box.across;
}

function top({ row }: { readonly row: number }): number {
  return margin.top + row * box.down;
}

/** The name of a branch above its first row; the line that runs there is hidden behind it. */
function heading(branch: string, place: { readonly column: number; readonly row: number }): string {
  return `<text x="${left(place) + box.width / 2}" y="${top(place) - 12}" fill="${palette.ink.light}" stroke="${palette.paper.light}" stroke-width="5" paint-order="stroke">${escapeXml(branch)}</text>`;
}

function drawLayer(layer: PlacedLayer): string {
  const [x, y] = [left(layer), top(layer)];
  const color = layerColor(layer);
  const words = `${layer.name}: ${layer.className}, output ${shapeText(layer)}, ${formatNumber(layer.parameters)} weights`;
  const weights =
    layer.parameters === 0
      ? ''
      : `<tspan fill="${palette.muted.light}" font-size="9.5"> ${formatNumber(layer.parameters)}</tspan>`;
  return (
    `<g><title>${escapeXml(words)}</title><rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="4" fill="${palette.paper.light}" stroke="${color}" stroke-width="${layer.parameters === 0 ? 1 : 1.5}"/>` +
    (layer.parameters === 0
      ? ''
      : `<rect x="${x}" y="${y}" width="5" height="${box.height}" rx="2" fill="${color}"/>`) +
    `<text x="${x + 11}" y="${y + 14}" fill="${palette.ink.light}">${escapeXml(shorten(layer.className))}${weights}</text>` +
    `<text x="${x + box.width - 7}" y="${y + 14}" text-anchor="end" fill="${palette.muted.light}">${escapeXml(shapeText(layer))}</text></g>`
  );
}

/** From the middle of a layer's lower side to the upper side of the next; round a layer that lies between. */
function edge(from: PlacedLayer | undefined, to: PlacedLayer, layout: NetworkLayout): string[] {
  if (from === undefined) return [];
  const [x1, y1, x2, y2] = [left(from) + box.width / 2, top(from) + box.height, left(to) + box.width / 2, top(to)];
  if (from.column !== to.column && to.row < layout.folded) return [nextColumn(from, to, [x1, y1, x2, y2])];
  const blocked = layout.layers.some(
    (layer) => layer.column === to.column && layer.row > from.row && layer.row < to.row,
  );
  if (blocked && from.column === to.column) {
    const bend = x1 + box.width / 2 + 7;
    return [`<path d="M${x1 + 60},${y1}V${y1 + 3}H${bend}V${y2 - 4}H${x2 + 60}V${y2}"/>`];
  }
  if (x1 === x2) return [`<path d="M${x1},${y1}V${y2}"/>`];
  const middle = to.row - from.row === 1 ? (y1 + y2) / 2 : y2 - 5;
  return [`<path d="M${x1},${y1}V${middle}H${x2}V${y2}"/>`];
}

/**
 * From one column of a folded stack to a later one, up between them; a layer that feeds more than the next one has a
 * separate line.
 */
function nextColumn(
  from: PlacedLayer,
  to: PlacedLayer,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
): string {
  const { aside, before, above } =
    to.inbound[0] === from.name ? { aside: 0, before: 4, above: 4 } : { aside: 60, before: 10, above: 7 };
  return `<path d="M${x1 + aside},${y1}V${y1 + 3}H${left(to) - before}V${y2 - above}H${x2 + aside}V${y2}"/>`;
}

function shapeText({ outputShape }: LayerNode): string {
  return outputShape
    .filter((side, index) => index > 0 || side !== null)
    .map((side) => side ?? '?')
    .join(' × ');
}

function shorten(name: string): string {
  const short = name
    .replace('BatchNormalization', 'BatchNorm')
    .replace('InputLayer', 'Input')
    .replace('DepthwiseConv', 'DWConv')
    .replace('SeparableConv', 'SepConv');
  return short.length > 16 ? `${short.slice(0, 15)}…` : short;
}

/** Convolutions, dense layers and normalizations have a color each; what has no weights is gray. */
function layerColor({ className, parameters }: LayerNode): string {
  if (/conv/i.test(className)) return categoryColor(0);
  if (/dense/i.test(className)) return categoryColor(1);
  return parameters > 0 ? categoryColor(2) : palette.muted.light;
}
