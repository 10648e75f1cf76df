/**
 * One color in both schemes. Every light value occurs once, so that a style sheet can tell by it which color a mark
 * has.
 */
export interface SchemeColor {
  /** CSS variable of the color, without `--`. */
  readonly name: string;
  /** On white paper, as `#rrggbb`. */
  readonly light: string;
  /** On a dark screen, as `#rrggbb`. */
  readonly dark: string;
}

/** The colors by what they are for. */
export interface Palette {
  /** Text. */
  readonly ink: SchemeColor;
  /** Text that steps back, axes. */
  readonly muted: SchemeColor;
  /** Lines of a grid. */
  readonly grid: SchemeColor;
  /** What is drawn on. */
  readonly paper: SchemeColor;
  /** Tasks and classes, in their order. */
  readonly series: readonly SchemeColor[];
}

/**
 * Colors of the figures and the page. `series` are the colors of tasks and classes, in the order of their names: they
 * stay apart in normal sight and under
 * simulated protanopia, deuteranopia and tritanopia (Machado et al., 2009), and each stands out from its paper by 3:1
 * or more.
 *
 * @example
 * ```ts
 * import { palette } from '@polyhead/report';
 * palette.series[0]?.light; // '#0072b2'
 * ```
 */
export const palette: Palette = {
  ink: { name: 'ink', light: '#1c2127', dark: '#e6e9ed' },
  muted: { name: 'muted', light: '#5b6570', dark: '#a3adb8' },
  grid: { name: 'grid', light: '#dfe3e8', dark: '#323a44' },
  paper: { name: 'paper', light: '#ffffff', dark: '#14171c' },
  series: [
    { name: 'blue', light: '#0072b2', dark: '#56b4e9' },
    { name: 'vermilion', light: '#d55e00', dark: '#ff8a3d' },
    { name: 'green', light: '#009e73', dark: '#0f9a6e' },
    { name: 'wine', light: '#882255', dark: '#ffa6b8' },
    { name: 'indigo', light: '#332288', dark: '#8a6cf0' },
    { name: 'brown', light: '#6b4a00', dark: '#f5ec6a' },
    { name: 'violet', light: '#a76ef8', dark: '#a8fff0' },
  ],
};

/** Light value of the color of the task or class at `index`; restarts after the last. */
export function categoryColor(index: number): string {
  return (palette.series[index % palette.series.length] ?? palette.ink).light;
}

const all = [palette.ink, palette.muted, palette.grid, palette.paper, ...palette.series];

/** Declarations of the variables in one scheme. */
export function schemeVariables(scheme: 'light' | 'dark'): string {
  return all.map((color) => `--${color.name}:${color[scheme]}`).join(';');
}

/** Rules that tie marks of a light color to its variable; drawings without a style sheet keep the light colors. */
export function schemeRules(selector: string): string {
  return all
    .flatMap(({ name, light }) =>
      ['fill', 'stroke'].map((part) => `${selector} [${part}="${light}"]{${part}:var(--${name})}`),
    )
    .join('');
}
