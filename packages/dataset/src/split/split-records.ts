import { formatValue, assertObject, invalidArgument, seededRandom, assertWholeNumber } from '@polyhead/core';
import { apportion } from './apportion';
import { checksumsOf, sortByFile } from '../duplicates/checksums';
import { assertRecords } from '../records/assert-records';
import { assignToSplits } from './assign-groups';
import { unionFind } from './connected-groups';
import type { FileRecord } from '../records/records';
import { assembleSplit, type SplitName, splitNames, type Split } from './split';

/** Share of the records in each set. The three add up to 1. */
export interface SplitRatios {
  /** Share of the training set, above 0. */
  readonly train: number;
  /** Share of the validation set, 0 for none. */
  readonly validation: number;
  /** Share of the test set, 0 for none. */
  readonly test: number;
}

/** Options of {@link splitRecords}. */
export interface SplitOptions<Item extends FileRecord = FileRecord> {
  /** Whole number: the same seed and images give the same split. Default 0. */
  readonly seed?: number;
  /** Shares of the three sets. Default `{ train: 0.7, validation: 0.15, test: 0.15 }`. */
  readonly ratios?: SplitRatios;
  /**
   * `'article'` for the sizes of the article "Building a multi-output Convolutional Neural Network with Keras" (2020)
   * in place of `ratios`: int(0.7 n) records to learn from, of which int(0.7 of it) train and the rest validate; 49, 21
   * and 30 percent. Default: by `ratios`.
   */
  readonly method?: 'article';
  /**
   * What has the same distribution in every set: the name of a label, or a function such as `({ race, gender }) =>
   * race + gender`. A missing value (undefined, null or NaN) is a separate stratum. Default: no stratification.
   */
  readonly stratifyBy?: (keyof Item & string) | ((record: Item) => string | number | null | undefined);
  /**
   * What must stay in one set, such as all images of a person: the name of a label, or a function. A record without a
   * group (undefined, null, NaN or '', the empty cell of a table) is a group by itself. Default: no groups.
   */
  readonly groupBy?: (keyof Item & string) | ((record: Item) => string | number | null | undefined);
  /**
   * True to keep images that are the same to the byte in one set. If false, a network may be tested on images that it
   * was trained on. Default true.
   */
  readonly keepDuplicatesTogether?: boolean;
}

const optionNames = {
  seed: true,
  ratios: true,
  method: true,
  stratifyBy: true,
  groupBy: true,
  keepDuplicatesTogether: 'boolean',
} satisfies Record<keyof SplitOptions, true | 'boolean'>;

type Sizing = Pick<SplitOptions, 'ratios' | 'method'>;

const defaultRatios: SplitRatios = { train: 0.7, validation: 0.15, test: 0.15 };

/**
 * Splits records into a training, a validation and a test set by a seed. Duplicates of an image stay in the same set.
 *
 * The split depends on the bytes of the images, the values of `stratifyBy` and `groupBy`, and the seed. It does not
 * depend on the order of the records or on their folder. Sizes are exact to one record, and so is the share of every
 * value of `stratifyBy`, unless duplicates or groups are too large for that.
 * Reads every file, which takes about a second for 20,000 images of UTKFace.
 *
 * @param records - Records of `scanUtkFace`, `scanFolder` or `readLabelsCsv`, in any order.
 * @param options - See {@link SplitOptions}.
 * @returns The three sets, with the checksums and duplicates of the images.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if there are no records, an option is wrong, or a set would be empty;
 *   `FILE_UNREADABLE` if a file cannot be read; `DATA_MISMATCH` if a file is listed twice.
 *
 * @example
 * ```ts
 * import { binAges, scanUtkFace, splitRecords } from '@polyhead/dataset';
 * const { records } = await scanUtkFace('UTKFace');
 * const split = splitRecords(records, { seed: 7, stratifyBy: ({ age, race }) => `${binAges(age)} ${race}` });
 * ```
 */
export function splitRecords<Item extends FileRecord>(
  records: readonly Item[],
  options: SplitOptions<NoInfer<Item>> = {},
): Split<Item> {
  assertRecords('splitRecords', records);
  assertObject('splitRecords', options, { optionKeys: optionNames, example: '{ seed: 7 }' });
  const { seed = 0, keepDuplicatesTogether = true } = options;
  const random = seededRandom(assertWholeNumber('splitRecords', 'seed', seed, undefined, 'Pass e.g. 7.'));
  const sizes = splitSizes(records.length, options);
  const [stratifyBy, groupBy] = (['stratifyBy', 'groupBy'] as const).map((option) =>
    keyFunction(option, options[option], records),
  );
  const checksums = checksumsOf('splitRecords', records);
  const shuffled = random.shuffle(sortByFile(records, checksums));
  const keys = [keepDuplicatesTogether ? ({ file }: Item): unknown => checksums.get(file) : undefined, groupBy].filter(
    (key) => key !== undefined,
  );
  const groups = unionFind(
    shuffled.length,
    keys.map((key) => shuffled.map(key)),
  );
  const partOf = assignToSplits(
    groups,
    numberStrata(shuffled, stratifyBy),
    splitNames.map((part) => sizes[part]),
    random,
  );
  const recordsOf = (part: SplitName): Item[] => shuffled.filter((_, index) => splitNames[partOf[index] ?? 0] === part);
  const split = { train: recordsOf('train'), validation: recordsOf('validation'), test: recordsOf('test') };
  assertFilled(split, options, records.length, groups.length);
  return assembleSplit(split, seed, checksums);
}

/** Returns the function that computes a record's key: the label of a name, or the user's function. */
function keyFunction<Item extends FileRecord>(
  option: 'stratifyBy' | 'groupBy',
  key: SplitOptions<Item>['groupBy'],
  records: readonly Item[],
): ((record: Item) => unknown) | undefined {
  if (key === undefined || typeof key === 'function') return key;
  if (records.some((record) => Object.hasOwn(record, key))) return (record) => record[key];
  throw invalidArgument(
    'splitRecords',
    `"${option}" must be the name of a label or a function of a record`,
    `${formatValue(key)}, which no record has`,
    'Pass e.g. ({ race }) => race.',
  );
}

function splitSizes(count: number, { ratios, method }: Sizing): Record<SplitName, number> {
  if (count === 0)
    throw invalidArgument('splitRecords', 'expected at least one record', 'none', 'Were all files rejected?');
  if (method !== undefined && method !== 'article')
    throw invalidArgument('splitRecords', '"method" must be \'article\' or left out', formatValue(method));
  if (method === 'article') {
    if (ratios !== undefined)
      throw invalidArgument('splitRecords', 'expected either "ratios" or "method"', 'both', 'Leave one out.');
    const known = Math.floor(count * 0.7);
    const train = Math.floor(known * 0.7);
    return { train, validation: known - train, test: count - known };
  }
  const { train, validation, test } = assertRatios(ratios ?? defaultRatios);
  const [trainSize = 0, validationSize = 0, testSize = 0] = apportion(count, [train, validation, test]);
  return { train: trainSize, validation: validationSize, test: testSize };
}

function assertRatios(ratios: SplitRatios): SplitRatios {
  const values = splitNames.map((part) => ratios[part] ?? NaN);
  if (!(values.every((value) => typeof value === 'number' && value >= 0) && ratios.train > 0)) {
    throw invalidArgument(
      'splitRecords',
      'expected "ratios" of train above 0, validation and test of at least 0',
      formatValue(ratios),
      'Pass e.g. { train: 0.7, validation: 0.15, test: 0.15 }.',
    );
  }
  const sum = values.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - 1) < 1e-9) return ratios;
  throw invalidArgument(
    'splitRecords',
    '"ratios" must add up to 1',
    `${values.join(' + ')} = ${sum}`,
    'Pass e.g. { train: 0.7, validation: 0.15, test: 0.15 }.',
  );
}

/** Returns the index of each record's stratum, from 0, in order of appearance. */
function numberStrata<Item extends FileRecord>(
  records: readonly Item[],
  stratifyBy: ((record: Item) => unknown) | undefined,
): number[] {
  const indices = new Map<unknown, number>();
  return records.map((record) => {
    const value = stratifyBy?.(record) ?? undefined;
    const index = indices.get(value) ?? indices.size;
    indices.set(value, index);
    return index;
  });
}

/** Throws if a set is empty, which {@link assignToSplits} avoids if there are at least as many groups as sets. */
function assertFilled(
  split: Readonly<Record<SplitName, readonly unknown[]>>,
  options: Sizing & { readonly groupBy?: unknown },
  records: number,
  groups: number,
): void {
  const { method, ratios = defaultRatios, groupBy } = options;
  const wanted = splitNames.filter((part) => method === 'article' || ratios[part] > 0);
  const empty = wanted.find((part) => split[part].length === 0);
  if (empty === undefined) return;
  const hint =
    groups === records
      ? 'Pass more records, or "ratios" with 0 for a set that you do not need.'
      : groupBy === undefined
        ? 'Files with the same bytes are one group: pass other images, or keepDuplicatesTogether: false.'
        : `Records with the same "groupBy" value, and files with the same bytes, are one group: check that the value differs between groups, and is undefined or '' for a record without one.`;
  throw invalidArgument(
    'splitRecords',
    `"${empty}" would be empty: expected at least ${wanted.length} groups of records, one each for ${wanted.join(', ')}`,
    `${groups} (from ${records} records)`,
    hint,
  );
}
