import { readFileSync } from 'node:fs';
import { expectObject } from '@polyhead/tasks';

/** Whether bfloat16 is worth while. */
export interface Bfloat16Support {
  /** Whether this processor multiplies bfloat16 numbers natively. */
  readonly fast: boolean;
  /** Why, or why not. */
  readonly reason: string;
}

/** Options of {@link bfloat16Support}. */
export interface Bfloat16SupportOptions {
  /** What the processor can do, in the words of Linux' /proc/cpuinfo. Default: that file. */
  readonly cpuInfo?: string;
}

/**
 * Whether `precision: 'bfloat16'` makes training faster on this machine. Without instructions for it, TensorFlow's bfloat16 kernels are slower than those for float32.
 *
 * @example
 * ```ts
 * import { bfloat16Support, useTensorFlow } from '@polyhead/tensorflow';
 * await useTensorFlow({ precision: bfloat16Support().fast ? 'bfloat16' : 'float32' });
 * ```
 */
export function bfloat16Support(options: Bfloat16SupportOptions = {}): Bfloat16Support {
  expectObject('bfloat16Support', options, { names: { cpuInfo: true } satisfies Record<keyof Bfloat16SupportOptions, true>, example: "{ cpuInfo: await readFile('/proc/cpuinfo', 'utf8') }" });
  const info = options.cpuInfo ?? readCpuInfo();
  if (info === undefined) return { fast: false, reason: `it is not known what this processor can do (no /proc/cpuinfo on ${process.platform})` };
  const found = ['avx512_bf16', 'amx_bf16'].filter((flag) => new RegExp(`\\b${flag}\\b`).test(info));
  return found.length > 0 ? { fast: true, reason: `this processor has ${found.join(' and ')}` } : { fast: false, reason: 'this processor has neither AVX512_BF16 nor AMX_BF16' };
}

function readCpuInfo(): string | undefined {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return undefined;
  }
}
