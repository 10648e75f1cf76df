import type { SchemeColor } from '../packages/report/src/index';

/** A package in the drawing. */
export interface PackageBox {
  /** Its name, without the scope. */
  name: string;
  /** Those of ours that it imports. */
  imports: string[];
  /** Those of others that it imports. */
  others: string[];
}

const box = { width: 172, height: 66, across: 192, down: 112 };
const margin = 12;
// Where there is room for each: no line crosses a box.
const columns: Readonly<Record<string, number>> = {
  tensorflow: 1,
  training: 1,
  report: 0,
  model: 2,
  dataset: 3,
  batches: 4,
  wasm: 0,
  metrics: 1,
  core: 3,
};

type Scheme = Readonly<Record<'ink' | 'muted' | 'paper', SchemeColor>>;

/**
 * Packages as SVG, each above those that it imports (lines that follow from others left out); the umbrella, which
 * imports all, is a bar on top.
 */
export function drawPackages(packages: readonly PackageBox[], scheme: Scheme): string {
  const parts = packages.filter(({ name }) => name !== 'polyhead');
  const importsOf = (name: string): string[] => parts.find((part) => part.name === name)?.imports ?? [];
  const depth = (name: string): number => 1 + Math.max(-1, ...importsOf(name).map(depth));
  const reaches = (from: string, to: string): boolean =>
    importsOf(from).some((name) => name === to || reaches(name, to));
  const deepest = Math.max(...parts.map(({ name }) => depth(name)));
  const across = Math.max(...Object.values(columns));
  const width = across * box.across + box.width + 2 * margin;
  const height = (deepest + 1) * box.down + box.height + 2 * margin;
  const place = (name: string): { x: number; y: number } => {
    const column = columns[name];
    if (column === undefined) throw new Error(`drawPackages: say in which column "${name}" goes.`);
    return { x: margin + box.width / 2 + column * box.across, y: margin + (deepest - depth(name) + 1) * box.down };
  };
  const lines = parts.flatMap(({ name, imports }) =>
    imports.filter((to) => !imports.some((other) => reaches(other, to))).map((to) => line(place(name), place(to))),
  );
  const boxes = parts.map(({ name, others }) => drawBox(place(name), box.width, name, notes(others)));
  const label = `Packages and what they import. ${parts.map(({ name, imports }) => `${name}: ${imports.join(', ') || 'nothing of ours'}`).join('; ')}. polyhead imports all.`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}" font-family="system-ui,sans-serif" text-anchor="middle">` +
    `<style>${colors(scheme, 'light')}@media(prefers-color-scheme:dark){${colors(scheme, 'dark')}}</style>` +
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>' +
    `<g class="lines" fill="none" stroke-width="1.3">${lines.join('')}</g>${drawBox({ x: width / 2, y: margin }, width - 2 * margin, 'polyhead', ['imports all of them'])}${boxes.join('')}</svg>`
  );
}

function line(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const [start, end] = [from.y + box.height, to.y - 2];
  const middle = (start + end) / 2;
  return `<path d="M${from.x} ${start}C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${end}" marker-end="url(#tip)"/>`;
}

function drawBox({ x, y }: { x: number; y: number }, width: number, name: string, words: readonly string[]): string {
  const notes = words.map((note, row) => `<text x="${x}" y="${y + 42 + row * 14}" class="note">${note}</text>`);
  return `<rect x="${x - width / 2}" y="${y}" width="${width}" height="${box.height}" rx="6"/><text x="${x}" y="${y + 23}" font-weight="600" font-size="14">${name}</text>${notes.join('')}`;
}

/** Dependencies in two lines. */
function notes(names: readonly string[]): string[] {
  const short = [...new Set(names.map((name) => (name.startsWith('@tensorflow/') ? 'tfjs' : name)))];
  if (short.length === 0) return ['no dependencies'];
  const first = Math.max(1, short.findLastIndex((_, index) => short.slice(0, index + 1).join(', ').length <= 28) + 1);
  return first === short.length
    ? [short.join(', ')]
    : [`${short.slice(0, first).join(', ')},`, short.slice(first).join(', ')];
}

function colors({ ink, muted, paper }: Scheme, scheme: 'light' | 'dark'): string {
  return `rect{fill:${paper[scheme]};stroke:${muted[scheme]}}text{fill:${ink[scheme]}}.note{fill:${muted[scheme]};font-size:10px}.lines{stroke:${muted[scheme]}}.tip{fill:${muted[scheme]}}`;
}
