import type { SeededRandom } from '@polyhead/core';
import { PolyheadError } from '@polyhead/core';

/**
 * Whole numbers that add up to `total`, each as near to its share as that allows (largest remainder), and none 0 whose
 * share is not, where there is enough for all.
 */
export function apportion(total: number, shares: readonly number[]): number[] {
  const sizes = shares.map((share) => Math.floor(total * share));
  const byRemainder = shares
    .map((_, index) => index)
    .sort((a, b) => remainder(total, shares, b) - remainder(total, shares, a));
  let rest = total - sum(sizes);
  for (const index of byRemainder) {
    if (rest-- > 0) sizes[index] = (sizes[index] ?? 0) + 1;
  }
  for (const [index, share] of shares.entries()) {
    const largest = sizes.indexOf(Math.max(...sizes));
    if (share === 0 || sizes[index] !== 0 || (sizes[largest] ?? 0) < 2) continue;
    sizes[largest] = (sizes[largest] ?? 0) - 1;
    sizes[index] = 1;
  }
  return sizes;
}

function remainder(total: number, shares: readonly number[], index: number): number {
  const exact = total * (shares[index] ?? 0);
  return exact - Math.floor(exact);
}

/**
 * A table of whole numbers with a row per stratum and a column per part: row s adds up to `strata[s]`, column p to
 * `parts[p]`, and every cell is its exact share
 * `strata[s] * parts[p] / total` rounded down or up. Such a table always exists (controlled rounding, Cox 1987); which
 * one is drawn is up to `random`.
 */
export function controlledRounding(
  strata: readonly number[],
  parts: readonly number[],
  random: SeededRandom,
): number[][] {
  const total = sum(parts);
  const rows = strata.map((size) => roundRow(size, parts, total, random));
  const surplus = parts.map((part, column) => sum(rows.map((row) => row.sizes[column] ?? 0)) - part);
  for (let from = surplus.findIndex((extra) => extra > 0); from >= 0; from = surplus.findIndex((extra) => extra > 0)) {
    const path = findPath(rows, surplus, from, random);
    for (const { row, from: left, to: right } of path) shiftUnit(row, left, right);
    const to = path.at(-1)?.to ?? -1;
    surplus[from] = (surplus[from] ?? 0) - 1;
    surplus[to] = (surplus[to] ?? 0) + 1;
  }
  return rows.map(({ sizes }) => sizes);
}

interface Row {
  readonly sizes: number[];
  /** Per part: whether the exact share is no whole number, so that the cell may be rounded up. */
  readonly open: readonly boolean[];
  /** Per part: whether the cell is rounded up. */
  readonly up: boolean[];
}

/**
 * Rounds one row, each cell up with the probability of its remainder (systematic sampling: one random offset for the
 * whole row).
 */
function roundRow(size: number, parts: readonly number[], total: number, random: SeededRandom): Row {
  const remainders = parts.map((part) => (size * part) % total);
  let reached = random.below(total);
  const up = remainders.map((rest) => {
    reached += rest;
    const passed = reached >= total;
    if (passed) reached -= total;
    return passed;
  });
  return {
    sizes: parts.map((part, index) => Math.floor((size * part) / total) + Number(up[index])),
    open: remainders.map((rest) => rest > 0),
    up,
  };
}

interface Move {
  readonly row: Row;
  readonly from: number;
  readonly to: number;
}

/** The shortest chain of moves from a column that is too full to one that is not full. */
function findPath(rows: readonly Row[], surplus: readonly number[], start: number, random: SeededRandom): Move[] {
  const paths = new Map<number, Move[]>([[start, []]]);
  for (const [from, path] of paths) {
    for (const to of surplus.keys()) {
      const movable = paths.has(to)
        ? []
        : rows.filter(({ up, open }) => up[from] === true && open[to] === true && up[to] === false);
      const row = movable[movable.length === 0 ? 0 : random.below(movable.length)];
      if (row === undefined) continue;
      const longer = [...path, { row, from, to }];
      if ((surplus[to] ?? 0) < 0) return longer;
      paths.set(to, longer);
    }
  }
  throw new PolyheadError('INTERNAL', 'internal: controlledRounding found no rounding that adds up.');
}

function shiftUnit(row: Row, from: number, to: number): void {
  row.up[from] = false;
  row.up[to] = true;
  row.sizes[from] = (row.sizes[from] ?? 0) - 1;
  row.sizes[to] = (row.sizes[to] ?? 0) + 1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
