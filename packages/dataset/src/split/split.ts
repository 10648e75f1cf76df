import { createHash } from 'node:crypto';

import { type DuplicateGroup, duplicatesAmong } from '../duplicates/find-duplicates';
import type { FileRecord } from '../records/records';

/** The parts of a split, in this order everywhere. */
export const parts = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof parts)[number];

/** Records dealt out to training, validation and test. */
export interface Split<Item extends FileRecord = FileRecord> {
  /** Records to learn from, in random order (a slice is a fair sample). */
  readonly train: readonly Item[];
  /** Records to choose by: settings, epochs. In random order. */
  readonly validation: readonly Item[];
  /** Records to report on, once. In random order. */
  readonly test: readonly Item[];
  /** Seed that the records were dealt out by. */
  readonly seed: number;
  /**
   * SHA-256 over the bytes of all images, part by part in order, 64 hexadecimal digits: equal where a training run
   * would see the same images, whatever they are called.
   */
  readonly hash: string;
  /** Images that are in the records more than once, with the labels on which they disagree; see `findDuplicates`. */
  readonly duplicates: readonly DuplicateGroup<Item>[];
  /** SHA-256 of every image by its `file`, when the split was made. */
  readonly checksums: ReadonlyMap<string, string>;
}

/** A split with everything that follows from its parts. */
export function assembleSplit<Item extends FileRecord>(
  dealt: Readonly<Record<SplitName, readonly Item[]>>,
  seed: number,
  checksums: ReadonlyMap<string, string>,
): Split<Item> {
  const { train, validation, test } = dealt;
  const sums = (part: SplitName): string[] => dealt[part].map(({ file }) => checksums.get(file) ?? '');
  const hash = hashSplit({ train: sums('train'), validation: sums('validation'), test: sums('test') });
  return {
    train,
    validation,
    test,
    seed,
    hash,
    duplicates: duplicatesAmong([...train, ...validation, ...test], checksums),
    checksums,
  };
}

/** SHA-256 over the checksums of each part, in order. */
export function hashSplit(checksums: Readonly<Record<SplitName, readonly string[]>>): string {
  const text = parts.map((part) => `${part}\n${checksums[part].join('\n')}\n`).join('');
  return createHash('sha256').update(text).digest('hex');
}
