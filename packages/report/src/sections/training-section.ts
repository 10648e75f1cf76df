import type { TrainingAnalysis } from '../analysis/analyze-training';
import type { NetworkGraph } from '../input/network-graph';
import { epochCurve, type EpochField } from '../charts/epoch-curve';
import { formatNumber } from '../analysis/format-number';
import { historyCurve } from '../charts/history-curve';
import { capitalize, scoreName } from '../analysis/score-name';
import type { ReportHistory } from '../input/history';
import type { Block, Figure, Section, Table } from '../html/block';
import { pluralize, duration, percent } from './format-text';

/** How training went: curves with the best epoch marked, learning rate, speed. */
export function trainingSection(
  training: TrainingAnalysis,
  history: ReportHistory,
  colors: ReadonlyMap<string, number>,
): Section {
  const [losses, others] = [
    training.scores.filter(({ path }) => path === 'loss'),
    training.scores.filter(({ path }) => path !== 'loss'),
  ];
  // What a task is watched by comes before what it is trained by.
  const watched = [...others].sort((a, b) => Number(a.path.endsWith('.loss')) - Number(b.path.endsWith('.loss')));
  const figures = [...losses, ...watched].flatMap(({ path, best }): Figure[] =>
    best === undefined
      ? []
      : [
          {
            title: capitalize(scoreName(path)),
            spec: historyCurve(history, path, { series: colors.get(path.split('.')[0] ?? '') ?? 0 }),
          },
        ],
  );
  const facts = (['learningRate', 'imagesPerSecond'] as const).flatMap((fact) => factFigure(history, fact));
  const blocks: Block[] = [{ kind: 'tiles', tiles: tiles(training) }];
  if (training.stopped !== undefined)
    blocks.push({ kind: 'notice', text: `Training ended before its last epoch: ${training.stopped}` });
  if (training.skipped > 0)
    blocks.push({
      kind: 'text',
      text: `${pluralize(training.skipped, 'training image')} could not be read and ${training.skipped === 1 ? 'was' : 'were'} left out.`,
    });
  blocks.push(
    { kind: 'table', table: scoreTable(training) },
    { kind: 'heading', text: 'Curves' },
    { kind: 'text', text: 'Training is dashed, validation solid; the point is the best epoch. Epochs count from 0.' },
    { kind: 'figures', figures },
  );
  if (facts.length > 0)
    blocks.push({ kind: 'heading', text: 'Learning rate and speed' }, { kind: 'figures', figures: facts });
  return { id: 'training', title: 'Training', blocks };
}

/** The drawing of the network. */
export function networkSection(network: NetworkGraph): Section {
  return {
    id: 'network',
    title: 'Network',
    blocks: [{ kind: 'figures', figures: [{ title: network.name ?? 'Network', network, wide: true }] }],
  };
}

function tiles({
  epochs,
  seconds,
  imagesPerSecond,
  learningRate,
}: TrainingAnalysis): { label: string; value: string; detail?: string }[] {
  return [
    { label: 'Epochs', value: formatNumber(epochs) },
    ...(seconds === undefined
      ? []
      : [{ label: 'Time', value: duration(seconds), detail: `${duration(seconds / epochs)} an epoch` }]),
    ...(imagesPerSecond === undefined
      ? []
      : [{ label: 'Speed', value: formatNumber(imagesPerSecond), detail: 'training images a second (median)' }]),
    ...(learningRate === undefined
      ? []
      : [
          {
            label: 'Learning rate',
            value: formatNumber(learningRate.first),
            detail:
              learningRate.first === learningRate.last ? 'throughout' : `${formatNumber(learningRate.last)} at the end`,
          },
        ]),
  ];
}

function scoreTable({ scores }: TrainingAnalysis): Table {
  const shown = (path: string, value: number | null | undefined): string =>
    path.endsWith('.accuracy') ? percent(value) : formatNumber(value);
  const rows = scores.map(({ path, training, validation, best }) => [
    capitalize(scoreName(path)),
    shown(path, training),
    shown(path, validation),
    shown(path, best?.value),
    best === undefined ? '–' : `${best.epoch} (${best.set})`,
  ]);
  return {
    caption: 'Scores at the end, and the best',
    columns: ['score', 'training, last epoch', 'validation, last epoch', 'best', 'in epoch'],
    rows,
  };
}

function factFigure(history: ReportHistory, fact: EpochField): Figure[] {
  const known = history.epochs.some((epoch) => Number.isFinite(epoch[fact]));
  return known
    ? [{ title: fact === 'learningRate' ? 'Learning rate' : 'Images per second', spec: epochCurve(history, fact) }]
    : [];
}
