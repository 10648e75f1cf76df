import type { RegressionAnalysis } from '../analysis/analyze-regression';
import type { TaskRows } from '../analysis/task-rows';
import { cumulativeScorePlot } from '../charts/cumulative-score-plot';
import { errorByBinPlot } from '../charts/error-by-bin-plot';
import { formatNumber } from '../analysis/format-number';
import { regressionScatter } from '../charts/regression-scatter';
import type { Block, Figure, Section } from '../html/block';
import { intervalText } from './score-text';
import { percent, formatWithUnit } from './format-text';

/** One regression: scatter with density, error by decade, cumulative score. */
export function regressionSection(
  task: RegressionAnalysis,
  rows: Extract<TaskRows, { type: 'regression' }>,
  id: string,
): Section {
  const { name, unit, series, notFinite } = task;
  const figures: Figure[] = [
    { title: 'True against predicted', spec: regressionScatter(rows.truth, rows.predicted, { unit, series }) },
    {
      title: unit === 'years' ? 'Error by decade' : 'Error by true value',
      spec: errorByBinPlot(task.errorByBin, { unit, series }),
    },
    { title: 'Cumulative score', spec: cumulativeScorePlot(task.cumulativeScore, { unit, series }) },
  ];
  const blocks: Block[] = [{ kind: 'tiles', tiles: tiles(task) }];
  if (notFinite > 0)
    blocks.push({
      kind: 'notice',
      text: `${formatNumber(notFinite)} rows are left out because a number in them is not finite.`,
    });
  return {
    id,
    title: `Task: ${name}`,
    blocks: [...blocks, { kind: 'heading', text: 'Figures' }, { kind: 'figures', figures }],
  };
}

function tiles(task: RegressionAnalysis): { label: string; value: string; detail?: string }[] {
  const { meanAbsoluteError, baseline, unit, cumulativeScore } = task;
  const within = cumulativeScore.find((point) => point.within === 5);
  return [
    {
      label: 'Mean absolute error',
      value: formatWithUnit(meanAbsoluteError.value, unit),
      detail: `${intervalText(meanAbsoluteError, formatNumber)}; always “${formatNumber(baseline.answer)}” would be ${formatNumber(baseline.meanAbsoluteError)} off`,
    },
    {
      label: 'Median absolute error',
      value: formatWithUnit(task.medianAbsoluteError, unit),
      detail: 'half of the images are closer',
    },
    {
      label: 'Bias',
      value: formatWithUnit(roundTo(task.meanError, meanAbsoluteError.value), unit),
      detail: 'mean of prediction − truth',
    },
    { label: 'R²', value: formatNumber(task.r2Score), detail: '1 is perfect, 0 is the mean' },
    ...(unit === 'years' && within !== undefined
      ? [{ label: 'Within 5 years', value: percent(within.share) }]
      : [{ label: 'Root mean squared error', value: formatWithUnit(task.rootMeanSquaredError, unit) }]),
  ];
}

/** No finer than a hundredth of what it is compared with: a bias near 0 is 0. */
function roundTo(value: number, size: number): number {
  const step = 10 ** (Math.floor(Math.log10(size)) - 2);
  return Number.isFinite(step) && step > 0 ? Number((Math.round(value / step) * step).toPrecision(6)) : value;
}
