import { execFileSync } from 'node:child_process';
import { runTypescript } from '../run-typescript';
import { median } from '../statistics';
import { type KernelCase, kernelCases } from './kernel-cases';

/** Options of {@link benchKernels}. */
export interface BenchKernelsOptions {
  /** How often everybody has a turn. */
  readonly rounds: number;
  /** Images in a batch. */
  readonly batch: number;
  /** Height and width of the network's images, in pixels. */
  readonly size: number;
}

/** What one kernel took, by who ran it: the medians of all rounds, in seconds, null where there is no such kernel. */
export interface KernelTimes {
  readonly kernel: string;
  readonly shape: string;
  readonly seconds: Readonly<Record<string, number | null>>;
}

const runners = { '1 thread': 1, '2 threads': 2, stock: 0 };
const names = Object.keys(runners) as (keyof typeof runners)[];

/**
 * Times the kernels of the wasm engine on one thread and two, and tfjs' own where it has them, by turns in processes of
 * their own; prints a table.
 */
export function benchKernels({ rounds, batch, size }: BenchKernelsOptions): readonly KernelTimes[] {
  const turns = Array.from({ length: rounds }, (_, round) =>
    names.map((name) => {
      process.stderr.write(`\rround ${round + 1} of ${rounds}: ${name}`.padEnd(40));
      return takeTurn(runners[name], batch, size);
    }),
  );
  process.stderr.write('\n');
  const cases = kernelCases(batch, size);
  const times = cases.map(({ kernel, shape }, index) => ({
    kernel,
    shape,
    seconds: Object.fromEntries(
      names.map((name, runner) => [name, middle(turns.map((round) => round[runner]?.[index] ?? null))]),
    ),
  }));
  print(cases, times, batch, size);
  return times;
}

function takeTurn(threads: number, batch: number, size: number): (number | null)[] {
  const program = [
    ...runTypescript(new URL('kernel-program.ts', import.meta.url)),
    '--threads',
    String(threads),
    '--batch',
    String(batch),
    '--size',
    String(size),
  ];
  return JSON.parse(
    execFileSync(process.execPath, program, { stdio: ['ignore', 'pipe', 'pipe'] })
      .toString()
      .trim()
      .split('\n')
      .at(-1) ?? '',
  ) as (number | null)[];
}

function middle(seconds: readonly (number | null)[]): number | null {
  const present = seconds.filter((each) => each !== null);
  return present.length === 0 ? null : median(present);
}

function print(cases: readonly KernelCase[], times: readonly KernelTimes[], batch: number, size: number): void {
  console.log(
    `\nkernels at the shapes of the article's network, batch ${batch}, ${size} x ${size}: ms, and GFLOP/s (counted as direct sums) or GB/s (what must be read and written at least)`,
  );
  console.log(
    `${'kernel'.padEnd(30)} ${'shape'.padEnd(28)} ${names.map((name) => name.padEnd(23)).join(' ')} 1 thread to stock`,
  );
  times.forEach(({ kernel, shape, seconds }, index) => {
    const [ours, stock] = [seconds['1 thread'], seconds['stock']];
    const ratio = typeof ours === 'number' && typeof stock === 'number' ? `${(stock / ours).toFixed(1)}x` : '';
    console.log(
      `${kernel.padEnd(30)} ${shape.padEnd(28)} ${names.map((name) => speed(cases[index] as KernelCase, seconds[name] ?? null).padEnd(23)).join(' ')} ${ratio}`,
    );
  });
}

function speed({ operations, numbers }: KernelCase, seconds: number | null): string {
  if (seconds === null) return '-';
  const rate =
    operations > 0
      ? `${(operations / seconds / 1e9).toFixed(1).padStart(6)} GFLOP/s`
      : `${((4 * numbers) / seconds / 1e9).toFixed(1).padStart(6)} GB/s`;
  return `${(1000 * seconds).toFixed(2).padStart(8)} ${rate}`;
}
