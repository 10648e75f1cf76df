/** What one contender is asked to do in a separate process. */
export interface Job {
  /** Images in a batch. */
  readonly batch: number;
  /** Height and width of the images, in pixels. */
  readonly size: number;
  /** Steps and predictions that are timed, after two that are not. */
  readonly steps: number;
}

/** What a contender's process prints as its last line, as JSON. */
export interface Timing {
  /** Library and version. */
  readonly version: string;
  /** Seconds of each training step. */
  readonly train: readonly number[];
  /**
   * Seconds that all processors together were busy in each training step: says more than the clock on a machine that
   * does other things too.
   */
  readonly trainCpu: readonly number[];
  /** Seconds of each prediction. */
  readonly predict: readonly number[];
  /** Seconds of all processors in each prediction. */
  readonly predictCpu: readonly number[];
  /** Most memory that the process ever had, in megabytes. */
  readonly peakMegabytes: number;
}

/**
 * Somebody who trains the article's network. To add one: a program that takes `--batch --size --steps` and prints a
 * {@link Timing}, and an entry in contenders/index.ts.
 */
export interface Contender {
  readonly name: string;
  /** The program for a job. Throws if it cannot run here, with the reason. */
  command(job: Job): {
    readonly file: string;
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  };
}
