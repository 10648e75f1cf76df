import type { EpochRecord, TaskScores } from '../../history/history';

/** An epoch as a flat table row: `training.race.accuracy` and so on, in the order of the record. */
export function flattenRecord(record: EpochRecord): [name: string, value: number][] {
  const { training, validation, lossWeights = {}, ...rest } = record;
  const splits = Object.entries({ training, ...(validation && { validation }) });
  const weights = Object.entries(lossWeights).map(([task, weight]): [string, number] => [
    `lossWeights.${task}`,
    weight,
  ]);
  const numbers = Object.entries(rest).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return [...numbers, ...weights, ...splits.flatMap(([split, scores]) => flatScores(split, scores))];
}

function flatScores(split: string, scores: EpochRecord['training']): [string, number][] {
  const { loss, ...tasks } = scores;
  const each = Object.entries(tasks as Readonly<Record<string, TaskScores>>);
  return [
    [`${split}.loss`, loss],
    ...each.flatMap(([task, numbers]) =>
      Object.entries(numbers).map(([name, value]): [string, number] => [`${split}.${task}.${name}`, value]),
    ),
  ];
}
