import type { EpochRecord, TaskScores } from '../history';

/** An epoch as a flat table row: `training.race.accuracy` and so on, in the order of the record. */
export function flatRecord(record: EpochRecord): [name: string, value: number][] {
  const { training, validation, ...rest } = record;
  const splits = Object.entries({ training, ...(validation && { validation }) });
  return [...Object.entries(rest), ...splits.flatMap(([split, scores]) => flatScores(split, scores))];
}

function flatScores(split: string, scores: EpochRecord['training']): [string, number][] {
  const { loss, ...tasks } = scores;
  const each = Object.entries(tasks as Readonly<Record<string, TaskScores>>);
  return [[`${split}.loss`, loss], ...each.flatMap(([task, numbers]) => Object.entries(numbers).map(([name, value]): [string, number] => [`${split}.${task}.${name}`, value]))];
}
