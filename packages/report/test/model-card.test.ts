import { faceNotice, modelCard, renderReport } from '@polyhead/report';
import { madeUpHistory, madeUpNetwork, madeUpRecords, madeUpResult, races } from './fixtures';
import { readMarkup } from './read-markup';

const records = madeUpRecords(120);
const run = {
  split: { train: records.slice(0, 20), validation: [], test: records.slice(20) },
  history: madeUpHistory,
  result: madeUpResult(records.slice(20)),
  network: madeUpNetwork,
};

describe('modelCard', () => {
  test('fills every section of the paper from the numbers of a run', () => {
    const card = modelCard(run, { resamples: 50 });
    expect(Object.keys(card)).toEqual([
      'modelDetails',
      'intendedUse',
      'factors',
      'metrics',
      'evaluationData',
      'trainingData',
      'quantitativeAnalyzes',
      'ethicalConsiderations',
      'caveatsAndRecommendations',
    ]);
    expect(card.modelDetails).toMatch(
      /^face_net: A convolutional network with 3 outputs \(age, race, gender\), 5 layers and 998 weights, trained for 8 epochs, made with polyhead\.\n/,
    );
    expect(card.evaluationData).toMatch(/^100 images\./);
    expect(card.factors).toMatch('Results are given by age, race, gender.');
  });

  test('says what the data licence and the AI Act mean where the labels are those of faces', () => {
    const { ethicalConsiderations, trainingData } = modelCard(run, { resamples: 50 });
    expect(ethicalConsiderations).toMatch(/Article 5\(1\)\(g\) of the AI Act .* prohibits/);
    expect(trainingData).toContain(`If it was trained on UTKFace: ${faceNotice.dataLicence}`);
    expect(modelCard({ modelCard: { faces: false } }).ethicalConsiderations).not.toMatch('AI Act');
  });

  test("lets one's own words stand, and leaves the rest as found", () => {
    const card = modelCard({
      history: madeUpHistory,
      modelCard: { intendedUse: 'To sort apples.', factors: undefined },
    });
    expect([card.intendedUse, card.factors.length > 10]).toEqual(['To sort apples.', true]);
  });

  test('is a Markdown file with a heading for each section, in which nothing of a label is markup', () => {
    const text = modelCard(
      { modelCard: { intendedUse: '# <b>*apples*</b>\n+ one\n- - *two*\n- three', faces: false } },
      { title: 'Card' },
    ).toMarkdown();
    expect(text.match(/^##? .*/gm)).toHaveLength(10);
    expect(text).toContain('\\# \\<b\\>\\*apples\\*\\</b\\>\n\n\\+ one\n\n- \\- \\*two\\*\n- three\n\n');
  });

  test('is read on the page as paragraphs and lists, never as one block of lines', async () => {
    const page = await renderReport(run, { resamples: 20 });
    const { elements, text } = readMarkup(page.slice(page.indexOf('<section id="model-card"')));
    expect(elements.filter((name) => name === 'li').length).toBeGreaterThan(40);
    expect(text).not.toMatch(/^\s*- /m);
  });

  test('keeps an item on its line whatever a label holds', () => {
    const labels = ['a\n- b', 'c'];
    const { quantitativeAnalyzes } = modelCard(
      { result: { kind: { type: 'classification', labels, truth: [0, 1], predicted: [0, 1] } } },
      { resamples: 5 },
    );
    expect(quantitativeAnalyzes).toContain('\n- a - b: 100.0% (');
  });

  test('says who made it, when, and under which licence, or that this is not stated', () => {
    const facts = {
      date: '2024-05-06',
      version: '1.0.0',
      author: 'Ada',
      modelLicence: 'MIT',
      contact: 'ada@example.org',
      citation: 'Ada (2024)',
    };
    const { modelDetails } = modelCard({ ...run, modelCard: facts }, { resamples: 20 });
    expect(modelDetails.split('\n').slice(1)).toEqual([
      '- Date: 2024-05-06',
      '- Version: 1.0.0',
      '- Author: Ada',
      '- Licence of the network: MIT',
      '- Contact: ada@example.org',
      '- Citation: Ada (2024)',
    ]);
    expect(modelCard({ modelCard: { modelDetails: 'Ours.', author: 'Ada' } }).modelDetails).toBe(
      'Ours.\n- Author: Ada',
    );
    expect(modelCard({ network: madeUpNetwork }).modelDetails).toContain(
      '\nNot stated: date, version, author, licence of the network, contact, citation.',
    );
  });

  test('has every group with count and interval, and the worst of the crossed ones', () => {
    const { quantitativeAnalyzes } = modelCard(run, { resamples: 20, minGroupSize: 5 });
    for (const race of races)
      expect(quantitativeAnalyzes).toMatch(
        new RegExp(
          `Race, accuracy by race:\\n[^:]*(?:.*\\n)*- ${race}: [\\d.]+% \\([\\d.]+% to [\\d.]+%; \\d+ images?\\)`,
        ),
      );
    expect(quantitativeAnalyzes).toMatch(
      /Age, mean absolute error by age × race × gender, the worst:\n- .*: [\d.]+ years \(/,
    );
  });

  test('speaks of numbers by group only where there are some', () => {
    const byGroup = /the numbers by group/;
    expect(modelCard({ network: madeUpNetwork }).ethicalConsiderations).not.toMatch(byGroup);
    expect(faceNotice.ethicalConsiderations).not.toMatch(byGroup);
    expect(modelCard(run, { resamples: 20 }).ethicalConsiderations).toMatch(byGroup);
  });
});
