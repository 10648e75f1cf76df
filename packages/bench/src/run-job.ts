import { Command } from 'commander';
import type { Job, Timing } from './contender';

/** What a contender written in TypeScript does: one step, one prediction, each done when the promise is. */
export interface Work {
  readonly version: string;
  train(index: number): Promise<unknown>;
  predict(): Promise<unknown>;
}

/** Reads the job from the command line, does it and prints the times. */
export async function runJob(start: (job: Job) => Promise<Work>): Promise<void> {
  const job = new Command().option('--batch <n>', '', Number, 32).option('--size <n>', '', Number, 198).option('--steps <n>', '', Number, 5).allowUnknownOption().allowExcessArguments().parse().opts<Job & Record<string, unknown>>();
  const { version, train, predict } = await start(job);
  const timing: Timing = { version, train: await timed(job.steps, train), predict: await timed(job.steps, predict), peakMegabytes: process.resourceUsage().maxRSS / 1024 };
  console.log(JSON.stringify(timing));
  process.exit(0); // threads may be waiting for work
}

/** Seconds of each call, after two calls to warm up. */
async function timed(steps: number, work: (index: number) => Promise<unknown>): Promise<number[]> {
  const seconds: number[] = [];
  for (let index = 0; index < steps + 2; index++) {
    const start = performance.now();
    await work(index);
    if (index >= 2) seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}
