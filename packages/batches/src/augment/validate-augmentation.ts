import { assertObject, invalidArgument } from '@polyhead/core';
import { type AugmentOptions, checkAugment } from './augment-image';
import { assertRange } from '../decode/assert-image';
import type { MixOptions } from './mix';

const mixNames = { mixup: true, cutmix: true } satisfies Record<keyof MixOptions, true>;

/** Checks what a source is told about changing its images; changes that change nothing are left out. */
export function validateAugmentation(
  where: string,
  options: { augment?: AugmentOptions; mix?: MixOptions },
): { augment: AugmentOptions | undefined; mix: MixOptions | undefined } {
  const { augment, mix } = options;
  if (augment !== undefined) checkAugment(where, augment);
  if (mix !== undefined)
    assertObject(`${where}: "mix"`, mix, { what: 'mixings by name', names: mixNames, example: '{ mixup: 0.2 }' });
  for (const [name, alpha] of Object.entries({ mixup: mix?.mixup ?? 0, cutmix: mix?.cutmix ?? 0 }))
    assertRange(where, `mix.${name}`, alpha, 0, 1000);
  const isMixed = (mix?.mixup ?? 0) > 0 || (mix?.cutmix ?? 0) > 0;
  return { augment, mix: isMixed ? mix : undefined };
}

/** One weight a record, as numbers; undefined where there are none. */
export function checkWeights(
  where: string,
  size: number,
  weightOf: ((index: number) => number) | undefined,
): Float64Array | undefined {
  if (weightOf === undefined) return undefined;
  const weights = Float64Array.from({ length: size }, (_, index) =>
    assertRange(where, `weights of record ${index}`, weightOf(index), 0, Number.MAX_VALUE),
  );
  if (weights.some((weight) => weight > 0)) return weights;
  throw invalidArgument(where, '"weights" must give at least one record more than 0', '0 for all');
}
