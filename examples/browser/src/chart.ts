/** A line of a chart. */
export interface Series {
  readonly name: string;
  /** Color and dashes, by a class of the style sheet. */
  readonly style: 'accent' | 'second';
  /** One value an epoch. */
  readonly values: readonly number[];
}

export interface ChartOptions {
  /**
   * Largest value of the scale. Default: a little more than the largest of the first line; others may leave the chart
   * at its top.
   */
  readonly max?: number;
  /** How values are written. */
  readonly format: (value: number) => string;
}

export interface Chart {
  /** Draws all lines again; the horizontal scale ends at `epochs`. */
  draw(series: readonly Series[], epochs: number): void;
}

const height = 190;
const margin = { top: 10, right: 78, bottom: 24, left: 40 };

/** A line chart in a `<figure>`, drawn for the width that it has. */
export function createChart(host: HTMLElement, { max, format }: ChartOptions): Chart {
  const svg = host.appendChild(svgElement('svg', { role: 'img' }));
  const title = host.querySelector('figcaption')?.textContent ?? '';
  let last: [readonly Series[], number] = [[], 10];
  const redraw = (): void => {
    const [series, epochs] = last;
    const width = Math.max(svg.clientWidth, 200);
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    svg.setAttribute(
      'aria-label',
      `${title}: ${series.map((line) => summarize(line, format)).join('; ') || 'nothing yet'}`,
    );
    svg.replaceChildren(
      ...drawn(series, {
        width,
        epochs,
        top: max ?? roundUp(Math.max(0.001, ...(series[0]?.values ?? []).map((value) => value * 1.1))),
        format,
      }),
    );
  };
  new ResizeObserver(redraw).observe(host);
  return {
    draw(series, epochs) {
      last = [series, epochs];
      redraw();
    },
  };
}

interface Frame {
  readonly width: number;
  readonly epochs: number;
  readonly top: number;
  readonly format: (value: number) => string;
}

function drawn(series: readonly Series[], frame: Frame): SVGElement[] {
  const x = (epoch: number): number =>
    margin.left +
    (frame.epochs < 2 ? 0.5 : (epoch - 1) / (frame.epochs - 1)) * (frame.width - margin.left - margin.right);
  const y = (value: number): number =>
    height - margin.bottom - (Math.min(value, frame.top) / frame.top) * (height - margin.top - margin.bottom);
  return [...axes(frame, x, y), ...series.flatMap((line) => drawLine(line, x, y)), ...names(series, x, y)];
}

function axes(
  { width, epochs, top, format }: Frame,
  x: (epoch: number) => number,
  y: (value: number) => number,
): SVGElement[] {
  const rows = [0, 0.25, 0.5, 0.75, 1]
    .map((share) => share * top)
    .flatMap((value, index) => [
      svgElement('line', { class: 'grid', x1: margin.left, x2: width - margin.right, y1: y(value), y2: y(value) }),
      ...(index % 2 === 0 ? [text(format(value), { x: margin.left - 7, y: y(value) + 4, 'text-anchor': 'end' })] : []),
    ]);
  const columns = [...new Set([1, Math.round((epochs + 1) / 2), epochs])].map((epoch) =>
    text(epoch === epochs ? `epoch ${epoch}` : String(epoch), { x: x(epoch), y: height - 6, 'text-anchor': 'middle' }),
  );
  return [...rows, ...columns];
}

function drawLine({ values, style }: Series, x: (epoch: number) => number, y: (value: number) => number): SVGElement[] {
  if (values.length === 0) return [];
  const points = values.map((value, index) => `${x(index + 1).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const end = svgElement('circle', { class: style, cx: x(values.length), cy: y(values.at(-1) ?? 0), r: 3.5 });
  return [svgElement('polyline', { class: `line ${style}`, points }), end];
}

/** Names beside the ends of the lines, moved apart where they would touch. */
function names(series: readonly Series[], x: (epoch: number) => number, y: (value: number) => number): SVGElement[] {
  const ends = series
    .filter(({ values }) => values.length > 0)
    .map(({ name, style, values }) => ({ name, style, x: x(values.length) + 9, y: y(values.at(-1) ?? 0) + 4 }));
  ends.sort((one, other) => one.y - other.y);
  for (const [index, end] of ends.entries()) end.y = Math.max(end.y, (ends[index - 1]?.y ?? -Infinity) + 13);
  const overlap = Math.max(0, (ends.at(-1)?.y ?? 0) - (height - margin.bottom + 4));
  return ends.map((end) => text(end.name, { class: `name ${end.style}`, x: end.x, y: end.y - overlap }));
}

function summarize({ name, values }: Series, format: (value: number) => string): string {
  return values.length === 0
    ? `${name} nothing yet`
    : `${name} from ${format(values[0] ?? 0)} to ${format(values.at(-1) ?? 0)} in ${values.length} epochs`;
}

/** The next number of the form 1, 2, 4, 6, 8 or 10 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 4, 6, 8, 10].find((step) => step * power >= value) ?? 10);
}

function text(content: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = svgElement('text', attributes);
  made.textContent = content;
  return made;
}

function svgElement<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
