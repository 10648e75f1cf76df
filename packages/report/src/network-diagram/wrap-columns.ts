import type { NetworkLayout } from './network-layout';

/** Rows of one layer each that stand below one another; a longer stack goes on in further columns. */
const tallest = 30;

/** Columns of a longer stack, where the branches do not need more. */
const fewest = 3;

/**
 * Puts a deep stack of layers at the top of a network, such as a shared trunk, into columns side by side: each goes on
 * at the top of the next one.
 */
export function wrapColumns(layout: NetworkLayout): NetworkLayout {
  const depth = depthOfStack(layout);
  if (depth <= tallest) return layout;
  const columns = Math.max(fewest, layout.columns);
  const height = Math.ceil(depth / columns);
  // A row stays free for the names of the branches.
  const below = height + 1;
  const aside = (columns - layout.columns) / 2;
  const layers = layout.layers.map((layer) =>
    layer.row < depth
      ? { ...layer, column: Math.floor(layer.row / height), row: layer.row % height }
      : { ...layer, column: layer.column + aside, row: layer.row - depth + below },
  );
  const heads = depth === layout.rows ? {} : { aside, headRow: below };
  return {
    ...layout,
    layers,
    columns,
    ...heads,
    folded: height,
    rows: layout.rows === depth ? height : layout.rows - depth + below,
  };
}

/** Rows at the top that have one layer each, all of one branch or all shared. */
function depthOfStack({ layers, rows }: NetworkLayout): number {
  const branch = layers.find(({ row }) => row === 0)?.branch;
  const inRow = Array.from({ length: rows }, () => 0);
  // A layer of another branch ends the stack as a second layer does.
  for (const layer of layers) inRow[layer.row] = (inRow[layer.row] ?? 0) + (layer.branch === branch ? 1 : 2);
  const end = inRow.findIndex((count) => count !== 1);
  return end === -1 ? rows : end;
}
