import { assertObject, assertPath, invalidArgument, PolyheadError } from '@polyhead/core';
import { errorCode, writeFileAtomic } from '../files/file-access';
import type { FileRecord } from '../records/records';
import { type SplitName, splitNames, type Split } from './split';
import { relativeNames, type SplitEntry, type SplitFile } from './split-file';

/**
 * Writes a split to a JSON file that {@link loadSplit} reads: the images of the training, validation and test set, in
 * order, by name and SHA-256. Labels and folders are not written, so the file can be shared.
 *
 * The file is replaced as a whole or not at all.
 *
 * @param file - Path of the file. Missing folders are created.
 * @param split - Result of `splitRecords` or `loadSplit`.
 * @returns A promise that is fulfilled when the file is written.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an argument is wrong; `FILE_UNWRITABLE` if the file cannot be written.
 *
 * @example
 * ```ts
 * import { saveSplit, scanUtkFace, splitRecords } from '@polyhead/dataset';
 * const { records } = await scanUtkFace('UTKFace');
 * await saveSplit('runs/faces/split.json', splitRecords(records, { seed: 7 }));
 * ```
 */
export async function saveSplit(file: string, split: Split): Promise<void> {
  assertPath('saveSplit', file, 'file', 'runs/faces/split.json');
  assertObject('saveSplit', split, {
    what: 'a split',
    requiredKeys: [...splitNames, 'checksums'],
    example: 'what splitRecords returned',
  });
  const names = relativeNames(splitNames.flatMap((part) => split[part]));
  const entry = (record: FileRecord): SplitEntry => [names.get(record.file) ?? record.file, checksum(split, record)];
  const entries = (part: SplitName): SplitEntry[] => split[part].map(entry);
  const saved: SplitFile = {
    format: 'polyhead split',
    version: 1,
    seed: split.seed,
    hash: split.hash,
    train: entries('train'),
    validation: entries('validation'),
    test: entries('test'),
  };
  try {
    writeFileAtomic(file, stringifySplit(saved));
  } catch (error) {
    throw new PolyheadError(
      'FILE_UNWRITABLE',
      `saveSplit: "${file}" cannot be written (${errorCode(error)}). Pass a path in a folder that you may write to.`,
      { where: 'saveSplit', path: file, cause: error },
    );
  }
}

function checksum(split: Split, { file }: FileRecord): string {
  const sha256 = split.checksums.get(file);
  if (sha256 !== undefined) return sha256;
  throw invalidArgument(
    'saveSplit',
    'expected "checksums" of the split to have every image of its sets',
    `none for "${file}"`,
    'Pass a split as splitRecords returned it.',
    { path: file },
  );
}

/** Formats JSON with a line per image, so that version control shows differences. */
function stringifySplit({ train, validation, test, ...facts }: SplitFile): string {
  const list = (entries: readonly SplitEntry[]): string =>
    entries.length === 0 ? '[]' : `[\n${entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`;
  const lines = Object.entries(facts).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{\n${[...lines, `  "train": ${list(train)}`, `  "validation": ${list(validation)}`, `  "test": ${list(test)}`].join(',\n')}\n}\n`;
}
