import { assertObject, invalidArgument, assertNumber } from '@polyhead/core';
import { type AugmentOptions, assertAugment } from './augment-image';
import type { MixOptions } from './mix';

const mixNames = { mixup: true, cutmix: true } satisfies Record<keyof MixOptions, true>;

/** Checked options that change images. Mixing of strength 0 is left out. */
export interface ResolvedAugmentation {
  readonly augment: AugmentOptions | undefined;
  readonly mix: MixOptions | undefined;
}

/** Checks the options `augment` and `mix` of a source. */
export function resolveAugmentation(
  where: string,
  options: { augment?: AugmentOptions; mix?: MixOptions },
): ResolvedAugmentation {
  const { augment, mix } = options;
  if (augment !== undefined) assertAugment(where, augment);
  if (mix !== undefined)
    assertObject(`${where}: "mix"`, mix, { what: 'mixings by name', optionKeys: mixNames, example: '{ mixup: 0.2 }' });
  for (const [name, alpha] of Object.entries({ mixup: mix?.mixup ?? 0, cutmix: mix?.cutmix ?? 0 }))
    assertNumber(where, `mix.${name}`, alpha, { min: 0, max: 1000 });
  const isMixed = (mix?.mixup ?? 0) > 0 || (mix?.cutmix ?? 0) > 0;
  return { augment, mix: isMixed ? mix : undefined };
}

/** Returns one weight per record; undefined if there are no weights. */
export function checkWeights(
  where: string,
  size: number,
  weightOf: ((index: number) => number) | undefined,
): Float64Array | undefined {
  if (weightOf === undefined) return undefined;
  const weights = Float64Array.from({ length: size }, (_, index) =>
    assertNumber(where, `weights of record ${index}`, weightOf(index), { min: 0 }),
  );
  if (weights.some((weight) => weight > 0)) return weights;
  throw invalidArgument(where, '"weights" must give at least one record more than 0', '0 for all');
}
