// Trains and predicts with the article's network on every engine by turns, and prints images per second and ratios;
// with --against, compares the working tree with another commit.
import { Command, Option } from 'commander';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { compareCommits } from './against/compare-commits';
import type { Contender, Timing } from './contender';
import { benchKernels } from './kernels/bench-kernels';
import { plans } from './plans';
import { printTable, printVerdicts, type Result } from './print-results';

interface Options {
  readonly engine: keyof typeof plans;
  readonly batch?: number[];
  readonly size?: number[];
  readonly rounds?: number;
  readonly steps: number;
  readonly only?: string[];
  readonly against?: string;
  readonly images?: string;
  readonly programs?: string;
  readonly kernels: boolean;
  readonly json?: string;
}

const numbers = (text: string): number[] => text.split(',').map(Number);
const options = new Command('bench')
  .description(
    "compares training and prediction of the article's network: one process at a time, by turns, medians of all rounds",
  )
  .addOption(
    new Option('--engine <name>', 'whom polyhead is compared on').choices(Object.keys(plans)).default('tensorflow'),
  )
  .option(
    '--batch <sizes>',
    'batch sizes, with commas (default: 8,32,128; for wasm 8 and 32 at 198 pixels, 32 at 64)',
    numbers,
  )
  .option(
    '--size <pixels>',
    'heights and widths of the images, with commas (default: 198; for wasm 198 and 64)',
    numbers,
  )
  .option('--rounds <n>', 'rounds (default: 5; with --against 10, fewer are for trying it out)', Number)
  .option('--steps <n>', 'steps that are timed in a turn', Number, 5)
  .option('--only <names>', 'contenders, or workloads with --against, with commas', (text: string) => text.split(','))
  .option('--against <commit>', 'compares the working tree with another commit; exits with 1 on a regression')
  .option('--images <folder>', 'with --against: a folder of JPEG images, for the workload decode-folder')
  .option(
    '--programs <commit>',
    'with --against: whose workload programs a commit without any runs (default: the first)',
  )
  .option('--kernels', 'times single kernels of the wasm engine instead: GFLOP/s and GB/s', false)
  .option('--json <file>', 'writes every figure')
  .parse()
  .opts<Options>();

const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
console.log(
  `${machine.cores} cores, ${machine.cpu}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${machine.node}, load ${loadavg()[0]?.toFixed(1)} (should be near 0)`,
);
const { against, rounds = against === undefined ? 5 : 10 } = options;
const comparison = against === undefined ? undefined : compareCommits({ ...options, against, rounds });
const figures =
  comparison !== undefined
    ? comparison
    : options.kernels
      ? {
          kernels: benchKernels({ rounds, size: options.size?.[0] ?? 198, batch: options.batch?.[0] ?? 8 }),
        }
      : { results: benchNetworks({ ...options, rounds }) };
if (options.json !== undefined)
  writeFileSync(
    options.json,
    `${JSON.stringify({ date: new Date().toISOString(), ...machine, ...figures }, null, 2)}\n`,
  );
if (comparison?.hasFailed === true) process.exitCode = 1;

function benchNetworks({
  engine,
  rounds,
  steps,
  only,
  ...given
}: Options & { readonly rounds: number }): readonly Result[] {
  const plan = plans[engine];
  const sizes = given.size ?? [...new Set(plan.cases.map(({ size }) => size))];
  const usual = plan.cases.filter(({ size }) => sizes.includes(size));
  const batches = given.batch ?? (usual.length > 0 ? undefined : [...new Set(plan.cases.map(({ batch }) => batch))]);
  const wanted = batches === undefined ? usual : sizes.flatMap((size) => batches.map((batch) => ({ size, batch })));
  const names = plan.contenders.map(({ name }) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`--only: expected names among ${names.join(', ')}, got "${unknown}".`);
  const invited = plan.contenders.filter(({ name }) => only === undefined || only.includes(name));
  const results: Result[] = wanted.flatMap((job) =>
    invited.map(({ name }) => ({ contender: name, job: { ...job, steps }, rounds: [] })),
  );
  for (let round = 0; round < rounds; round++) {
    for (const result of results) {
      process.stderr.write(
        `\rround ${round + 1} of ${rounds}: ${result.contender}, batch ${result.job.batch}, ${result.job.size} pixels`.padEnd(
          70,
        ),
      );
      if (result.failure === undefined)
        takeTurn(result, invited.find(({ name }) => name === result.contender) as Contender);
    }
  }
  process.stderr.write('\n');
  for (const { size, batch } of wanted) {
    const rows = results.filter(({ job }) => job.size === size && job.batch === batch);
    printTable(rows, { size, batch });
    printVerdicts(rows, plan.verdicts);
  }
  return results;
}

function takeTurn(result: Result, contender: Contender): void {
  try {
    const { file, args, env } = contender.command(result.job);
    const output = execFileSync(file, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1e8,
    }).toString();
    result.rounds.push(JSON.parse(output.trim().split('\n').at(-1) ?? '') as Timing);
  } catch (error) {
    const written = String((error as { stderr?: Buffer }).stderr ?? '').trim();
    result.failure = reasonOf(written === '' ? String(error) : written);
  }
}

/** The line of an error in what a program left behind, or its last one. */
function reasonOf(output: string): string {
  const lines = output.trim().split('\n');
  return (lines.find((line) => /^\S*(Error|abort)\b/i.test(line)) ?? lines.at(-1) ?? 'unknown').slice(0, 200);
}
