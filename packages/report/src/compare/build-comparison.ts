import { assertArray, assertObject, invalidArgument } from '@polyhead/core';
import { rowsOf } from '../analysis/analyze-report';
import { numberOptions } from '../analysis/number-options';
import { analyzeTraining } from '../analysis/analyze-training';
import { checkRun, inputNames } from '../input/assert-input';
import { compareHistories } from '../charts/compare-histories';
import { scorePaths } from '../input/history';
import { capitalize, scoreName } from '../analysis/score-name';
import type { Block, Figure, Section, Table } from '../html/block';
import { figureData } from '../html/figure-data';
import { renderPage } from '../html/render-page';
import type { ReportInput } from '../input/report-input';
import type { BuiltReport } from '../report/build-report';
import { formatNumber } from '../analysis/format-number';
import { duration } from '../sections/format-text';
import { reproductionFacts } from '../report/closing-sections';
import { type ComparedTask, compareTasks } from './compare-tasks';
import { taskBlocks, verdicts } from './task-blocks';

/**
 * A run to compare: its name and what is known of it. It may have the other parts of a {@link ReportInput} too, which
 * nothing here is made of.
 */
export interface ComparedRun extends Pick<ReportInput, 'history' | 'result' | 'network' | 'reproduction'> {
  /** Name of the run; every run has another. */
  readonly name: string;
}

const runNames = { name: true, ...inputNames } satisfies Record<keyof ComparedRun, true>;

/** Options of {@link compareRuns}. */
export interface CompareRunsOptions {
  /** Title of the page. Default `Comparison of runs`. */
  readonly title?: string;
  /** Date that the page bears. Default now. */
  readonly date?: Date;
  /** Resamples of each bootstrap interval. Default 1000. */
  readonly resamples?: number;
  /** Share of intervals that are to hold the true value. Default 0.95. */
  readonly confidence?: number;
  /** Seed of the intervals. Default 0. */
  readonly seed?: number;
}

const optionNames = { title: true, date: true, resamples: true, confidence: true, seed: true } satisfies Record<
  keyof CompareRunsOptions,
  true
>;

/** Compares the runs once and makes page and data of it. */
export async function buildComparison(
  where: string,
  runs: readonly ComparedRun[],
  options: CompareRunsOptions,
): Promise<BuiltReport> {
  checkRuns(where, runs);
  assertObject(where, options, { optionKeys: optionNames, example: "{ title: 'Two recipes' }" });
  const { title = 'Comparison of runs', date = new Date() } = options;
  const named = runs.map((run) => ({ name: run.name, tasks: rowsOf(run) }));
  const numbers = numberOptions(
    options,
    named.reduce((sum, run) => sum + run.tasks.length, 0),
  );
  const tasks = compareTasks(named, numbers);
  const figures = curves(runs);
  const sections: Section[] = [summary(runs, tasks)];
  if (tasks.length > 0)
    sections.push({
      id: 'results',
      title: 'Results',
      blocks: [{ kind: 'text', text: note(numbers.intervals.confidence) }, ...tasks.flatMap(taskBlocks)],
    });
  if (figures.length > 0)
    sections.push({
      id: 'curves',
      title: 'Curves',
      blocks: [
        { kind: 'text', text: 'Validation where a run has it, else training. Epochs count from 0.' },
        { kind: 'figures', figures },
      ],
    });
  sections.push({ id: 'runs', title: 'The runs', blocks: [{ kind: 'table', table: runTable(runs) }] });
  const content = {
    format: 'polyhead-comparison',
    version: 1,
    title,
    date: date.toISOString(),
    verdicts: tasks.flatMap(verdicts),
    tasks,
    figures: figureData(sections),
    runs: runs.map((run) => ({
      name: run.name,
      training: analyzeTraining(run.history),
      reproduction: reproductionFacts(run),
    })),
  };
  return { html: await renderPage({ title, subtitle: date.toISOString().slice(0, 10) }, sections), content };
}

function checkRuns(where: string, runs: readonly ComparedRun[]): void {
  assertArray(where, runs, {
    what: 'a list of runs',
    requiredKeys: ['name'],
    example: "[{ name: 'plain', history, result }, { name: 'augmented', history, result }]",
  });
  if (runs.length < 2)
    throw invalidArgument(where, 'expected at least two runs', runs.length, 'For one run use renderReport.');
  const twice = runs.find(({ name }, index) => runs.findIndex((run) => run.name === name) !== index);
  if (twice !== undefined)
    throw invalidArgument(where, 'every run must have another name', `${JSON.stringify(twice.name)} twice`);
  for (const run of runs) {
    const named = `${where}: ${JSON.stringify(run.name)}`;
    assertObject(named, run, { what: 'a run', optionKeys: runNames, example: "{ name: 'plain', history, result }" });
    checkRun(named, run);
  }
}

function note(confidence: number): string {
  const percent = Math.round(confidence * 100);
  return `Intervals are ${percent}% bootstrap intervals. Runs that were tested on the same images are compared with the first of them image by image, which tells small differences from chance much better than two separate intervals do. The more runs are compared, the more often one of them looks different by chance.`;
}

function summary(runs: readonly ComparedRun[], tasks: readonly ComparedTask[]): Section {
  const blocks: Block[] = [{ kind: 'text', text: `${runs.length} runs: ${runs.map(({ name }) => name).join(', ')}.` }];
  const items = tasks.flatMap(verdicts);
  if (items.length > 0) blocks.push({ kind: 'list', items });
  return { id: 'summary', title: 'Summary', blocks };
}

function curves(runs: readonly ComparedRun[]): Figure[] {
  const histories = runs.flatMap(({ name, history }) =>
    history === undefined || history.epochs.length === 0 ? [] : [{ name, history }],
  );
  const paths = [...new Set(histories.flatMap(({ history }) => scorePaths(history)))];
  const known = paths.filter((path) =>
    histories.some(({ history }) =>
      analyzeTraining(history)?.scores.some((score) => score.path === path && score.best !== undefined),
    ),
  );
  return known.map((path) => ({ title: capitalize(scoreName(path)), spec: compareHistories(histories, path) }));
}

function runTable(runs: readonly ComparedRun[]): Table {
  const rows = runs.map((run) => {
    const training = analyzeTraining(run.history);
    const { seed, engine, command } = reproductionFacts(run);
    const weights = run.network?.layers.reduce((sum, { parameters }) => sum + parameters, 0);
    return [
      run.name,
      training?.epochs,
      training?.seconds === undefined ? '–' : duration(training.seconds),
      formatNumber(training?.imagesPerSecond),
      weights,
      seed,
      engine ?? '–',
      command ?? '–',
    ];
  });
  return {
    caption: 'What is known of each run',
    columns: ['run', 'epochs', 'time', 'images a second', 'weights', 'seed', 'engine', 'command'],
    rows,
  };
}
