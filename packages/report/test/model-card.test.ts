import { faceNotice, modelCard } from '@polyhead/report';
import { madeUpHistory, madeUpNetwork, madeUpRecords, madeUpResult } from './made-up';

const records = madeUpRecords(120);
const run = { split: { train: records.slice(0, 20), validation: [], test: records.slice(20) }, history: madeUpHistory, result: madeUpResult(records.slice(20)), network: madeUpNetwork };

describe('modelCard', () => {
  test('fills every section of the paper from the numbers of a run', () => {
    const card = modelCard(run, { resamples: 50 });
    expect(Object.keys(card)).toEqual(['modelDetails', 'intendedUse', 'factors', 'metrics', 'evaluationData', 'trainingData', 'quantitativeAnalyses', 'ethicalConsiderations', 'caveatsAndRecommendations']);
    expect(card.modelDetails).toBe('face_net: A convolutional network with 3 outputs (age, race, gender), 5 layers and 998 weights, trained for 8 epochs, made with polyhead.');
    expect(card.evaluationData).toMatch(/^100 pictures\./);
    expect(card.factors).toMatch('Results are given by age, race, gender.');
  });

  test('says what the data licence and the AI Act mean where the labels are those of faces', () => {
    const { ethicalConsiderations, trainingData } = modelCard(run, { resamples: 50 });
    expect(ethicalConsiderations).toMatch(/Article 5\(1\)\(g\) of the AI Act .* prohibits/);
    expect(trainingData).toContain(faceNotice.dataLicence);
    expect(modelCard({ modelCard: { faces: false } }).ethicalConsiderations).not.toMatch('AI Act');
  });

  test("lets one's own words stand, and leaves the rest as found", () => {
    const card = modelCard({ history: madeUpHistory, modelCard: { intendedUse: 'To sort apples.', factors: undefined } });
    expect([card.intendedUse, card.factors.length > 10]).toEqual(['To sort apples.', true]);
  });

  test('is a Markdown file with a heading for each section, in which nothing of a label is markup', () => {
    const text = modelCard({ modelCard: { intendedUse: '# <b>*apples*</b>\n- one', faces: false } }, { title: 'Card' }).toMarkdown();
    expect(text.match(/^##? .*/gm)).toHaveLength(10);
    expect(text).toContain('\\# \\<b\\>\\*apples\\*\\</b\\>\n\n\\- one');
  });
});
