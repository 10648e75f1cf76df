import { formatValue, type Gender, genders, type Race, races, invalidArgument } from '@polyhead/core';

import type { FileRecord, ParseResult } from '../records/records';

/** What the name of a UTKFace image tells. */
export interface FaceLabels {
  /** Age in years, 0 to 116. */
  readonly age: number;
  /** Gender as the set labels it. */
  readonly gender: Gender;
  /** Race as the set labels it. */
  readonly race: Race;
  /**
   * When the image was collected, as `2017-01-16T17:45:25.125` (no time zone is known). Absent where the name's last
   * part is no such date.
   */
  readonly date?: string;
}

/** A UTKFace image with its labels: ready for the tasks of `faceTasks`. */
export interface FaceRecord extends FileRecord, FaceLabels {}

const oldest = 116;

/**
 * Labels from a UTKFace name, `age_gender_race_date.jpg.chip.jpg` or `age_gender_race_date.jpg`, given without its
 * folder.
 *
 * Strict where a guess would make a label up: an empty gender, which `Number` would read as 0 and so as male, and a
 * missing race, which would shift the date into its place, are rejected.
 * The date is a note, no label: where it is not 17 digits of a real day, `date` is left out. Source of the format: the
 * UTKFace page of its authors (Zhang, Song and Qi, 2017).
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
    return reject(`age ${shown(age)}: expected a whole number from 0 to ${oldest}`);
  const genderLabel = parseIndex(genders, gender);
  if (genderLabel === undefined) return reject(`gender ${shown(gender)}: expected ${formatChoices(genders)}`);
  const raceLabel = parseIndex(races, race);
  if (raceLabel === undefined) return reject(`race ${shown(race)}: expected ${formatChoices(races)}`);
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

/** The label at a one-digit index. `Number` alone would take '' and ' ' for 0. */
function parseIndex<Label>(labels: readonly Label[], digit: string): Label | undefined {
  return /^\d$/.test(digit) ? labels[Number(digit)] : undefined;
}

function formatChoices(labels: readonly string[]): string {
  return labels.map((label, index) => `${index} (${label})`).join(', ');
}

function shown(field: string): string {
  return field === '' ? 'is empty' : JSON.stringify(field);
}

/** yyyymmddHHMMSSmmm as ISO 8601, where that day and time exist. */
function readDate(stamp: string): string | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(stamp)?.slice(1);
  if (parts === undefined) return undefined;
  const [year, month, day, hour, minute, second, millisecond] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}`;
  const time = Date.parse(`${iso}Z`);
  // Date.parse lets 31 February pass as 3 March: the way back shows it.
  return !Number.isNaN(time) && new Date(time).toISOString() === `${iso}Z` ? iso : undefined;
}
