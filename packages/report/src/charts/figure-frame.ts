import { assertObject } from '@polyhead/core';
import type { FigureSpec } from './figure-spec';
import { palette } from './palette';

/** Options that every figure takes. One by a name that a figure does not know is rejected. */
export interface FigureOptions {
  /** Heading inside the drawing. Default none. */
  readonly title?: string;
  /** Width with axes and legends, in px. Default 360, so that a phone shows it without shrinking. */
  readonly width?: number;
  /** Height with axes and legends, in px. Default depends on the figure, mostly 240. */
  readonly height?: number;
}

/** All names that these options may have. */
export const figureNames = { title: true, width: true, height: true } satisfies Record<keyof FigureOptions, true>;

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
const { ink, muted, grid } = palette;

const config = {
  font,
  aria: false,
  background: undefined,
  padding: 4,
  view: { stroke: null },
  title: { color: ink.light, fontSize: 14, fontWeight: 600, anchor: 'start', offset: 8, limit: 350 },
  text: { color: ink.light, fontSize: 11 },
  axis: {
    labelColor: muted.light,
    titleColor: muted.light,
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 'normal',
    titleLimit: 280,
    gridColor: grid.light,
    domainColor: muted.light,
    tickColor: grid.light,
    tickSize: 4,
    labelPadding: 4,
    titlePadding: 6,
  },
  legend: { labelColor: ink.light, labelFontSize: 11, title: null, symbolSize: 90, labelLimit: 200, offset: 6 },
  line: { strokeWidth: 2 },
  rule: { color: muted.light },
} as const;

/** Throws if a figure's options are none, or have names that are not among `names`. */
export function expectFigureOptions<Options extends FigureOptions>(
  where: string,
  options: Options,
  names: Readonly<Record<keyof NoInfer<Options>, true | 'boolean'>>,
): void {
  assertObject(where, options, { optionKeys: names, example: "{ title: 'Ages', width: 480 }" });
}

/** What all figures share: size, fonts and colors. */
export function figureFrame({ title, width = 360, height = 240 }: FigureOptions, description: string): FrameParts {
  const named = title === undefined ? {} : { title };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...named,
    description,
    width,
    height,
    autosize: { type: 'fit', contains: 'padding' },
    config,
  };
}

/** The parts of a specification that {@link figureFrame} fills in. */
export type FrameParts = Pick<FigureSpec, '$schema' | 'title' | 'description' | 'autosize' | 'config'> & {
  readonly width: number;
  readonly height: number;
};
