import * as report from '@polyhead/report';
import * as node from '@polyhead/report/node';

/** What the types keep TypeScript from writing. */
// as plain JavaScript sees it
const loose = { ...report, ...node } as unknown as Readonly<Record<string, (...values: unknown[]) => unknown>>;
const history = {
  epochs: [
    { epoch: 0, training: { loss: 2 } },
    { epoch: 1, training: { loss: 1 } },
  ],
};
const split = { train: [], validation: [], test: [] };
const runs = [
  { name: 'plain', history },
  { name: 'wide', history },
];

describe('called from plain JavaScript', () => {
  test.each<[string, unknown[], string]>([
    ['renderReport', [], ': expected what to report, by name, got undefined. Pass e.g. { split, history, result }.'],
    ['renderReport', [Promise.resolve({ history })], ': expected what to report, by name, got a promise (await it).'],
    ['renderReport', [{ history }, 'Faces'], ': expected options, got "Faces". Pass e.g. { title: \'Faces\' }.'],
    [
      'renderReport',
      [{ result: Promise.resolve({}) }],
      ': "result": expected an evaluation, got a promise (await it). Pass e.g. what evaluate returned.',
    ],
    [
      'renderReport',
      [{ history: history.epochs }],
      ': "history": expected a history, got a list. Pass e.g. what train returned.',
    ],
    [
      'renderReport',
      [{ history: { epochs: [null] } }],
      ': "history": "epochs": expected a list of epochs, got null at place 0.',
    ],
    [
      'renderReport',
      [{ split: [[], []] }],
      ': "split": expected a split, got a list. Pass e.g. what splitRecords returned.',
    ],
    ['renderReport', [{ split: { ...split, test: 7 } }], ': "split.test": expected a list of records, got 7.'],
    [
      'renderReport',
      [{ network: {} }],
      ': "network": expected a network as plain data, got an object without "layers". Pass e.g. what describeNetwork returned.',
    ],
    [
      'renderReport',
      [{ history, groups: ['gender'] }],
      ': "groups": expected a function of a record by name, got a list.',
    ],
    ['modelCard', [null], ': expected what to report, by name, got null.'],
    ['modelCard', [{ history }, null], ': expected options, got null.'],
    [
      'writeReport',
      [undefined, { history }],
      ": expected the path of a file, got undefined. Pass e.g. 'runs/faces/report.html'.",
    ],
    ['writeReport', ['x.html'], ': expected what to report, by name, got undefined.'],
    ['compareRuns', [], ": expected a list of runs, got undefined. Pass e.g. [{ name: 'plain', history, result }, "],
    ['compareRuns', [[...runs, {}]], ': expected a list of runs, got an object without "name" at place 2.'],
    ['compareRuns', [runs, null], ": expected options, got null. Pass e.g. { title: 'Two recipes' }."],
    [
      'compareRuns',
      [[...runs, { name: 'deep', history: Promise.resolve(history) }]],
      ': "deep": "history": expected a history, got a promise (await it).',
    ],
    ['writeComparison', [runs], ': expected the path of a file, got [{'],
    ['writeComparison', ['x.html'], ': expected a list of runs, got undefined.'],
    ['toSvg', [], ': expected a specification of Vega-Lite, got undefined. Pass e.g. what histogram returned.'],
    ['toSvg', [{}], ': the figure could not be drawn: Invalid specification {}'],
    ['histogram', ['25'], ': expected a list of numbers, got "25". Pass e.g. [25, 31, 67].'],
    ['histogram', [[25], null], ": expected options, got null. Pass e.g. { title: 'Ages', width: 480 }."],
    [
      'binnedPie',
      [[25], { edges: 30 }],
      ': "edges": expected a list of rising numbers, got 30. Pass e.g. [0, 18, Infinity].',
    ],
    ['distributionPie', [], ': expected counts by label, got undefined. Pass e.g. { female: 90, male: 110 }.'],
    ['distributionPie', [[7]], ": expected pairs or objects in the list, got 7. Pass e.g. [['female', 90], "],
    [
      'confusionHeatMap',
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      ': expected a confusion matrix, got a list. Pass e.g. what confusionMatrix returned.',
    ],
    [
      'cumulativeScorePlot',
      [[1, 2]],
      ': expected a list of points, got 1 at place 0. Pass e.g. what cumulativeScoreCurve returned.',
    ],
    ['errorByBinPlot', [], ': expected a list of bins, got undefined. Pass e.g. what errorByBin returned.'],
    ['reliabilityDiagram', [{}], ': expected a list of bins, got {}. Pass e.g. what reliabilityCurve returned.'],
    ['groupIntervalPlot', [null], ": expected a list of groups, got null. Pass e.g. [{ by: 'gender', "],
    [
      'rocPlot',
      [{ label: 'female' }],
      ': expected a list of curves, got {"label":"female"}. Pass e.g. [{ label: \'female\', ...rocCurve(truth, scores) }].',
    ],
    [
      'precisionRecallPlot',
      [[{ label: 'female' }]],
      ': expected a list of curves, got an object without "precision" and "recall" at place 0.',
    ],
    ['regressionScatter', [[1, 2]], ': "predicted": expected a list of numbers, got undefined.'],
    ['historyCurve', [history], ': expected values at "undefined" in the history, got none. Its paths are loss.'],
    ['historyCurves', [], ': expected a history, got undefined. Pass e.g. what train returned.'],
    ['epochCurve', [Promise.resolve(history)], ': expected a history, got a promise (await it).'],
    [
      'compareHistories',
      [[history], 'loss'],
      ': expected a list of runs, got an object without "name" and "history" at place 0.',
    ],
    ['drawNetwork', [], ': expected a network as plain data, got undefined. Pass e.g. what describeNetwork returned.'],
    ['predictionGallery', [], ': expected a list of predicted images, got undefined.'],
  ])('%s says where, what was expected, what came and how to fix it (%#)', async (name, values, message) => {
    await expect(async () => loose[name]?.(...values)).rejects.toThrow(`${name}${message}`);
  });

  const bins = [
    {
      lower: 0,
      upper: 1,
      count: 1,
      within: 1,
      share: 0.5,
      confidence: 0.5,
      accuracy: 0.5,
      meanAbsoluteError: 1,
      meanError: 0,
      by: 'a',
      group: 'b',
      value: 1,
    },
  ];
  const curve = [
    { label: 'a', falsePositiveRate: [0, 1], truePositiveRate: [0, 1], precision: [0, 1], recall: [1, 0] },
  ];
  const layers = [{ name: 'input', className: 'InputLayer', outputShape: [null, 8], parameters: 0, inbound: [] }];
  const before: Readonly<Record<string, unknown[]>> = {
    ...{
      renderReport: [{ history }],
      modelCard: [{ history }],
      writeReport: ['x.html', { history }],
      compareRuns: [runs],
      writeComparison: ['x.html', runs],
      predictionGallery: [[]],
      drawNetwork: [{ layers }],
      toSvg: [report.histogram([1])],
    },
    ...{
      binnedPie: [[1]],
      histogram: [[1]],
      distributionPie: [{ a: 1 }],
      regressionScatter: [[1], [1]],
      confusionHeatMap: [{ labels: ['a'], counts: [[1]] }],
      rocPlot: [curve],
      precisionRecallPlot: [curve],
    },
    ...{
      historyCurve: [history, 'loss'],
      historyCurves: [history],
      epochCurve: [history, 'seconds'],
      compareHistories: [runs, 'loss'],
      cumulativeScorePlot: [bins],
      errorByBinPlot: [bins],
      groupIntervalPlot: [bins],
      reliabilityDiagram: [bins],
    },
  };

  test.each(Object.keys(loose).filter((name) => typeof loose[name] === 'function'))(
    '%s rejects an option that it does not know',
    async (name) => {
      await expect(async () => loose[name]?.(...(before[name] ?? []), { nonsense: 1 })).rejects.toThrow(
        `${name}: expected options by their names, got "nonsense". The names are `,
      );
    },
  );

  test.each([
    [{ histry: history }, ': expected options by their names, got "histry". Did you mean "history"?'],
    [
      { history, modelCard: { intendeduse: 'None.' } },
      ': "modelCard": expected options by their names, got "intendeduse". Did you mean "intendedUse"?',
    ],
    [
      { history, reproduction: { comand: 'npm start' } },
      ': "reproduction": expected options by their names, got "comand". Did you mean "command"?',
    ],
  ])('%j has a name that no report knows', async (input, message) => {
    for (const [name, ...path] of [['renderReport'], ['modelCard'], ['writeReport', 'x.html']] as const)
      await expect(async () => loose[name]?.(...path, input)).rejects.toThrow(`${name}${message}`);
  });

  test('compareRuns takes all that a report does, and rejects other names', async () => {
    const input = {
      records: [],
      rejected: [],
      duplicates: [],
      split,
      history,
      result: { age: { type: 'regression', truth: [1, 2], predicted: [1, 2] } },
      network: { layers },
      groups: {},
      modelCard: {},
      reproduction: {},
    } satisfies Required<report.ReportInput>;
    const [first, second] = [
      { name: 'a', ...input },
      { name: 'b', ...input },
    ];
    expect(await report.compareRuns([first, second])).toContain('2 runs: a, b.');
    await expect(loose.compareRuns?.([first, { ...second, histry: history }])).rejects.toThrow(
      'compareRuns: "b": expected options by their names, got "histry". Did you mean "history"?',
    );
  });
});
