import { assignToSplits } from '../src/split/assign-groups';
import { seededRandom } from '@polyhead/core';

const countOf = (list: readonly number[], value: number): number => list.filter((item) => item === value).length;

describe('deal', () => {
  test('fills sizes exactly for 200,000 items with pairs among them', () => {
    const items = Array.from({ length: 200_000 }, (_, index) => index);
    const groups = [
      ...items.slice(0, 1000).map((index) => [2 * index, 2 * index + 1]),
      ...items.slice(2000).map((index) => [index]),
    ];
    const partOf = assignToSplits(
      groups,
      items.map((index) => index % 5),
      [140_000, 30_000, 30_000],
      seededRandom(1),
    );
    expect([0, 1, 2].map((part) => countOf(partOf, part))).toEqual([140_000, 30_000, 30_000]);
    expect(groups.every(([first = 0, second = first]) => partOf[first] === partOf[second])).toBe(true);
  });

  test('keeps parts of size 0 empty, whatever the groups', () => {
    const partOf = assignToSplits([[0, 1, 2], [3]], [0, 0, 0, 0], [2, 0, 2], seededRandom(1));
    expect(countOf(partOf, 1)).toBe(0);
    expect(new Set(partOf)).toEqual(new Set([0, 2]));
  });
});
