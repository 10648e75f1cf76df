import { groupIntervalPlot } from '../charts/group-interval-plot';
import { formatNumber } from '../analysis/format-number';
import { capitalize } from '../analysis/score-name';
import type { Block, Table } from '../html/block';
import { intervalCell, scoreCell, scoreHead, scoreText } from '../sections/score-text';
import type { ComparedScore, ComparedTask } from './compare-tasks';

/** One task over the runs: figure and table. */
export function taskBlocks(task: ComparedTask): Block[] {
  const points = task.runs.map(({ run, rows, score }) => ({
    by: 'run',
    group: run,
    count: rows,
    value: score.value,
    low: score.low,
    high: score.high,
  }));
  if (!points.some(({ value }) => Number.isFinite(value))) return [];
  const spec = groupIntervalPlot(points, {
    metric: scoreHead(task),
    format: task.metric === 'accuracy' ? 'percent' : 'number',
  });
  return [
    { kind: 'heading', text: `${capitalize(task.task)}: ${task.metric}` },
    {
      kind: 'beside',
      figure: { title: `${capitalize(task.metric)} of ${task.task} by run`, spec, table: false },
      blocks: [{ kind: 'table', table: scoreTable(task) }],
    },
  ];
}

/** Which run is best in a task, and whether that is more than chance, in a sentence. */
export function verdicts(task: ComparedTask): string[] {
  const sign = task.metric === 'accuracy' ? -1 : 1;
  const [best] = [...task.runs]
    .filter(({ score }) => Number.isFinite(score.value))
    .sort((a, b) => sign * (a.score.value - b.score.value));
  const first = task.runs[0];
  if (best === undefined || first === undefined) return [];
  if (task.runs.some(({ score }) => Number.isFinite(score.value) && !Number.isFinite(score.low)))
    return [`${capitalize(task.task)}: too few images to tell which run is best.`];
  const found = `${capitalize(task.task)}: ${best.run} is best (${scoreText(task, best.score.value)})`;
  if (best.run === first.run) return [`${found}, and it is the run that the others are compared with.`];
  const { difference } = best;
  if (difference === undefined)
    return [
      `${found}; it was tested on other images than ${first.run} (${scoreText(task, first.score.value)}), so that the difference says little.`,
    ];
  const clear = difference.low > 0 || difference.high < 0;
  return [
    `${found}; the difference to ${first.run} (${scoreText(task, first.score.value)}) is ${clear ? 'more than chance' : 'no more than chance may make'} (${intervalText(task, difference)}).`,
  ];
}

function scoreTable(task: ComparedTask): Table {
  const classes = task.metric === 'accuracy';
  const rows = task.runs.map(({ run, rows: count, score, difference, mcNemar }) => [
    run,
    count,
    scoreCell(task, score.value),
    intervalCell(task, score.low, score.high),
    difference === undefined ? '–' : intervalText(task, difference),
    difference === undefined ? '–' : pText(difference.pValue),
    ...(classes
      ? [
          mcNemar === undefined
            ? '–'
            : `${pText(mcNemar.pValue)} (${formatNumber(mcNemar.onlyThis)} : ${formatNumber(mcNemar.onlyFirst)})`,
        ]
      : []),
  ]);
  const columns = [
    'run',
    'images',
    scoreHead(task),
    'interval',
    'difference to the first',
    'p',
    ...(classes ? ['McNemar p (only this right : only the first)'] : []),
  ];
  return { caption: `${capitalize(task.task)} by run`, columns, rows };
}

/** A difference with its sign and its interval; points of percent for shares. */
function intervalText(
  { metric }: ComparedTask,
  { value, low, high }: NonNullable<ComparedScore['difference']>,
): string {
  const text = (number: number): string =>
    `${number > 0 ? '+' : ''}${(metric === 'accuracy' ? number * 100 : number).toFixed(2)}`.replace('-', '−');
  return `${text(value)}, ${text(low)} to ${text(high)}`;
}

function pText(value: number): string {
  return value < 0.001 ? '<0.001' : value.toFixed(3);
}
