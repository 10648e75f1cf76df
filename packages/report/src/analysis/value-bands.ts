import { assertArray, invalidArgument } from '@polyhead/core';
import { formatNumber } from './format-number';

/** Bands that numbers fall into. */
export interface ValueBands {
  /** Names of the bands, from low to high. */
  readonly names: readonly string[];
  /** Name of the band that holds a value; `other` for what is outside of all. */
  nameOf(value: number): string;
}

/** Edges of the article's age bands, in years. */
export const articleEdges: readonly number[] = [0, 10, 20, 30, 40, 60, 80, Infinity];

/**
 * Bands between rising edges, named as `binAges` of `@polyhead/dataset` names them: `<10`, `10-20` … `80+`. Each holds
 * its upper edge, the first both, as `pandas.cut` has it.
 */
export function valueBands(where: string, edges: readonly number[]): ValueBands {
  assertArray(`${where}: "edges"`, edges, { what: 'a list of rising numbers', example: '[0, 18, Infinity]' });
  if (
    edges.length < 2 ||
    edges.some((edge, index) => Number.isNaN(edge) || edge <= (edges[index - 1] ?? -Infinity) - (index === 0 ? 1 : 0))
  ) {
    throw invalidArgument(
      where,
      'expected at least two rising edges',
      `[${edges.join(', ')}]`,
      'Pass e.g. [0, 18, Infinity].',
    );
  }
  const names = edges.slice(1).map((to, index) => bandName(index, edges[index] ?? NaN, to));
  const nameOf = (value: number): string => {
    const upper = value === edges[0] ? 1 : edges.findIndex((edge) => value <= edge);
    return upper > 0 ? (names[upper - 1] ?? 'other') : 'other';
  };
  return { names, nameOf };
}

/** What a name such as `10-20` does not tell, by the first of the names that has two ends; nothing where none has. */
export function bandText(names: readonly string[]): string {
  const found = names.map((name) => /^([\d.,]+)-([\d.,]+)$/.exec(name)).find((match) => match !== null);
  return found === undefined
    ? ''
    : ` Bands hold their upper edge: ${found[0]} is above ${found[1]} and up to ${found[2]}.`;
}

function bandName(index: number, from: number, to: number): string {
  if (to === Infinity) return `${formatNumber(from)}+`;
  return (index === 0 && from <= 0) || from === -Infinity
    ? `<${formatNumber(to)}`
    : `${formatNumber(from)}-${formatNumber(to)}`;
}
