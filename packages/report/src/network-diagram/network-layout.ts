import type { LayerNode, NetworkGraph } from '../input/network-graph';
import { wrapColumns } from './wrap-columns';

/**
 * A layer with its place: column in units of columns (a half where it is shared by an even number of branches), row
 * from the top.
 */
export interface PlacedLayer extends LayerNode {
  readonly column: number;
  readonly row: number;
}

/** Places of all layers. */
export interface NetworkLayout {
  readonly layers: readonly PlacedLayer[];
  readonly branches: readonly string[];
  readonly columns: number;
  readonly rows: number;
  /** First column of the branches. */
  readonly aside: number;
  /** Row that the names of the branches stand above. */
  readonly headRow: number;
  /** Rows of a stack at the top that is folded into columns; 0 where none is. */
  readonly folded: number;
}

/**
 * Puts branches side by side and shared layers in the middle above (or below) them, each layer in the first row behind
 * everything that feeds it.
 * Layers that would share a place (parallel paths in one branch) go one row further down; a deep stack at the top is
 * folded into columns.
 */
export function layoutNetwork({ layers }: NetworkGraph): NetworkLayout {
  const branches = [...new Set(layers.flatMap(({ branch }) => (branch === undefined ? [] : [branch])))];
  const columns = Math.max(1, branches.length);
  const rows = new Map<string, number>();
  const taken = new Set<string>();
  const placed = layers.map((layer): PlacedLayer => {
    const shared = layer.branch === undefined;
    const column = shared ? (columns - 1) / 2 : branches.indexOf(layer.branch ?? '');
    const fed = layer.inbound.map((name) => rows.get(name)).filter((row) => row !== undefined);
    let row = fed.length === 0 ? 0 : Math.max(...fed) + 1;
    while (isTaken(taken, shared, column, row, columns)) row++;
    rows.set(layer.name, row);
    taken.add(`${shared ? 'all' : column} ${row}`);
    return { ...layer, column, row };
  });
  return wrapColumns({
    layers: placed,
    branches,
    columns,
    rows: placed.reduce((most, { row }) => Math.max(most, row + 1), 0),
    aside: 0,
    headRow: 0,
    folded: 0,
  });
}

/** A shared layer needs the whole row, any other layer its column. */
function isTaken(taken: ReadonlySet<string>, shared: boolean, column: number, row: number, columns: number): boolean {
  if (taken.has(`all ${row}`)) return true;
  return shared
    ? Array.from({ length: columns }, (_, other) => taken.has(`${other} ${row}`)).some(Boolean)
    : taken.has(`${column} ${row}`);
}
