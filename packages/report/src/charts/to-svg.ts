import { assertObject, PolyheadError } from '@polyhead/core';
import type { Loader, LoggerInterface } from 'vega';
import type { FigureSpec } from './figure-spec';
import { svgScheme } from './svg-scheme';
import { optimizeSvg } from './optimize-svg';

/** Options of {@link toSvg}. */
export interface ToSvgOptions {
  /** Words for those who cannot see the drawing. Default: the specification's `description`. */
  readonly label?: string;
  /**
   * Put the colors of the dark scheme into the drawing, for viewers that prefer it. Leave it out where the page has
   * them. Default true.
   */
  readonly scheme?: boolean;
}

const optionNames = { label: true, scheme: 'boolean' } satisfies Record<keyof ToSvgOptions, true | 'boolean'>;

/**
 * Draws a figure as SVG: no script, no reference to anything outside, numbers rounded to 0.01 px, one `role="img"` with
 * the description as its label.
 *
 * Every mark has its light color; a style sheet in the SVG switches to the dark one if the viewer prefers a dark
 * scheme. Works without a DOM.
 *
 * @param spec - The figure as a Vega-Lite specification, such as the result of {@link histogram}.
 * @param options - Label, and whether the dark scheme is included. Default: the description of the figure, true.
 * @returns The text of the SVG.
 * @throws {PolyheadError} INVALID_ARGUMENT if Vega-Lite cannot read the specification, it loads data by URL, or an
 * option is unknown.
 *
 * @example
 * ```ts
 * import { histogram, toSvg } from '@polyhead/report';
 * const svg = await toSvg(histogram([23, 25, 61], { title: 'Ages' }));
 * ```
 */
export async function toSvg(spec: FigureSpec, options: ToSvgOptions = {}): Promise<string> {
  assertObject('toSvg', spec, { what: 'a specification of Vega-Lite', example: 'what histogram returned' });
  assertObject('toSvg', options, { optionKeys: optionNames, example: '{ scheme: false }' });
  const { label = spec.description ?? '', scheme = true } = options;
  const vega = await import('./vega'); // large: loaded when first needed
  const failures: unknown[] = [];
  const logger = collectingLogger(failures);
  const compiled = compileSpec(() => vega.compile(spec, { logger }));
  const view = new vega.View(vega.parse(compiled.spec), {
    renderer: 'none',
    logger,
    loader: blockingLoader(vega.loader(), failures),
  });
  try {
    const svg = await view.toSVG();
    if (failures.length > 0)
      throw new PolyheadError(
        'INVALID_ARGUMENT',
        `toSvg: the figure could not be drawn: ${failures.map(String).join(' ')}`,
      );
    return optimizeSvg(svg, { label, style: scheme ? svgScheme.style : '' });
  } finally {
    view.finalize();
  }
}

/** What Vega-Lite says of a specification, under our name. */
function compileSpec<Compiled>(compile: () => Compiled): Compiled {
  try {
    return compile();
  } catch (error) {
    throw new PolyheadError(
      'INVALID_ARGUMENT',
      `toSvg: the figure could not be drawn: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** Keeps errors and drops warnings: the library never prints. */
function collectingLogger(failures: unknown[]): LoggerInterface {
  const logger: LoggerInterface = {
    level: ((level?: number) => (level === undefined ? 0 : logger)) as LoggerInterface['level'],
    error: (...words) => (failures.push(...words), logger),
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

/** Throws instead of loading anything: figures hold their data. Vega itself would warn and continue. */
function blockingLoader(loader: Loader, failures: unknown[]): Loader {
  const reject = (uri: string): Promise<never> => {
    failures.push(
      `It asks for ${JSON.stringify(uri)}, but data must be inside the specification. Pass "data: { values }".`,
    );
    return Promise.reject(new PolyheadError('INVALID_ARGUMENT', 'toSvg: nothing is loaded.'));
  };
  return { ...loader, load: reject, sanitize: reject, http: reject, file: reject };
}
