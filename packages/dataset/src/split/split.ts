import { createHash } from 'node:crypto';

import { type DuplicateGroup, duplicatesAmong } from '../duplicates/find-duplicates';
import type { FileRecord } from '../records/records';

/** Names of the sets of a split, in this order everywhere. */
export const splitNames = ['train', 'validation', 'test'] as const;
/** Name of a set of a split. */
export type SplitName = (typeof splitNames)[number];

/** Records split into a training, a validation and a test set. */
export interface Split<Item extends FileRecord = FileRecord> {
  /** Records to learn from, in random order (a slice is a fair sample). */
  readonly train: readonly Item[];
  /** Records to choose hyperparameters and epochs by, in random order. */
  readonly validation: readonly Item[];
  /** Records to report results on, once, in random order. */
  readonly test: readonly Item[];
  /** Seed of the split. */
  readonly seed: number;
  /**
   * SHA-256 over the bytes of all images, set by set in order, 64 hexadecimal digits: equal if a training run would see
   * the same images, whatever their names.
   */
  readonly hash: string;
  /** Images that occur more than once, with the labels on which they disagree; see `findDuplicates`. */
  readonly duplicates: readonly DuplicateGroup<Item>[];
  /** SHA-256 of every image by its `file`, when the split was made. */
  readonly checksums: ReadonlyMap<string, string>;
}

/** Adds everything that follows from the sets of a split. */
export function assembleSplit<Item extends FileRecord>(
  assigned: Readonly<Record<SplitName, readonly Item[]>>,
  seed: number,
  checksums: ReadonlyMap<string, string>,
): Split<Item> {
  const { train, validation, test } = assigned;
  const sums = (name: SplitName): string[] => assigned[name].map(({ file }) => checksums.get(file) ?? '');
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

/** Returns the SHA-256 over the checksums of each set, in order. */
export function hashSplit(checksums: Readonly<Record<SplitName, readonly string[]>>): string {
  const text = splitNames.map((name) => `${name}\n${checksums[name].join('\n')}\n`).join('');
  return createHash('sha256').update(text).digest('hex');
}
