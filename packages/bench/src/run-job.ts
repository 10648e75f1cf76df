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
  const [steps, predictions] = [await timed(job.steps, train), await timed(job.steps, predict)];
  const timing: Timing = { version, train: steps.seconds, trainCpu: steps.cpu, predict: predictions.seconds, predictCpu: predictions.cpu, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
  console.log(JSON.stringify(timing));
  process.exit(0); // threads may be waiting for work
}

/** Seconds of each call, and those of all processors together, after two calls to warm up. */
async function timed(steps: number, work: (index: number) => Promise<unknown>): Promise<{ seconds: number[]; cpu: number[] }> {
  const [seconds, cpu]: [number[], number[]] = [[], []];
  for (let index = 0; index < steps + 2; index++) {
    const [start, busy] = [performance.now(), process.cpuUsage()];
    await work(index);
    if (index < 2) continue;
    const { user, system } = process.cpuUsage(busy);
    seconds.push((performance.now() - start) / 1000);
    cpu.push((user + system) / 1e6);
  }
  return { seconds, cpu };
}
