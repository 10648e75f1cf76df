import { resolve } from 'node:path';
import { execFileSync } from 'node:child_process';
import { commitTree, workingTree } from './commit-tree';
import { judge, type Judgment, type Round, tolerance } from './judge';
import { listWorkloads, runWorkload, type WorkloadTimes } from './run-workload';

/** Options of {@link compareCommits}. */
export interface CompareOptions {
  /** Commit that the working tree is compared with. */
  readonly against: string;
  /** Rounds; from 10 on a result can be trusted. */
  readonly rounds: number;
  /** Names of workloads. Default all. */
  readonly only?: readonly string[];
  /** Folder of real JPEG images for `decode-folder`. Default none: that workload does not run. */
  readonly images?: string;
  /** Commit whose programs an old commit without its own runs. Default the first that has them. */
  readonly programs?: string;
}

/** A workload with what was measured of it. */
export interface Comparison {
  readonly workload: string;
  readonly rounds: readonly Round[];
  readonly judgment?: Judgment;
  /** Why it did not run: the old commit has no such workload. */
  readonly skipped?: string;
  /** Why it could not run. */
  readonly failure?: string;
}

/**
 * Runs the same workloads of the working tree and of another commit alternately, one process at a time, the side that
 * begins changing with every round. Prints a table and a verdict.
 *
 * @returns Every figure, and true for `hasFailed` if a workload takes more processor time than before or fails.
 */
export function compareCommits(options: CompareOptions): {
  readonly comparisons: readonly Comparison[];
  readonly hasFailed: boolean;
} {
  const { rounds, only } = options;
  if (!(Number.isInteger(rounds) && rounds >= 2))
    throw new Error(`bench --against: "--rounds" must be a whole number of at least 2, got ${rounds}.`);
  const images = options.images === undefined ? undefined : resolve(options.images);
  const old = commitTree(options.against, options.programs);
  const [before, after] = [old.folder, workingTree].map((tree) => listWorkloads(tree, images)) as [
    Readonly<Record<string, string>>,
    Readonly<Record<string, string>>,
  ];
  const names = chooseWorkloads(Object.keys(after), only);
  console.log(`old: ${old.commit} (workload programs: ${old.programs})\nnew: working tree at ${describeHead()}\n`);
  const results = names.map((workload): { workload: string; rounds: Round[]; skipped?: string; failure?: string } => ({
    workload,
    rounds: [],
    ...(before[workload] === after[workload] ? {} : { skipped: describeDifference(before[workload]) }),
  }));
  for (let round = 0; round < rounds; round++) {
    for (const result of results) {
      if (result.skipped !== undefined || result.failure !== undefined) continue;
      process.stderr.write(`\rround ${round + 1} of ${rounds}: ${result.workload}`.padEnd(60));
      try {
        result.rounds.push(runRound([old.folder, workingTree], result.workload, round, images));
      } catch (error) {
        result.failure = describeFailure(error);
      }
    }
  }
  process.stderr.write('\n');
  const comparisons = results.map((result): Comparison =>
    result.skipped === undefined && result.failure === undefined
      ? { ...result, judgment: judge(result.rounds) }
      : result,
  );
  printComparisons(comparisons);
  return { comparisons, hasFailed: printVerdict(comparisons, rounds) };
}

/** Both sides once. In even rounds the old side begins, in odd ones the new side. */
function runRound(
  [old, current]: readonly [string, string],
  workload: string,
  round: number,
  images: string | undefined,
): Round {
  const times = new Map<string, WorkloadTimes>();
  for (const tree of round % 2 === 0 ? [old, current] : [current, old])
    times.set(tree, runWorkload(tree, workload, images));
  return { before: times.get(old) as WorkloadTimes, after: times.get(current) as WorkloadTimes };
}

function chooseWorkloads(names: readonly string[], only: readonly string[] | undefined): readonly string[] {
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown === undefined) return only ?? names;
  throw new Error(
    `bench --against: "--only" must name workloads among ${names.join(', ')}, got "${unknown}". "decode-folder" needs "--images".`,
  );
}

function describeHead(): string {
  return execFileSync('git', ['log', '-1', '--format=%h %s'], { cwd: workingTree, encoding: 'utf8' }).trim();
}

function describeDifference(before: string | undefined): string {
  return before === undefined ? 'the old commit has no such workload' : `the old commit measures ${before}`;
}

/** The line of a process's error output that names the error. */
function describeFailure(error: unknown): string {
  const output = String((error as { stderr?: Buffer }).stderr ?? error).trim();
  const lines = output.split('\n');
  return (lines.find((line) => /^\S*(?:Error|abort)\b/i.test(line)) ?? lines.at(-1) ?? 'unknown').slice(0, 300);
}

function printComparisons(comparisons: readonly Comparison[]): void {
  const seconds = (values: readonly number[]): string =>
    `${(values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2)} s`.padStart(8);
  const interval = ({ ratio, low, high }: Judgment['cpu']): string =>
    `${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`.padEnd(25);
  console.log(
    `${'workload'.padEnd(22)} ${'CPU, old'.padStart(8)} ${'new'.padStart(8)}  ${'new / old, 95% interval'.padEnd(25)} wall clock, new / old`,
  );
  for (const { workload, rounds, judgment, skipped, failure } of comparisons) {
    if (judgment === undefined) console.log(`${workload.padEnd(22)} not compared: ${skipped ?? failure}`);
    else
      console.log(
        `${workload.padEnd(22)} ${seconds(rounds.map(({ before }) => before.cpuSeconds))} ${seconds(rounds.map(({ after }) => after.cpuSeconds))}  ${interval(judgment.cpu)} ${interval(judgment.wall)} ${judgment.isRegression ? 'REGRESSION' : ''}`.trimEnd(),
      );
  }
}

/** Prints the last line; true if it is bad news. */
function printVerdict(comparisons: readonly Comparison[], rounds: number): boolean {
  const named = (kept: (comparison: Comparison) => boolean): string =>
    comparisons
      .filter(kept)
      .map(({ workload }) => workload)
      .join(', ');
  const slower = named(({ judgment }) => judgment?.isRegression === true);
  const missing = named(({ judgment }) => judgment === undefined);
  const few = rounds < 10 ? ' Fewer than 10 rounds are for trying it out only.' : '';
  const verdict =
    slower === ''
      ? `no regression among ${comparisons.filter(({ judgment }) => judgment !== undefined).length} workloads`
      : `regression in ${slower}: the whole interval of the processor time is above ${tolerance}`;
  console.log(`\nverdict: ${verdict}${missing === '' ? '' : `; not compared: ${missing}`}.${few}`);
  return slower !== '' || comparisons.some(({ failure }) => failure !== undefined);
}
