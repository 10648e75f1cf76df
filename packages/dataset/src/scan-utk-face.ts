import { countBy } from './count-by';
import { type FaceRecord, parseUtkFaceName } from './parse-utk-face-name';
import type { Refusal, ScanResult } from './records';
import { scan, type ScanOptions } from './scan-folder';

/**
 * Makes a record of every picture in a folder of UTKFace names, with age, gender, race and, where it is well-formed,
 * date; see {@link parseUtkFaceName}.
 *
 * Every file that is left out is in `refused` with its reason. Throws where the folder does not exist or cannot be
 * read, and, with a summary of the reasons, where no picture at all can be used.
 *
 * @example
 * ```ts
 * import { scanUtkFace } from '@polyhead/dataset';
 * const { records, refused } = await scanUtkFace('UTKFace');
 * ```
 */
export async function scanUtkFace(folder: string, options: ScanOptions = {}): Promise<ScanResult<FaceRecord>> {
  const { records, refused } = await scan('scanUtkFace', folder, parseUtkFaceName, options);
  if (records.length > 0) return { records, refused };
  const expected = 'Expected pictures named age_gender_race_date.jpg, e.g. 25_1_2_20170116174525125.jpg.';
  if (refused.length === 0) throw new Error(`scanUtkFace: folder "${folder}" is empty. ${expected}`);
  throw new Error(`scanUtkFace: no picture in "${folder}" can be used; refused: ${summary(refused)}. ${expected}`);
}

/** `12 (e.g. "a.txt" is no picture: …); 3 (…)`, most frequent kind first. */
function summary(refused: readonly Refusal[]): string {
  const example = (kind: string): string => {
    const first = refused.find((refusal) => refusal.kind === kind);
    return `e.g. "${first?.file}" ${first?.reason}`;
  };
  return countBy(refused, 'kind')
    .map(({ value, count }) => `${count} (${example(value)})`)
    .join('; ');
}
