import { downsampleCurve } from '../analysis/downsample-curve';
import { expectFigureOptions, type FigureOptions, figureFrame, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { formatNumber } from '../analysis/format-number';
import { palette, categoryColor } from './palette';
import { invalidArgument } from '@polyhead/core';

/** Options of {@link rocPlot} and {@link precisionRecallPlot}. */
export interface ThresholdPlotOptions extends FigureOptions {
  /** Points kept per curve; the shape stays within a pixel or two. Default 100. */
  readonly points?: number;
  /** Class labels in the order that gives them their colors. Default: the order of the curves. */
  readonly labels?: readonly string[];
}

const optionNames = { points: true, labels: true, ...figureNames } satisfies Record<keyof ThresholdPlotOptions, true>;

/** A curve over the thresholds of one class. */
export interface ThresholdCurve {
  readonly label: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly area?: number;
}

/** How {@link thresholdPlot} names things. */
export interface ThresholdPlotWords {
  readonly where: string;
  readonly across: string;
  readonly up: string;
  readonly area: string;
  /** Whether the diagonal is what guessing gives. */
  readonly diagonal: boolean;
}

/** ROC and precision-recall curves: one line a class. */
export function thresholdPlot(
  curves: readonly ThresholdCurve[],
  options: ThresholdPlotOptions,
  words: ThresholdPlotWords,
): FigureSpec {
  expectFigureOptions(words.where, options, optionNames);
  checkCurves(words.where, curves);
  const { across, up } = words;
  const { points = 100, labels = curves.map(({ label }) => label) } = options;
  const legends = curves.map(({ label, area }) => (area === undefined ? label : `${label}  ${area.toFixed(3)}`));
  const values = curves.flatMap((curve, index) => {
    const [xs, ys] = downsampleCurve(curve.x, curve.y, points);
    return xs.map((x, point) => ({ class: legends[index], point, [across]: x, [up]: ys[point] ?? null }));
  });
  const scale = {
    type: 'quantitative',
    scale: { domain: [0, 1] as [number, number] },
    axis: { tickCount: 5 },
  } as const;
  const guess = words.diagonal ? [0, 1] : [];
  return {
    ...figureFrame(
      { height: 330, ...options },
      `${words.area}: ${curves.map(({ label, area }) => `${label} ${formatNumber(area)}`).join(', ')}.`,
    ),
    data: { values },
    layer: [
      {
        data: { values: guess.map((at) => ({ at })) },
        mark: { type: 'line', color: palette.muted.light, strokeDash: [4, 3], strokeWidth: 1 },
        encoding: { x: { field: 'at', ...scale, title: across }, y: { field: 'at', ...scale, title: up } },
      },
      {
        mark: { type: 'line', strokeWidth: 1.75 },
        encoding: {
          x: { field: across, ...scale, title: across },
          y: { field: up, ...scale, title: up },
          order: { field: 'point', type: 'quantitative' },
          color: {
            field: 'class',
            type: 'nominal',
            scale: {
              domain: legends,
              range: curves.map(({ label }, index) =>
                categoryColor(labels.indexOf(label) < 0 ? index : labels.indexOf(label)),
              ),
            },
            legend: { orient: 'bottom', columns: 2, symbolType: 'stroke', symbolStrokeWidth: 2 },
          },
        },
      },
    ],
  };
}

function checkCurves(where: string, curves: readonly ThresholdCurve[]): void {
  if (curves.length === 0) throw invalidArgument(where, 'expected at least one curve', 'none');
  const odd = curves.find(({ x, y }) => x.length !== y.length);
  if (odd !== undefined)
    throw invalidArgument(
      where,
      'expected as many points on both axes',
      `${odd.x.length} and ${odd.y.length} for ${JSON.stringify(odd.label)}`,
    );
}
