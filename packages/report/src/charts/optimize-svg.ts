import { cleanText, escapeXml } from './escape-xml';

/** What {@link optimizeSvg} adds. */
export interface TidySvgOptions {
  readonly label: string;
  readonly style: string;
}

/** A tag with its attributes; a `>` inside quotes does not end it. */
const tagPattern = /<(\/?[A-Za-z][\w:]*)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g;
const attributePattern = /\s+([\w:-]+)="([^"]*)"/g;
const dropped = new Set([
  'class',
  'role',
  'aria-roledescription',
  'aria-label',
  'aria-hidden',
  'pointer-events',
  'xmlns:xlink',
  'version',
  'font-family',
  'stroke-miterlimit',
]);
const geometry = new Set([
  'd',
  'transform',
  'x',
  'y',
  'x1',
  'x2',
  'y1',
  'y2',
  'width',
  'height',
  'viewBox',
  'points',
  'r',
  'cx',
  'cy',
  'dy',
  'dx',
  'opacity',
  'fill-opacity',
  'stroke-opacity',
]);

/**
 * Makes a renderer's SVG small and safe to put into a page: rounds numbers, drops what nobody sees, names the drawing,
 * keeps identifiers apart.
 */
export function optimizeSvg(svg: string, { label, style }: TidySvgOptions): string {
  const prefix = `f${hash(svg)}-`;
  const body = cleanText(svg).replace(tagPattern, (tag: string, name: string, attributes: string, end: string) =>
    isInvisible(tag) ? '' : `<${name}${tidyAttributes(attributes, prefix)}${end}>`,
  );
  const head = body.indexOf('>');
  const root = `${body.slice(0, head)} class="polyhead-figure" role="img" aria-label="${escapeXml(label)}" font-family="system-ui,sans-serif">`;
  return root + (style === '' ? '' : `<style>${style}</style>`) + dropEmptyGroups(body.slice(head + 1));
}

function tidyAttributes(attributes: string, prefix: string): string {
  return attributes.replace(attributePattern, (_, name: string, value: string) => {
    if (dropped.has(name) || (name.endsWith('opacity') && value === '1')) return '';
    if (name === 'id') return ` id="${prefix}${value}"`;
    const local = value.startsWith('url(#') ? `url(#${prefix}${value.slice(5)}` : value;
    return ` ${name}="${geometry.has(name) ? roundNumbers(local) : local}"`;
  });
}

/** Paths that hold a place without a drawing. */
function isInvisible(tag: string): boolean {
  return (
    tag.startsWith('<path') &&
    (tag.includes(' display="none"') ||
      (/ class="(?:back|fore)ground"/.test(tag) && !/ (?:fill|stroke)="(?!none)/.test(tag)))
  );
}

function dropEmptyGroups(svg: string): string {
  const without = svg
    .replace(/<text(?:\s+[\w:-]+="[^"]*")* opacity="0"(?:\s+[\w:-]+="[^"]*")*>[^<]*<\/text>/g, '')
    .replace(/<g(?:\s+[\w:-]+="[^"]*")*><\/g>/g, '')
    .replace(/<g(?:\s+[\w:-]+="[^"]*")*\/>/g, '');
  return without === svg ? svg.replace(/<g transform="translate\(0,0\)">/g, '<g>') : dropEmptyGroups(without);
}

function roundNumbers(text: string): string {
  return text.replace(/-?\d*\.?\d+(?:e[-+]?\d+)?/gi, (number) => String(Math.round(Number(number) * 100) / 100 + 0));
}

/** FNV-1a: the same drawing has the same identifiers in every run. */
function hash(text: string): string {
  let state = 2166136261;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 16777619);
  return (state >>> 0).toString(36);
}
