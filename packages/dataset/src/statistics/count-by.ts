import { assertRecords } from '../records/assert-records';

/** How often a value occurs. */
export interface ValueCount<Value> {
  /** The value, which may be undefined. */
  readonly value: Value;
  /** Number of items that have it. */
  readonly count: number;
  /** Share of all items, 0 to 1. */
  readonly share: number;
}

/**
 * Counts items by a property or by the result of a function, as `value_counts` of pandas does with `dropna=False`. Use
 * it to find class imbalance.
 *
 * @param items - Records, or anything else.
 * @param key - Name of a property, or a function of an item.
 * @returns A count and a share for each value, missing ones included: most frequent first, equal counts by first
 *   appearance.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `items` is not a list.
 *
 * @example
 * ```ts
 * import { binAges, countBy, scanUtkFace } from '@polyhead/dataset';
 * const { records } = await scanUtkFace('UTKFace');
 * const races = countBy(records, 'race');
 * const ages = countBy(records, ({ age }) => binAges(age));
 * ```
 */
export function countBy<Item extends object, Key extends keyof Item>(
  items: readonly Item[],
  key: Key,
): ValueCount<Item[Key]>[];
export function countBy<Item, Value>(items: readonly Item[], key: (item: Item) => Value): ValueCount<Value>[];
export function countBy<Item>(
  items: readonly Item[],
  key: PropertyKey | ((item: Item) => unknown),
): ValueCount<unknown>[] {
  assertRecords('countBy', items);
  const valueOf =
    typeof key === 'function' ? key : (item: Item): unknown => (item as Record<PropertyKey, unknown>)[key];
  const counts = new Map<unknown, number>();
  for (const item of items) {
    const value = valueOf(item);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  // Maps keep the order of first appearance, and sort is stable.
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([value, count]) => ({ value, count, share: count / items.length }));
}
