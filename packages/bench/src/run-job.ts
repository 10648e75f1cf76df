import { Command } from 'commander';
import type { Job, Timing } from './contender';

/** What a contender written in TypeScript does: one step, one prediction, each done when the promise is. */
export interface Work {
  readonly version: string;
  train(index: number): Promise<unknown>;
  predict(): Promise<unknown>;
}

interface Options extends Job {
  readonly mostSteps: number;
}

/**
 * Reads the job from the command line, does it and prints the times. `--most-steps` is for contenders that take seconds
 * a step: they also warm up with one step only.
 */
export async function runJob(start: (job: Job) => Promise<Work>): Promise<void> {
  const command = new Command()
    .option('--batch <n>', '', Number, 32)
    .option('--size <n>', '', Number, 198)
    .option('--steps <n>', '', Number, 5)
    .option('--most-steps <n>', '', Number, Infinity);
  const { mostSteps, ...job } = command
    .allowUnknownOption()
    .allowExcessArguments()
    .parse()
    .opts<Options & Record<string, unknown>>();
  const { version, train, predict } = await start(job);
  const steps = await timed(Math.min(job.steps, mostSteps), mostSteps < Infinity ? 1 : 2, train);
  const predictions = await timed(job.steps, 2, predict);
  const timing: Timing = {
    version,
    train: steps.seconds,
    trainCpu: steps.cpu,
    predict: predictions.seconds,
    predictCpu: predictions.cpu,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(timing));
  process.exit(0); // threads may be waiting for work
}

/** Seconds of each call, and those of all processors together, after some calls to warm up. */
async function timed(
  steps: number,
  warmUp: number,
  work: (index: number) => Promise<unknown>,
): Promise<{ seconds: number[]; cpu: number[] }> {
  const [seconds, cpu]: [number[], number[]] = [[], []];
  for (let index = 0; index < steps + warmUp; index++) {
    const [start, busy] = [performance.now(), process.cpuUsage()];
    await work(index);
    if (index < warmUp) continue;
    const { user, system } = process.cpuUsage(busy);
    seconds.push((performance.now() - start) / 1000);
    cpu.push((user + system) / 1e6);
  }
  return { seconds, cpu };
}
