/**
 * Groups items that must stay together: those that share a key, and those that are linked by others that do.
 *
 * `keys` holds one list per reason to stay together, with one key per item; undefined, null, NaN and '' tie an item
 * to nothing. Returns lists of item indices in ascending order, groups by their first item.
 */
export function unionFind(count: number, keys: readonly (readonly unknown[])[]): number[][] {
  const parents = Array.from({ length: count }, (_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parents[at] !== at) {
      // Halves the path on the way, which keeps trees flat.
      parents[at] = parents[parents[at] as number] as number;
      at = parents[at] as number;
    }
    return at;
  };
  for (const list of keys) {
    const firstWith = new Map<unknown, number>();
    for (const [index, key] of list.entries()) {
      if (key === undefined || key === null || key === '' || Number.isNaN(key)) continue;
      const first = firstWith.get(key);
      if (first === undefined) firstWith.set(key, index);
      else parents[root(index)] = root(first);
    }
  }
  const groups = new Map<number, number[]>();
  for (let index = 0; index < count; index++) {
    const at = root(index);
    const group = groups.get(at);
    if (group === undefined) groups.set(at, [index]);
    else group.push(index);
  }
  return [...groups.values()];
}
