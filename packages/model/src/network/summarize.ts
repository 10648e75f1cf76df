// The text of Keras 3's `model.summary()` (keras/src/utils/summary_utils.py), which lays its table out with rich.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Layer } from '../blocks/block';
import { countValues, inboundTensors, outputShape } from './describe-network';

interface Column {
  readonly header: string;
  readonly width: number;
  readonly right?: boolean;
}

/**
 * Keras' columns in a wide terminal: 88 characters for a chain of layers, 108 with connections; widths are those that
 * rich makes of them.
 */
const chainColumns: readonly Column[] = [
  { header: 'Layer (type)', width: 36 },
  { header: 'Output Shape', width: 27 },
  { header: 'Param #', width: 15, right: true },
];
const graphColumns: readonly Column[] = [
  { header: 'Layer (type)', width: 29 },
  { header: 'Output Shape', width: 25 },
  { header: 'Param #', width: 15, right: true },
  { header: 'Connected to', width: 26 },
];

export function summarize(model: LayersModel): string {
  const columns = isChain(model) ? chainColumns : graphColumns;
  const rows = model.layers.map((layer) =>
    columns.map((column, index) => wrap(cells(model, layer)[index] ?? '', column.width)),
  );
  const trainable = countValues(model.trainableWeights);
  const frozen = countValues(model.nonTrainableWeights);
  return [
    `Model: "${model.name}"`,
    separator(columns, '┏┳┓', '━'),
    ...formatRow(
      columns.map(({ header, width }) => wrap(header, width)),
      columns,
      '┃',
    ),
    separator(columns, '┡╇┩', '━'),
    ...rows.flatMap((row, index) => [
      ...(index > 0 ? [separator(columns, '├┼┤', '─')] : []),
      ...formatRow(row, columns, '│'),
    ]),
    separator(columns, '└┴┘', '─'),
    ` Total params: ${countText(trainable + frozen)}`,
    ` Trainable params: ${countText(trainable)}`,
    ` Non-trainable params: ${countText(frozen)}`,
  ].join('\n');
}

/** One layer after the other, each fed by one: Keras leaves the last column out. */
function isChain(model: LayersModel): boolean {
  return (
    model.layers.every((layer) => inboundTensors(model, layer).length <= 1) &&
    Object.values(model.nodesByDepth).every((nodes) => nodes.length === 1)
  );
}

function cells(model: LayersModel, layer: Layer): string[] {
  const shape = outputShape(model, layer).map((side) => side ?? 'None');
  const sources = inboundTensors(model, layer).map(
    (tensor) => `${tensor.sourceLayer.name}[${tensor.nodeIndex}][${tensor.outputTensorIndex ?? 0}]`,
  );
  return [
    `${layer.name} (${layer.getClassName()})`,
    `(${shape.join(', ')})`,
    withThousands(countValues(layer.weights)),
    sources.join(', ') || '-',
  ];
}

/** Words into lines; a word that is longer than a line is cut and ends in an ellipsis. */
function wrap(text: string, width: number): string[] {
  const wrapped: string[] = [];
  for (const word of text.split(' ')) {
    const last = wrapped.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) wrapped[wrapped.length - 1] = `${last} ${word}`;
    else wrapped.push(word);
  }
  return wrapped.map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
}

function formatRow(row: readonly (readonly string[])[], columns: readonly Column[], bar: string): string[] {
  const height = Math.max(...row.map((cell) => cell.length));
  return Array.from({ length: height }, (_, index) => {
    const parts = columns.map(({ width, right }, column) => {
      const text = row[column]?.[index] ?? '';
      return right === true ? text.padStart(width) : text.padEnd(width);
    });
    return `${bar} ${parts.join(` ${bar} `)} ${bar}`;
  });
}

function separator(columns: readonly Column[], corners: string, stroke: string): string {
  const [left, middle, right] = corners;
  return `${left}${columns.map(({ width }) => stroke.repeat(width + 2)).join(middle)}${right}`;
}

function countText(count: number): string {
  return `${withThousands(count)} (${readableBytes(count * 4)})`;
}

function readableBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${roundHalfEven(bytes / 1024 ** power)} ${units[power]}`;
}

/** Python rounds 1.625 to 1.62, halves to the even digit, where toFixed rounds up. */
function roundHalfEven(value: number): string {
  const floor = Math.floor(value * 100);
  const half = value * 100 - floor === 0.5;
  return (half ? (floor + (floor % 2)) / 100 : value).toFixed(2);
}

function withThousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
