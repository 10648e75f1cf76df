import { assertNumber } from '../validate/assert-number';
import { classification } from './classification';
import { assertObject } from '../validate/assert-object';
import { regression } from './regression';
import type { ClassificationTask, RegressionTask } from './task';

/** Races as UTKFace numbers them, 0 to 4; `others` holds Hispanic, Latino, Middle Eastern and more. */
export const races = ['white', 'black', 'asian', 'indian', 'others'] as const;
/** One of the five {@link races} of UTKFace. */
export type Race = (typeof races)[number];

/** Genders as UTKFace numbers them, 0 and 1. */
export const genders = ['male', 'female'] as const;
/** One of the two {@link genders} of UTKFace. */
export type Gender = (typeof genders)[number];

/** The three tasks of {@link faceTasks}. */
export type FaceTasks = Readonly<{
  age: RegressionTask;
  race: ClassificationTask<Race>;
  gender: ClassificationTask<Gender>;
}>;

/** Options of {@link faceTasks}. */
export interface FaceTasksOptions {
  /** Age that becomes the target 1, in years. Default 116, the oldest in UTKFace. */
  readonly maxAge?: number;
}

const optionNames = { maxAge: true } satisfies Record<keyof FaceTasksOptions, true>;

/**
 * Creates the three tasks of the article "Building a multi-output Convolutional Neural Network with Keras" (2020): age
 * as a share of `maxAge` with mean squared error x 4, race by softmax and categorical cross-entropy x 1.5, gender by
 * two sigmoids and binary cross-entropy x 0.1.
 *
 * @param options - `maxAge` in years. Default 116.
 * @returns The tasks `age`, `race` and `gender`.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `maxAge` is not a finite number above 0.
 *
 * @example
 * ```ts
 * import { faceTasks } from '@polyhead/core';
 * const tasks = faceTasks();
 * tasks.race.labels; // ['white', 'black', 'asian', 'indian', 'others']
 * ```
 */
export function faceTasks(options: FaceTasksOptions = {}): FaceTasks {
  assertObject('faceTasks', options, { optionKeys: optionNames, example: '{ maxAge: 100 }' });
  const { maxAge = 116 } = options;
  assertNumber('faceTasks', 'maxAge', maxAge, { above: 0 });
  return {
    age: regression({ scale: maxAge, unit: 'years', min: 0, lossWeight: 4 }),
    race: classification(races, { lossWeight: 1.5 }),
    gender: classification(genders, { activation: 'sigmoid', loss: 'binaryCrossentropy', lossWeight: 0.1 }),
  };
}
