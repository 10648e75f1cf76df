import {
  errorByDecade,
  reliabilityCurve,
  rocCurve,
  precisionRecallCurve,
  cumulativeScoreCurve,
} from '@polyhead/metrics';
import {
  binnedPie,
  confusionHeatMap,
  cumulativeScorePlot,
  distributionPie,
  epochCurve,
  errorByBinPlot,
  type FigureSpec,
  groupIntervalPlot,
  histogram,
  historyCurve,
  palette,
  precisionRecallPlot,
  regressionScatter,
  reliabilityDiagram,
  rocPlot,
  toSvg,
} from '@polyhead/report';
import { compile, type TopLevelSpec } from 'vega-lite';
import { readMarkup } from './read-markup';
import { madeUpHistory, madeUpRecords, madeUpResult } from './fixtures';

const records = madeUpRecords(600);
const { race, age } = madeUpResult(records);
const shares = { labels: race.labels, positive: 0 };
const first = race.probabilities.filter((_, index) => index % 5 === 0);
const isFirst = race.truth.map((label) => (label === 0 ? 1 : 0));

const figures: Record<string, (title: string) => FigureSpec> = {
  distributionPie: (title) =>
    distributionPie(
      [
        [title, 3],
        ['b', 4],
      ],
      { title },
    ),
  binnedPie: (title) =>
    binnedPie(
      records.map((record) => record.age),
      { title },
    ),
  histogram: (title) =>
    histogram(
      records.map((record) => record.age),
      { title, label: title },
    ),
  historyCurve: (title) => historyCurve(madeUpHistory, 'race.accuracy', { title }),
  epochCurve: (title) => epochCurve(madeUpHistory, 'learningRate', { title }),
  confusionHeatMap: (title) =>
    confusionHeatMap(
      {
        labels: [title, 'b'],
        counts: [
          [3, 1],
          [0, 0],
        ],
      },
      { title },
    ),
  'regressionScatter of few': (title) => regressionScatter([20, 30, 60], [22, 29, 51], { title, unit: title }),
  'regressionScatter of many': (title) => regressionScatter(age.truth, age.predicted, { title, unit: title }),
  errorByBinPlot: (title) => errorByBinPlot(errorByDecade(age.truth, age.predicted), { title, unit: title }),
  reliabilityDiagram: (title) =>
    reliabilityDiagram(reliabilityCurve(race.truth, race.probabilities, { labels: race.labels }), { title }),
  rocPlot: (title) => rocPlot([{ label: title, area: 0.9, ...rocCurve(isFirst, first) }], { title }),
  precisionRecallPlot: (title) =>
    precisionRecallPlot([{ label: title, ...precisionRecallCurve(race.truth, race.probabilities, shares) }], { title }),
  cumulativeScorePlot: (title) =>
    cumulativeScorePlot(cumulativeScoreCurve(age.truth, age.predicted), { title, unit: title }),
  groupIntervalPlot: (title) =>
    groupIntervalPlot(
      [
        { by: title, group: title, count: 9, value: 0.5, low: 0.4, high: 0.7 },
        { by: 'b', group: 'c', count: 0, value: NaN },
      ],
      { title, metric: title, overall: 0.6 },
    ),
};
const hostile = `</svg><script>alert(1)</script>" onload="x' & ]]> \u0000 datum["a"]`;

describe.each(Object.entries(figures))('%s', (_name, make) => {
  test('compiles without a warning', () => {
    const said: unknown[] = [];
    const logger = {
      level: () => logger,
      error: (...words: unknown[]) => (said.push(...words), logger),
      warn: (...words: unknown[]) => (said.push(...words), logger),
      info: () => logger,
      debug: () => logger,
    };
    compile(make('Figure') as TopLevelSpec, { logger: logger as never });
    expect(said).toEqual([]);
  });

  test('draws finite, rounded numbers in colors of the palette', async () => {
    const svg = await toSvg(make('Figure'), { scheme: false });
    expect(svg.match(/NaN|Infinity|undefined|null/g)).toBeNull();
    const numbers = [...svg.matchAll(/ (?:d|transform|x|y|width|height)="([^"]*)"/g)].flatMap(
      ([, text = '']) => text.match(/\d+\.\d+/g) ?? [],
    );
    expect(numbers.filter((number) => number.replace(/^\d+\./, '').length > 2)).toEqual([]);
    const known = new Set([
      'none',
      'transparent',
      ...[palette.ink, palette.muted, palette.grid, palette.paper, ...palette.series].map(({ light }) => light),
    ]);
    const used = [...svg.matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map(([, color = '']) => color);
    expect(used.filter((color) => !known.has(color))).toEqual([]);
  });

  test('has a title and a description, and no reference to anything outside', async () => {
    const svg = await toSvg(make('Figure'));
    expect(make('Figure').description).toMatch(/\w.*\.$/);
    expect(svg.includes('>Figure</text>')).toBe(true);
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '').match(/https?:|href|<script|url\((?!#)/g)).toBeNull();
  });

  test('shows hostile words as words', async () => {
    const svg = await toSvg(make(hostile), { scheme: false });
    const { elements, attributes, errors } = readMarkup(svg);
    expect(errors).toEqual([]);
    expect(elements.filter((name) => !['svg', 'g', 'path', 'line', 'rect', 'text'].includes(name))).toEqual([]);
    expect(attributes.filter((name) => name.startsWith('on'))).toEqual([]);
  });
});
