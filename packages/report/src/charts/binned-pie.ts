import { assertArray } from '@polyhead/core';
import { distributionPie } from './distribution-pie';
import { expectFigureOptions, type FigureOptions, figureNames } from './figure-frame';
import type { FigureSpec } from './figure-spec';
import { articleEdges, bandText, valueBands } from '../analysis/value-bands';

/** Options of {@link binnedPie}. */
export interface BinnedPieOptions extends FigureOptions {
  /**
   * Edges of the bands, rising; a band holds its upper edge, the first one both. Default: the article's ages 0, 10, 20,
   * 30, 40, 60, 80, Infinity.
   */
  readonly edges?: readonly number[];
}

const optionNames = { edges: true, ...figureNames } satisfies Record<keyof BinnedPieOptions, true>;

/**
 * Draws a donut chart of numbers grouped into bins, such as ages (the article's binned figure). Numbers outside of all
 * bins are counted as `other`; empty bins are omitted.
 *
 * @param values - The numbers.
 * @param options - Edges of the bins, title and size. Default: the article's ages 0, 10, 20, 30, 40, 60, 80, Infinity.
 * @returns The figure as a Vega-Lite specification.
 * @throws {PolyheadError} INVALID_ARGUMENT if the edges do not increase, there are no values, or an option is unknown.
 *
 * @example
 * ```ts
 * import { binnedPie } from '@polyhead/report';
 * const figure = binnedPie([0, 23, 25, 61]);
 * ```
 */
export function binnedPie(values: ArrayLike<number>, options: BinnedPieOptions = {}): FigureSpec {
  assertArray('binnedPie', values, { what: 'a list of numbers', example: '[25, 31, 67]' });
  expectFigureOptions('binnedPie', options, optionNames);
  const { edges = articleEdges, ...pieOptions } = options;
  const counts = countBands('binnedPie', values, edges);
  const labels = counts.map(([name]) => name);
  const pie = distributionPie(
    counts.filter(([, count]) => count > 0),
    { labels, ...pieOptions },
  );
  return { ...pie, description: `${pie.description ?? ''}${bandText(valueBands('binnedPie', edges).names)}` };
}

/** Count of every band, empty ones included; `other` comes last where it is needed. */
export function countBands(
  where: string,
  values: ArrayLike<number>,
  edges: readonly number[],
): [band: string, count: number][] {
  const bands = valueBands(where, edges);
  const counts = new Map(bands.names.map((name) => [name, 0]));
  for (const value of Array.from(values)) {
    const name = bands.nameOf(value);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts];
}
