import { assertObject, invalidArgument } from '@polyhead/core';
import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { formatPercent } from '../analysis/format-number';
import { palette, categoryColor } from './palette';

/** Counts of pairs of true and predicted class; the confusion matrix of `@polyhead/metrics` is one. */
export interface ConfusionCounts {
  /** Names of the classes. */
  readonly labels: readonly string[];
  /** Shape [classes][classes], row = truth. */
  readonly counts: readonly (readonly number[])[];
}

/**
 * Opacity of a cell that holds its whole row. Between here and full strength there are shades on which neither ink nor
 * paper has a contrast of 4.5:1; up to here ink has it, in both schemes.
 */
const strongest = 0.55;

/**
 * Draws a confusion matrix as a heat map of shares by true class: the stronger a cell, the more images of its row were
 * predicted as its column. A class that never occurs has an empty row.
 *
 * @param matrix - Labels and counts [true][predicted], as `confusionMatrix` of `@polyhead/metrics` returns them.
 * @param options - Title and size in px. Default: no title, a size that fits the labels.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if the counts do not have one row and one column per label, or an option is
 * unknown.
 *
 * @example
 * ```ts
 * import { confusionHeatMap } from '@polyhead/report';
 * const figure = confusionHeatMap({ labels: ['cat', 'dog'], counts: [[8, 2], [1, 9]] });
 * ```
 */
export function confusionHeatMap(matrix: ConfusionCounts, options: FigureOptions = {}): FigureSpec {
  assertObject('confusionHeatMap', matrix, {
    what: 'a confusion matrix',
    requiredKeys: ['labels', 'counts'],
    example: 'what confusionMatrix returned',
  });
  expectFigureOptions('confusionHeatMap', options, figureNames);
  const { labels, counts } = matrix;
  if (counts.length !== labels.length || counts.some((row) => row.length !== labels.length)) {
    throw invalidArgument(
      'confusionHeatMap',
      `expected ${labels.length} x ${labels.length} counts for as many labels`,
      `rows of ${counts.map((row) => row.length).join(', ') || 'nothing'}`,
    );
  }
  return drawConfusion(matrix, options);
}

/** Counts of some of the classes, with the number of all images of each. */
interface PartialCounts extends ConfusionCounts {
  /** What a share is of; default the sum of the row. */
  readonly totals?: readonly number[];
}

/** The heat map of a matrix that may leave out classes. */
export function drawConfusion(matrix: PartialCounts, options: FigureOptions = {}): FigureSpec {
  const { labels } = matrix;
  const cells = matrixCells(matrix);
  const small = labels.length > 8;
  const size = Math.max(360, 90 + labels.length * 26);
  const axis = { grid: false, ticks: false, domain: false, labelLimit: 90, labelOverlap: false } as const;
  return {
    ...figureFrame({ width: size, height: size - 40, ...options }, describe(matrix)),
    data: { values: cells.map(({ truth, predicted, count, share }) => ({ truth, predicted, count, share })) },
    transform: [
      {
        calculate:
          "datum.share === null ? '' : datum.share > 0 && datum.share < 0.005 ? '<1' : format(datum.share * 100, '.0f')",
        as: 'text',
      },
    ],
    encoding: {
      x: {
        field: 'predicted',
        type: 'nominal',
        scale: { domain: [...labels], paddingInner: 0.04 },
        title: 'predicted',
        axis: { ...axis, orient: 'top', labelAngle: labels.length > 5 ? -45 : 0 },
      },
      y: { field: 'truth', type: 'nominal', scale: { domain: [...labels], paddingInner: 0.04 }, title: 'true', axis },
    },
    layer: [
      {
        mark: { type: 'rect', color: categoryColor(0), cornerRadius: 2 },
        encoding: {
          opacity: {
            field: 'share',
            type: 'quantitative',
            scale: { domain: [0, 1], range: [0.06, strongest] },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', fontSize: small ? 9 : 12, color: palette.ink.light },
        encoding: { text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}

interface MatrixCell {
  readonly truth: string;
  readonly predicted: string;
  readonly count: number;
  /** Of the images of the true class; null where there are none. */
  readonly share: number | null;
}

/** The cells of a matrix, row by row. */
export function matrixCells({ labels, counts, totals }: PartialCounts): MatrixCell[] {
  return counts.flatMap((row, i) => {
    const total = totals?.[i] ?? row.reduce((sum, count) => sum + count, 0);
    return row.map((count, j) => ({
      truth: labels[i] ?? '',
      predicted: labels[j] ?? '',
      count,
      share: total === 0 ? null : Math.round((count / total) * 1e4) / 1e4,
    }));
  });
}

function describe(matrix: PartialCounts): string {
  const cells = matrixCells(matrix);
  const right = cells
    .filter(({ truth, predicted, share }) => truth === predicted && share !== null)
    .map(({ truth, share }) => `${truth} ${formatPercent(share)}`);
  const worst = cells
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => (b.share ?? 0) - (a.share ?? 0))[0];
  const mistake =
    worst === undefined
      ? 'no mistakes'
      : `the most frequent mistake is ${worst.truth} taken for ${worst.predicted} (${formatPercent(worst.share)} of ${worst.truth})`;
  return `Shares in percent of the true class. Right: ${right.join(', ')}; ${mistake}.`;
}
