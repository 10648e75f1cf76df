import * as metrics from '@polyhead/metrics';

/** What the types keep TypeScript from writing. */
// as plain JavaScript sees it
const loose = metrics as unknown as Readonly<Record<string, (...values: unknown[]) => unknown>>;
const { accuracy } = metrics;
const [truth, predicted] = [
  [0, 1, 1],
  [0, 1, 0],
];

describe('called from plain JavaScript', () => {
  test.each<[string, unknown[], string]>([
    ['accuracy', [], '"truth" must be an array or a typed array, got undefined. Pass one value per row.'],
    [
      'accuracy',
      [truth, Promise.resolve(predicted)],
      '"predicted" must be an array or a typed array, got a promise (await it).',
    ],
    ['accuracy', [truth, { predicted }], '"predicted" must be an array or a typed array, got {"predicted":[0,1,0]}.'],
    [
      'accuracy',
      [truth, predicted, { labels: 'cat' }],
      '"labels" must be a list of names, got "cat". Pass e.g. [\'cat\', \'dog\'].',
    ],
    [
      'meanAbsoluteError',
      [
        [1, null],
        [1, 2],
      ],
      '"truth" must hold finite numbers, got null in row 1. JSON writes NaN as null; leave out rows without a value.',
    ],
    [
      'meanSquaredError',
      [
        [1, 2],
        [null, 2],
      ],
      '"predicted" must hold finite numbers, got null in row 0.',
    ],
    [
      'logLoss',
      [
        [0, 1],
        [0.2, null],
      ],
      '"probabilities" must hold finite numbers, got null in row 1.',
    ],
    [
      'logLoss',
      [
        [0, 1],
        [
          [0.2, 0.8],
          [null, 1],
        ],
      ],
      '"probabilities" must hold finite numbers, got null in row 1.',
    ],
    [
      'rocAuc',
      [
        [0, 1],
        [[0.2, 0.8], null],
      ],
      '"scores" must have the same number of classes in each row (2), got none in row 1.',
    ],
    [
      'f1Score',
      [truth, predicted, 'macro'],
      '"options" must be an object, got "macro". Pass e.g. { average: \'macro\' }.',
    ],
    [
      'cumulativeScoreCurve',
      [truth, predicted, { limits: 5 }],
      '"limits" must be a list of numbers, got 5. Pass e.g. [1, 5, 10].',
    ],
    [
      'errorByBin',
      [truth, predicted],
      '"options" must be an object, got undefined. Pass e.g. { edges: [0, 18, 65, 120] }.',
    ],
    ['errorByBin', [truth, predicted, {}], '"edges" must be at least two rising numbers, got undefined.'],
    ['applyTemperature', [], '"scores" must be an array or a typed array, got undefined.'],
    [
      'bootstrapInterval',
      [],
      '"metric" must be a function from columns to a number, got undefined. Pass e.g. accuracy.',
    ],
    [
      'bootstrapInterval',
      [accuracy],
      '"columns" must be a list of columns, got undefined. Pass e.g. [truth, predicted].',
    ],
    ['bootstrapInterval', [accuracy, truth], '"columns[0]" must be an array or a typed array, got 0.'],
    ['bootstrapInterval', [accuracy, [truth, null]], '"columns[1]" must be an array or a typed array, got null.'],
    [
      'bootstrapInterval',
      [accuracy, truth, predicted],
      '"options" must be an object, got [0,1,0]. Pass e.g. { seed: 7 }.',
    ],
    ['bootstrapDistribution', [truth, predicted], '"metric" must be a function from columns to a number, got [0,1,1].'],
    [
      'pairedBootstrap',
      ['accuracy', truth, predicted, predicted],
      '"metric" must be a function from columns to a number, got "accuracy".',
    ],
    ['pairedBootstrap', [accuracy, truth, predicted], '"columns[2]" must be an array or a typed array, got undefined.'],
    [
      'pairedBootstrap',
      [accuracy, truth, predicted, predicted, { confidence: '95%' }],
      '"confidence" must lie between 0 and 1, got "95%".',
    ],
    [
      'byGroup',
      [undefined, [truth, predicted]],
      '"metric" must be a function from columns to a number, got undefined.',
    ],
    [
      'byGroup',
      [accuracy, [truth, predicted]],
      '"groups" must be an object, got undefined. Pass e.g. { gender: genders }.',
    ],
    [
      'byGroup',
      [accuracy, [truth, predicted], { gender: null }],
      '"groups.gender" must be an array or a typed array, got null.',
    ],
    ['bindOptions', [accuracy, 'macro'], '"options" must be an object, got "macro".'],
    ['defineMetric', [{ title: 'gap' }], '"compute" must be a function from columns to a number, got undefined.'],
  ])('%s says where, what was expected, what came and how to fix it (%#)', (name, values, message) => {
    expect(() => loose[name]?.(...values)).toThrow(`${name}: ${message}`);
  });

  const takesOptions = Object.keys(metrics).filter(
    (name) =>
      !/^(meanInterval|bootstrap|byGroup|defineMetric|errorByBin|mcNemar|pairedBootstrap|applyTemperature|bindOptions)/.test(
        name,
      ),
  );

  test.each(takesOptions)('%s rejects options that are no object', (name) => {
    expect(() => loose[name]?.([0, 1], [0, 1], null)).toThrow(
      `${name}: "options" must be an object, got null. Pass e.g. { `,
    );
  });

  const pair = [truth, predicted];
  const before: Readonly<Record<string, unknown[]>> = {
    applyTemperature: [truth, 1],
    bootstrap: [accuracy, pair],
    bootstrapDistribution: [accuracy, pair],
    byGroup: [accuracy, pair, { part: truth }],
    defineMetric: [accuracy, accuracy],
    mcNemar: [...pair, truth],
    pairedBootstrap: [accuracy, ...pair, truth],
  };
  const hasOptions = Object.keys(metrics).filter((name) => !/^(?:meanInterval|bindOptions)/.test(name));

  test.each(hasOptions)(
    '%s rejects an option that it does not know, so does its weighted form, and one that is undefined is none',
    (name) => {
      const message = new RegExp(
        `^${name}: "options" must have no names but [\\w, ]+, got "nonsense"\\. Correct the name, or leave it out\\.$`,
      );
      const call = (nonsense: unknown) => () => loose[name]?.(...(before[name] ?? pair), { nonsense });
      expect(call(1)).toThrow(message);
      expect(call(undefined)).not.toThrow(/nonsense/);
      // only metrics have one
      const { weighted } = Object.assign(() => 0, loose[name]) as { weighted?: (...values: unknown[]) => unknown };
      if (weighted !== undefined) expect(() => weighted(...pair, { nonsense: 1 })).toThrow(message);
    },
  );

  test('options that are passed on are rejected by the one who knows them', () => {
    const cumulative = loose.bindOptions?.(metrics.cumulativeScore, { k: 20 });
    for (const measure of ['bootstrapInterval', 'bootstrapDistribution'])
      expect(() => loose[measure]?.(cumulative, pair)).toThrow(
        'cumulativeScore: "options" must have no names but within, sampleWeight, got "k".',
      );
    expect(() =>
      loose.byGroup?.(accuracy, pair, { part: truth }, { intervals: { sed: 7, confidence: 0.9, methd: 'bca' } }),
    ).toThrow('byGroup: "intervals" must have no names but resamples, seed, confidence, method, got "sed", "methd".');
  });
});
