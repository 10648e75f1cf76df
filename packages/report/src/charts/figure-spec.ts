// Vega-Lite is written for import alone; with the mode a CommonJS declaration may read its types, too.
import type { TopLevelSpec } from 'vega-lite' with { 'resolution-mode': 'import' };

/**
 * A figure as a Vega-Lite specification: plain JSON with its data inside. Hand it to {@link toSvg}, or to any Vega-Lite
 * viewer.
 *
 * @example
 * ```ts
 * import { type FigureSpec, histogram } from '@polyhead/report';
 * const figure: FigureSpec = histogram([23, 25, 61]);
 * ```
 */
export type FigureSpec = TopLevelSpec;
