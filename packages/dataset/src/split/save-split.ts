import { assertObject, assertPath, PolyheadError } from '@polyhead/core';
import { errorCode, writeFileAtomic } from '../files/file-access';
import type { FileRecord } from '../records/records';
import { type SplitName, parts, type Split } from './split';
import { relativeNames, type SplitEntry, type SplitFile } from './split-file';

/**
 * Writes a split to a JSON file: which image is in which part, in order, by name and SHA-256. Labels and folders are
 * not written, so the file can be shared and {@link loadSplit} can find the images wherever they are.
 *
 * The file is replaced as a whole or not at all. Throws if it cannot be written.
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
    requiredKeys: [...parts, 'checksums'],
    example: 'what splitRecords returned',
  });
  const names = relativeNames(parts.flatMap((part) => split[part]));
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
      { cause: error },
    );
  }
}

function checksum(split: Split, { file }: FileRecord): string {
  const sha256 = split.checksums.get(file);
  if (sha256 !== undefined) return sha256;
  throw new PolyheadError(
    'INVALID_ARGUMENT',
    `saveSplit: "${file}" is in the split's parts but not in its "checksums". Pass a split as splitRecords made it.`,
  );
}

/** JSON with a line per image, which version control can show the differences of. */
function stringifySplit({ train, validation, test, ...facts }: SplitFile): string {
  const list = (entries: readonly SplitEntry[]): string =>
    entries.length === 0 ? '[]' : `[\n${entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`;
  const lines = Object.entries(facts).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{\n${[...lines, `  "train": ${list(train)}`, `  "validation": ${list(validation)}`, `  "test": ${list(test)}`].join(',\n')}\n}\n`;
}
