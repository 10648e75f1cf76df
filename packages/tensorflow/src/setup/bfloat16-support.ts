import { assertObject } from '@polyhead/core';
import { hasFlag, readCpuInfo } from './cpu-info';

/** What bfloat16 makes faster. */
export interface Bfloat16Support {
  /** True if training is faster than in float32: the processor multiplies bfloat16 numbers natively. */
  readonly training: boolean;
  /** True if predictions are faster too. */
  readonly prediction: boolean;
  /** Why, or why not. */
  readonly reason: string;
}

/** Options of {@link bfloat16Support}. */
export interface Bfloat16SupportOptions {
  /** Vendor and flags of the processor, in the format of Linux' /proc/cpuinfo. Default: that file. */
  readonly cpuInfo?: string;
}

/**
 * Returns what `precision: 'bfloat16'` makes faster on this machine, by measurements on processors of the same kind.
 *
 * Without instructions for it, TensorFlow's bfloat16 kernels are slower than those for float32. With AVX512_BF16 alone,
 * processors of AMD trained and predicted 1.5 times as fast; those of Intel trained 1.1 times
 * as fast, and predicted more slowly than in float32.
 *
 * @param options - Description of the processor. Default: the processor of this machine.
 * @returns What is faster, and the reason.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an option is wrong.
 *
 * @example
 * ```ts
 * import { bfloat16Support, useTensorFlow } from '@polyhead/tensorflow';
 * await useTensorFlow({ precision: bfloat16Support().training ? 'bfloat16' : 'float32' });
 * ```
 */
export function bfloat16Support(options: Bfloat16SupportOptions = {}): Bfloat16Support {
  assertObject('bfloat16Support', options, {
    optionKeys: { cpuInfo: true } satisfies Record<keyof Bfloat16SupportOptions, true>,
    example: "{ cpuInfo: await readFile('/proc/cpuinfo', 'utf8') }",
  });
  const info = options.cpuInfo ?? readCpuInfo();
  if (info === undefined)
    return {
      training: false,
      prediction: false,
      reason: `it is not known what this processor can do (no /proc/cpuinfo on ${process.platform})`,
    };
  const found = ['avx512_bf16', 'amx_bf16'].filter((flag) => hasFlag(info, flag));
  if (found.length === 0)
    return { training: false, prediction: false, reason: 'this processor has neither AVX512_BF16 nor AMX_BF16' };
  const prediction = found.includes('amx_bf16') || !info.includes('GenuineIntel');
  return {
    training: true,
    prediction,
    reason: `this processor has ${found.join(' and ')}${prediction ? '' : ' without amx_bf16, with which predictions are slower on processors of Intel'}`,
  };
}
