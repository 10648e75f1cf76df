import { analyzeReport, type ReportAnalysis, rowsOf } from '../analysis/analyze-report';
import { type NumberOptions, numberOptions } from '../analysis/number-options';
import type { TaskRows } from '../analysis/task-rows';
import { makeModelCard } from '../model-card/make-model-card';
import type { Section } from '../html/block';
import { figureData } from '../html/figure-data';
import { renderPage } from '../html/render-page';
import type { ReportInput, ReportOptions } from '../input/report-input';
import { classificationSection } from '../sections/classification-section';
import { cardSection, reproductionFacts, reproductionSection } from './closing-sections';
import { dataSection } from '../sections/data-section';
import { findWarnings } from '../sections/find-warnings';
import { groupsSection } from '../sections/groups-section';
import { imageSections } from '../sections/image-sections';
import { regressionSection } from '../sections/regression-section';
import { summarySection, summaryTexts } from '../sections/summary-section';
import { networkSection, trainingSection } from '../sections/training-section';
import { anchorId } from '../sections/format-text';
import { invalidArgument } from '@polyhead/core';

/** A report for people and for machines. */
export interface BuiltReport {
  /** The page. */
  readonly html: string;
  /** The same content as plain data, ready for `JSON.stringify`. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** Analyzes the input once and makes page and data of it. */
export async function buildReport<Row extends object>(
  input: ReportInput<Row>,
  options: ReportOptions = {},
): Promise<BuiltReport> {
  const rows = rowsOf(input);
  const numbers = numberOptions(options, rows.length);
  const analysis = analyzeReport(input, rows, numbers);
  if (
    analysis.data === undefined &&
    analysis.training === undefined &&
    rows.length === 0 &&
    input.network === undefined
  ) {
    throw invalidArgument(
      'renderReport',
      'expected at least one of "records", "split", "history", "result" and "network"',
      'nothing to report on',
    );
  }
  const warnings = findWarnings(analysis);
  const card = makeModelCard(analysis, input, warnings);
  const images = await imageSections(rows, input, { ...options, seed: numbers.intervals.seed });
  const reproduction = reproductionSection(input);
  const sections = [
    summarySection(analysis, warnings),
    ...taskSections(analysis, rows, input, numbers),
    ...images.sections,
    cardSection(card),
    ...(reproduction === undefined ? [] : [reproduction]),
  ];
  const {
    title = input.network?.name === undefined ? 'Report' : `Report on ${input.network.name}`,
    date = new Date(),
  } = options;
  const content = {
    format: 'polyhead-report',
    version: 1,
    title,
    date: date.toISOString(),
    summary: summaryTexts(analysis),
    warnings,
    ...analysis,
    ...images.data,
    figures: figureData(sections),
    network: input.network,
    modelCard: card,
    reproduction: reproductionFacts(input),
  };
  return { html: await renderPage({ title, subtitle: date.toISOString().slice(0, 10) }, sections), content };
}

function taskSections<Row extends object>(
  { data, training, tasks, groups }: ReportAnalysis,
  rows: readonly TaskRows[],
  input: ReportInput<Row>,
  { minGroupSize, intervals: { confidence } }: NumberOptions,
): Section[] {
  const named = (training?.scores ?? []).flatMap(({ path }) =>
    path.includes('.') ? [path.slice(0, path.indexOf('.'))] : [],
  );
  const colors = new Map(
    (rows.length > 0 ? rows.map(({ name }) => name) : [...new Set(named)]).map((name, place) => [name, place]),
  );
  const shown = tasks.map((task, place) => {
    const own = rows[place];
    return task.type === 'regression' && own?.type === 'regression'
      ? regressionSection(task, own, anchorId('task', place))
      : task.type === 'classification'
        ? classificationSection(task, anchorId('task', place), tasks.length)
        : undefined;
  });
  return [
    ...(data === undefined ? [] : [dataSection(data, input)]),
    ...(training === undefined || input.history === undefined
      ? []
      : [trainingSection(training, input.history, colors)]),
    ...(input.network === undefined || input.network.layers.length === 0 ? [] : [networkSection(input.network)]),
    ...shown.filter((section) => section !== undefined),
    ...(groups.length === 0
      ? []
      : [
          groupsSection(
            groups,
            minGroupSize,
            confidence,
            input.groups === undefined ? tasks.flatMap(({ type, name }) => (type === 'regression' ? [name] : [])) : [],
          ),
        ]),
  ];
}
