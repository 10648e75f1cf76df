import { controlledRounding } from './apportion';
import type { SeededRandom } from '@polyhead/core';

/**
 * Deals items out to parts of the given sizes, groups undivided and every stratum in proportion. Gives the part of each
 * item. `strata` numbers the stratum of each item from 0, without gaps.
 *
 * Groups of several are placed first, where there is room for them in the stratum of each member; single items then
 * fill what is left to the last place. Where whole groups allow
 * it, sizes and shares come out exactly as {@link controlledRounding} draws them; else as near as the groups get.
 */
export function assignToSplits(
  groups: readonly (readonly number[])[],
  strata: readonly number[],
  sizes: readonly number[],
  random: SeededRandom,
): number[] {
  const counts: number[] = [];
  for (const stratum of strata) counts[stratum] = (counts[stratum] ?? 0) + 1;
  const room = controlledRounding(counts, sizes, random);
  const partOf: number[] = Array.from(strata, () => 0);
  for (const group of [...groups].sort((a, b) => b.length - a.length)) {
    const needs = countPerStratum(group, strata);
    const part = pickSplit(needs, room, sizes, random);
    for (const index of group) partOf[index] = part;
    for (const [stratum, need] of needs) take(room[stratum], part, need);
  }
  fillEmptyParts(groups, sizes, partOf);
  return partOf;
}

/**
 * Large groups can leave a part empty that should have items: it gets the smallest group of the part with the most
 * groups.
 */
function fillEmptyParts(groups: readonly (readonly number[])[], sizes: readonly number[], partOf: number[]): void {
  for (const [part, size] of sizes.entries()) {
    if (size === 0 || partOf.includes(part)) continue;
    const groupsIn = sizes.map((_, other) => groups.filter(([first = 0]) => partOf[first] === other));
    const donor = groupsIn.reduce((most, list) => (list.length > most.length ? list : most));
    if (donor.length < 2) continue;
    const smallest = donor.reduce((least, group) => (group.length < least.length ? group : least));
    for (const index of smallest) partOf[index] = part;
  }
}

/** How many places a group takes in each stratum. */
function countPerStratum(group: readonly number[], strata: readonly number[]): Map<number, number> {
  const needs = new Map<number, number>();
  for (const index of group) {
    const stratum = strata[index] ?? 0;
    needs.set(stratum, (needs.get(stratum) ?? 0) + 1);
  }
  return needs;
}

/**
 * Draws a part with the likelihood of its room, so that every place is as likely as any other. Where no part has room
 * enough: the one that lacks least. Parts of size 0 stay empty.
 */
function pickSplit(
  needs: ReadonlyMap<number, number>,
  room: readonly (readonly number[])[],
  sizes: readonly number[],
  random: SeededRandom,
): number {
  const spare = sizes.map((size, part) =>
    size === 0 ? -Infinity : Math.min(...[...needs].map(([stratum, need]) => (room[stratum]?.[part] ?? 0) - need)),
  );
  const weights = sizes.map((_, part) =>
    (spare[part] ?? 0) < 0 ? 0 : Math.min(...[...needs.keys()].map((stratum) => room[stratum]?.[part] ?? 0)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return spare.indexOf(Math.max(...spare));
  let drawn = random.below(total);
  return weights.findIndex((weight) => (drawn -= weight) < 0);
}

function take(room: number[] | undefined, part: number, need: number): void {
  if (room !== undefined) room[part] = (room[part] ?? 0) - need;
}
