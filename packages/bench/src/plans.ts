import type { Contender } from './contender';
import { contenders } from './contenders/index';

/** What a benchmark of one engine compares unless told otherwise. */
export interface Plan {
  readonly contenders: readonly Contender[];
  /** Sizes of images, in pixels, each with its batches. */
  readonly cases: readonly { readonly size: number; readonly batch: number }[];
  /** Ratios that are printed for every case. */
  readonly verdicts: readonly Verdict[];
}

/** How many times as fast one contender is as another. */
export interface Verdict {
  readonly what: 'train' | 'predict';
  readonly of: string;
  readonly over: string;
  /** What the project promises. */
  readonly goal: number;
}

/** The benchmarks by engine. Stock tfjs has no room for a batch of 32 images of 198 pixels. */
export const plans: Readonly<Record<keyof typeof contenders, Plan>> = {
  tensorflow: {
    contenders: contenders.tensorflow,
    cases: [8, 32, 128].map((batch) => ({ size: 198, batch })),
    verdicts: [
      { what: 'train', of: 'polyhead', over: 'Keras 3', goal: 2 },
      { what: 'train', of: 'polyhead bfloat16', over: 'Keras 3', goal: 2.8 },
      { what: 'predict', of: 'polyhead', over: 'Keras 3', goal: 1.5 },
    ],
  },
  wasm: {
    contenders: contenders.wasm,
    cases: [
      { size: 198, batch: 8 },
      { size: 198, batch: 32 },
      { size: 64, batch: 32 },
    ],
    verdicts: [
      { what: 'train', of: 'polyhead 1 thread', over: 'stock wasm', goal: 20 },
      { what: 'train', of: 'polyhead 2 threads', over: 'Keras 3', goal: 1 },
      { what: 'predict', of: 'polyhead 1 thread', over: 'stock wasm', goal: 2 },
    ],
  },
};
