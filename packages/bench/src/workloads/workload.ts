/** Work that is ready to be timed. */
export interface PreparedWork {
  /** Does the work once; the work is done when the promise is. */
  run(index: number): unknown;
  /** Runs before the clock starts. */
  readonly warmUps: number;
  /** Runs that are timed together. */
  readonly repeats: number;
}

/** What a workload can use besides the packages of its tree. */
export interface WorkloadOptions {
  /** Folder of JPEG files. Default none. */
  readonly images?: string;
}

/** A workload whose processor time two commits are compared by. */
export interface Workload {
  /** What is timed, with every size that matters. Two trees are compared only if both give the same definition. */
  readonly definition: string;
  /** True if the workload needs `images`. */
  readonly needsImages?: boolean;
  /** Makes the inputs and loads the engine; nothing of it is timed. */
  prepare(options: WorkloadOptions): Promise<PreparedWork>;
}
