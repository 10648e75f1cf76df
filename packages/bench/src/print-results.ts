import type { Job, Timing } from './contender';
import type { Verdict } from './plans';
import { median, range } from './statistics';

/** What one contender did in all its turns. */
export interface Result {
  readonly contender: string;
  readonly job: Job;
  readonly rounds: Timing[];
  /** Why it could not run. */
  failure?: string;
}

type What = 'train' | 'predict';
const words = { train: 'training', predict: 'prediction' };

/** Prints a table of all contenders in one case. */
export function printTable(rows: readonly Result[], { batch, size }: Pick<Job, 'batch' | 'size'>): void {
  const [first] = rows.filter(({ rounds }) => rounds.length > 0);
  console.log(
    `\nbatch ${batch}, ${size} x ${size}, images per second: median (slowest to fastest round), how many times as fast as this one the first is, processor time of a batch`,
  );
  for (const row of rows) {
    if (row.failure !== undefined) console.log(`${row.contender.padEnd(18)} could not run: ${row.failure}`);
    else
      console.log(
        `${row.contender.padEnd(18)} training ${column(row, first, 'train')}   prediction ${column(row, first, 'predict')}   peak ${Math.max(
          ...row.rounds.map(({ peakMegabytes }) => peakMegabytes),
        )
          .toFixed(0)
          .padStart(5)} MB   ${row.rounds[0]?.version}`,
      );
  }
}

/** Prints the ratios that the project makes promises about, where both ran: medians of the ratios of all rounds. */
export function printVerdicts(rows: readonly Result[], verdicts: readonly Verdict[]): void {
  for (const { what, of, over, goal } of verdicts) {
    const [one, other] = [of, over].map((name) => rows.find(({ contender }) => contender === name));
    if (one === undefined || other === undefined || one.failure !== undefined || other.failure !== undefined) continue;
    const divisors = ratesOf(other, what);
    const ratios = ratesOf(one, what).map((rate, round) => rate / (divisors[round] ?? NaN));
    const byProcessor =
      median(other.rounds.flatMap((timing) => timing[`${what}Cpu`])) /
      median(one.rounds.flatMap((timing) => timing[`${what}Cpu`]));
    console.log(
      `${words[what].padEnd(10)} ${of} / ${over}: ${median(ratios).toFixed(2)} (${range(ratios, 2)}), promised ${goal}; by processor time ${byProcessor.toFixed(2)}`,
    );
  }
}

function column(row: Result, first: Result | undefined, what: What): string {
  const rates = ratesOf(row, what);
  const ratio = median(first === undefined ? [] : ratesOf(first, what)) / median(rates);
  const cpu = median(row.rounds.flatMap((timing) => timing[`${what}Cpu`]));
  return (
    `${median(rates).toFixed(1).padStart(6)} (${range(rates, 1)})`.padEnd(26) +
    `${ratio.toFixed(2)}x ${(1000 * cpu).toFixed(0).padStart(5)} ms CPU`
  );
}

/** Images per second of each round, by the round's median step. */
function ratesOf({ rounds, job }: Result, what: What): number[] {
  return rounds.map((timing) => job.batch / median(timing[what]));
}
