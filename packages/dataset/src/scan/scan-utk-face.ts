import { countBy } from '../statistics/count-by';
import { type FaceRecord, parseUtkFaceName } from './parse-utk-face-name';
import type { RejectedFile, ScanResult } from '../records/records';
import { scan, type ScanOptions } from './scan-folder';
import { PolyheadError } from '@polyhead/core';

/**
 * Makes a record of every image in a folder of UTKFace names, with age, gender, race and, where it is well-formed,
 * date; see {@link parseUtkFaceName}.
 *
 * Every file that is left out is in `rejected` with its reason. Throws if the folder does not exist or cannot be
 * read, and, with a summary of the reasons, where no image at all can be used.
 *
 * @example
 * ```ts
 * import { scanUtkFace } from '@polyhead/dataset';
 * const { records, rejected } = await scanUtkFace('UTKFace');
 * ```
 */
export async function scanUtkFace(folder: string, options: ScanOptions = {}): Promise<ScanResult<FaceRecord>> {
  const { records, rejected } = await scan('scanUtkFace', folder, parseUtkFaceName, options);
  if (records.length > 0) return { records, rejected };
  const expected = 'Expected images named age_gender_race_date.jpg, e.g. 25_1_2_20170116174525125.jpg.';
  if (rejected.length === 0)
    throw new PolyheadError('NO_RECORDS', `scanUtkFace: folder "${folder}" is empty. ${expected}`);
  throw new PolyheadError(
    'NO_RECORDS',
    `scanUtkFace: no image in "${folder}" can be used; rejected: ${summary(rejected)}. ${expected}`,
  );
}

/** `12 (e.g. "a.txt" is no image: …); 3 (…)`, most frequent kind first. */
function summary(rejected: readonly RejectedFile[]): string {
  const example = (kind: string): string => {
    const first = rejected.find((refusal) => refusal.kind === kind);
    return `e.g. "${first?.file}" ${first?.reason}`;
  };
  return countBy(rejected, 'kind')
    .map(({ value, count }) => `${count} (${example(value)})`)
    .join('; ');
}
