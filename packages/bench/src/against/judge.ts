import { type RatioInterval, ratioInterval } from './ratio-interval';

/** What one run of a workload measured. */
export interface Measurement {
  /** Seconds that all processors together were busy, in user and in system mode. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** Both sides of one round. */
export interface Round {
  readonly before: Measurement;
  readonly after: Measurement;
}

/** New time over old time of one workload. */
export interface Judgment {
  readonly cpu: RatioInterval;
  readonly wall: RatioInterval;
  /** True if the whole interval of the processor time is above {@link tolerance}. */
  readonly isRegression: boolean;
}

/** Ratio up to which more processor time is not a regression. */
export const tolerance = 1.03;

/** Compares both sides of a workload, round by round. */
export function judge(rounds: readonly Round[]): Judgment {
  const ratio = (key: keyof Measurement): RatioInterval =>
    ratioInterval(
      rounds.map(({ after }) => after[key]),
      rounds.map(({ before }) => before[key]),
    );
  const cpu = ratio('cpuSeconds');
  return { cpu, wall: ratio('wallSeconds'), isRegression: cpu.low > tolerance };
}
