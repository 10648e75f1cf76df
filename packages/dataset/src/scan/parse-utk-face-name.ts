import { formatValue, type Gender, genders, type Race, races, invalidArgument } from '@polyhead/core';

import type { FileRecord, ParseResult } from '../records/records';

/** Labels in the name of a UTKFace image. */
export interface FaceLabels {
  /** Age in years, 0 to 116. */
  readonly age: number;
  /** Gender as labeled in the set. */
  readonly gender: Gender;
  /** Race as labeled in the set. */
  readonly race: Race;
  /**
   * When the image was collected, as `2017-01-16T17:45:25.125` (no time zone is known). Absent if the name's last
   * part is not such a date.
   */
  readonly date?: string;
}

/** A UTKFace image with its labels: ready for the tasks of `faceTasks`. */
export interface FaceRecord extends FileRecord, FaceLabels {}

const oldest = 116;

/**
 * Parses the labels in a UTKFace file name, `age_gender_race_date.jpg.chip.jpg` or `age_gender_race_date.jpg`. Pass it
 * to `scanFolder` for sets that use the same names.
 *
 * Rejects a name with an empty gender, which `Number` would read as 0 and so as male, or without a race, as the date
 * would take its position. `date` is left out if it is not 17 digits of a real day. Source of the format: the UTKFace
 * page of its authors (Zhang, Song and Qi, 2017).
 *
 * @param name - Name of the file without its folder.
 * @returns `{ ok: true, labels }`, or `{ ok: false, reason }` if the name does not have this format.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `name` is not a string.
 *
 * @example
 * ```ts
 * import { parseUtkFaceName } from '@polyhead/dataset';
 * const parsed = parseUtkFaceName('25_1_2_20170116174525125.jpg.chip.jpg');
 * if (parsed.ok) parsed.labels.race; // 'asian'
 * ```
 */
export function parseUtkFaceName(name: string): ParseResult<FaceLabels> {
  if (typeof name !== 'string')
    throw invalidArgument(
      'parseUtkFaceName',
      'expected the name of a file',
      formatValue(name),
      "Pass e.g. '25_1_2_20170116174525125.jpg'.",
    );
  const fields = name.split('_');
  const [age = '', gender = '', race = '', rest = ''] = fields;
  if (fields.length !== 4)
    return reject(
      `has ${fields.length} of the 4 fields age_gender_race_date${fields.length === 3 ? ' (the race may be missing)' : ''}`,
    );
  if (!/^\d{1,3}$/.test(age) || Number(age) > oldest)
    return reject(`age ${quote(age)}: expected a whole number from 0 to ${oldest}`);
  const genderLabel = parseIndex(genders, gender);
  if (genderLabel === undefined) return reject(`gender ${quote(gender)}: expected ${formatChoices(genders)}`);
  const raceLabel = parseIndex(races, race);
  if (raceLabel === undefined) return reject(`race ${quote(race)}: expected ${formatChoices(races)}`);
  const stamp = rest.split('.', 1)[0] ?? '';
  if (stamp === '') return reject('date is empty: expected e.g. 20170116174525125');
  const date = readDate(stamp);
  return {
    ok: true,
    labels: { age: Number(age), gender: genderLabel, race: raceLabel, ...(date !== undefined && { date }) },
  };
}

function reject(reason: string): ParseResult<never> {
  return { ok: false, reason };
}

/** Returns the label at a one-digit index. `Number` alone would read '' and ' ' as 0. */
function parseIndex<Label>(labels: readonly Label[], digit: string): Label | undefined {
  return /^\d$/.test(digit) ? labels[Number(digit)] : undefined;
}

function formatChoices(labels: readonly string[]): string {
  return labels.map((label, index) => `${index} (${label})`).join(', ');
}

function quote(field: string): string {
  return field === '' ? 'is empty' : JSON.stringify(field);
}

/** Converts yyyymmddHHMMSSmmm to ISO 8601; undefined if that day or time does not exist. */
function readDate(stamp: string): string | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(stamp)?.slice(1);
  if (parts === undefined) return undefined;
  const [year, month, day, hour, minute, second, millisecond] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}`;
  const time = Date.parse(`${iso}Z`);
  // Date.parse reads 31 February as 3 March: compare after converting back.
  return !Number.isNaN(time) && new Date(time).toISOString() === `${iso}Z` ? iso : undefined;
}
