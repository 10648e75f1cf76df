import { resolve, sep } from 'node:path';

import type { FileRecord } from '../records/records';
import { hashSplit, type SplitName, splitNames } from './split';
import { type ErrorCode, PolyheadError } from '@polyhead/core';

/** An image in a split file: its path relative to the folder that all images share, with `/`, and its SHA-256. */
export type SplitEntry = readonly [name: string, sha256: string];

/** Contents of a split file. */
export interface SplitFile extends Readonly<Record<SplitName, readonly SplitEntry[]>> {
  readonly format: 'polyhead split';
  readonly version: 1;
  readonly seed: number;
  readonly hash: string;
}

/**
 * Returns the path of every record's file relative to the deepest folder that holds them all, with `/` on every system:
 * names that stay the same when the folder moves.
 */
export function relativeNames(records: readonly FileRecord[]): Map<string, string> {
  const paths = new Map(records.map(({ file }) => [file, resolve(file).split(sep)]));
  const [first = [], ...others] = [...paths.values()];
  let depth = first.length - 1;
  for (const path of others) {
    let same = 0;
    while (same < depth && same < path.length - 1 && path[same] === first[same]) same++;
    depth = same;
  }
  return new Map([...paths].map(([file, path]) => [file, path.slice(depth).join('/')]));
}

/** Parses a split file. Throws if it is not one, or its sets do not have the checksum that it states. */
export function parseSplitFile(file: string, text: string): SplitFile {
  const fail = (problem: string, code: ErrorCode = 'INVALID_FILE'): Error =>
    new PolyheadError(code, `loadSplit: "${file}" ${problem}`, { where: 'loadSplit', path: file });
  const value = parseJson(text);
  if (!isObject(value) || value['format'] !== 'polyhead split')
    throw fail('is not a split file: expected JSON with "format": "polyhead split". Pass a file that saveSplit wrote.');
  if (value['version'] !== 1)
    throw fail(`has version ${JSON.stringify(value['version'])}, expected 1. Was it written by a newer polyhead?`);
  const { seed, hash } = value;
  const broken = splitNames.find((part) => !isEntries(value[part]));
  if (broken !== undefined) throw fail(`is damaged: expected "${broken}" to be a list of [name, sha256].`);
  if (typeof seed !== 'number' || typeof hash !== 'string')
    throw fail('is damaged: expected "seed" to be a number and "hash" a string.');
  const split = value as unknown as SplitFile;
  const sums = (part: SplitName): string[] => split[part].map(([, sha256]) => sha256);
  const actual = hashSplit({ train: sums('train'), validation: sums('validation'), test: sums('test') });
  if (actual !== hash)
    throw fail(
      `was changed after it was saved: its sets hash to ${actual.slice(0, 12)}…, it states ${hash.slice(0, 12)}…. Restore the file, or split again.`,
      'CORRUPT_FILE',
    );
  return split;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isEntries(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (entry) =>
        Array.isArray(entry) &&
        entry.length === 2 &&
        typeof entry[0] === 'string' &&
        /^[0-9a-f]{64}$/.test(String(entry[1])),
    )
  );
}
