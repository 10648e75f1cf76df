// Trains and predicts with the article's network on every engine by turns, and prints images per second and ratios.
import { Command } from 'commander';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Contender, Job, Timing } from './contender';
import { contenders } from './contenders/index';

interface Result {
  readonly contender: string;
  readonly job: Job;
  readonly rounds: Timing[];
  failure?: string;
}

const options = new Command('bench')
  .description('compares training and prediction of the article\'s network: one process at a time, by turns, medians of all rounds')
  .option('--batch <sizes>', 'batch sizes, with commas', (text: string) => text.split(',').map(Number), [8, 32, 128])
  .option('--size <n>', 'height and width of the pictures', Number, 198)
  .option('--rounds <n>', 'how often everybody has a turn', Number, 5)
  .option('--steps <n>', 'steps that are timed in a turn', Number, 5)
  .option('--only <names>', 'contenders, with commas', (text: string) => text.split(','))
  .option('--json <file>', 'writes every figure')
  .parse()
  .opts<{ batch: number[]; size: number; rounds: number; steps: number; only?: string[]; json?: string }>();

const invited = contenders.filter(({ name }) => options.only === undefined || options.only.includes(name));
const results: Result[] = options.batch.flatMap((batch) => invited.map(({ name }) => ({ contender: name, job: { batch, size: options.size, steps: options.steps }, rounds: [] })));
console.log(`${cpus().length} cores, ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)} (should be near 0)`);
for (let round = 0; round < options.rounds; round++) {
  for (const result of results) {
    if (result.failure === undefined) takeTurn(result, invited.find(({ name }) => name === result.contender) as Contender);
    process.stderr.write(`\rround ${round + 1} of ${options.rounds}: ${result.contender}, batch ${result.job.batch}`.padEnd(70));
  }
}
process.stderr.write('\n');
for (const batch of options.batch) printTable(batch);
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ date: new Date().toISOString(), cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, results }, null, 2)}\n`);

function takeTurn(result: Result, contender: Contender): void {
  try {
    const { file, args, env } = contender.command(result.job);
    const output = execFileSync(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1e8 }).toString();
    result.rounds.push(JSON.parse(output.trim().split('\n').at(-1) ?? '') as Timing);
  } catch (error) {
    result.failure = String((error as { stderr?: Buffer }).stderr ?? error).trim().split('\n').at(-1) ?? 'unknown';
  }
}

function printTable(batch: number): void {
  const rows = results.filter(({ job }) => job.batch === batch);
  const [first] = rows.filter(({ rounds }) => rounds.length > 0);
  console.log(`\nbatch ${batch}, ${options.size} x ${options.size}, images per second: median (slowest to fastest round), how many times as fast the first is, processor time of a batch`);
  for (const row of rows) {
    if (row.failure !== undefined) console.log(`${row.contender.padEnd(18)} could not run: ${row.failure}`);
    else console.log(`${row.contender.padEnd(18)} training ${column(row, first, 'train')}   prediction ${column(row, first, 'predict')}   peak ${Math.max(...row.rounds.map(({ peakMegabytes }) => peakMegabytes)).toFixed(0).padStart(5)} MB   ${row.rounds[0]?.version}`);
  }
}

function column(row: Result, first: Result | undefined, what: 'train' | 'predict'): string {
  const rates = ratesOf(row, what);
  const ratio = median(first === undefined ? [] : ratesOf(first, what)) / median(rates);
  const cpu = median(row.rounds.flatMap((timing) => timing[`${what}Cpu`]));
  return `${median(rates).toFixed(1).padStart(6)} (${Math.min(...rates).toFixed(1)} to ${Math.max(...rates).toFixed(1)})`.padEnd(26) + `${ratio.toFixed(2)}x ${(1000 * cpu).toFixed(0).padStart(5)} ms CPU`;
}

/** Images per second of each round, by the round's median step. */
function ratesOf({ rounds, job }: Result, what: 'train' | 'predict'): number[] {
  return rounds.map((timing) => job.batch / median(timing[what]));
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}
