import { countBy } from '../statistics/count-by';
import { type FaceRecord, parseUtkFaceName } from './parse-utk-face-name';
import type { RejectedFile, ScanResult } from '../records/records';
import { scan, type ScanOptions } from './scan-folder';
import { PolyheadError } from '@polyhead/core';

/**
 * Reads records from a folder of UTKFace images, with age, gender, race and, if it is well-formed, date; see
 * {@link parseUtkFaceName}.
 *
 * @param folder - Path of the folder.
 * @param options - See {@link ScanOptions}.
 * @returns Records of all images that can be used, and everything else in `rejected` with its reason.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an argument is wrong; `FILE_UNREADABLE` if the folder cannot be read;
 *   `NO_RECORDS`, with a summary of the reasons, if no image can be used.
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
    throw new PolyheadError('NO_RECORDS', `scanUtkFace: folder "${folder}" is empty. ${expected}`, {
      where: 'scanUtkFace',
      path: folder,
    });
  throw new PolyheadError(
    'NO_RECORDS',
    `scanUtkFace: no image in "${folder}" can be used; rejected: ${summary(rejected)}. ${expected}`,
    { where: 'scanUtkFace', path: folder },
  );
}

/** `12 (e.g. "a.txt" is no image: …); 3 (…)`, most frequent reason first. */
function summary(rejected: readonly RejectedFile[]): string {
  const example = (kind: string): string => {
    const first = rejected.find((rejection) => rejection.kind === kind);
    return `e.g. "${first?.file}" ${first?.reason}`;
  };
  return countBy(rejected, 'kind')
    .map(({ value, count }) => `${count} (${example(value)})`)
    .join('; ');
}
