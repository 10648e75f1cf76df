import type { ReportAnalysis } from '../analysis/analyze-report';
import type { ReportInput } from '../input/report-input';
import { summaryTexts } from '../sections/summary-section';
import { limitGroups } from '../sections/groups-section';
import { rangeText } from '../sections/data-section';
import { pluralize, percent } from '../sections/format-text';
import { groupTexts } from './group-texts';
import { faceNotice } from './face-notice';
import type { ModelCard, ModelCardFacts, ModelCardText } from '../input/model-card-input';
import { listLines } from './card-blocks';

/** A model card from the numbers of a report; what the caller wrote takes the place of what the numbers say. */
export function makeModelCard<Row extends object>(
  analysis: ReportAnalysis,
  input: ReportInput<Row>,
  warnings: readonly string[],
): ModelCard {
  const {
    dataLicence,
    faces = showsFaces(analysis, input),
    date,
    version,
    author,
    modelLicence,
    contact,
    citation,
    ...own
  } = input.modelCard ?? {};
  const facts = {
    Date: date,
    Version: version,
    Author: author,
    'Licence of the network': modelLicence,
    Contact: contact,
    Citation: citation,
  };
  const licence =
    dataLicence ??
    (faces
      ? `If it was trained on UTKFace: ${faceNotice.dataLicence}`
      : 'The licence of the training data is not stated. Find it out before you use the network.');
  const written: ModelCard = {
    modelDetails: details(analysis, input),
    intendedUse: faces
      ? faceNotice.intendedUse
      : 'Not stated. Until someone states it: to try out on images like those that it was trained on.',
    factors: factors(analysis),
    metrics: metrics(analysis),
    evaluationData: dataText(analysis, 'test'),
    trainingData: `${dataText(analysis, 'train')}\n${licence}`,
    quantitativeAnalyzes: quantities(analysis),
    ethicalConsiderations: faces
      ? ethics(analysis)
      : 'Not stated. If the images show people, say what a wrong answer does to them.',
    caveatsAndRecommendations: caveats(analysis, warnings),
  };
  const card = { ...written, ...definedOnly(own) };
  const given = Object.fromEntries(Object.entries(facts).filter(([, text]) => text !== undefined));
  const lines = stated(own.modelDetails === undefined ? facts : given);
  return { ...card, modelDetails: [card.modelDetails, ...lines].join('\n') };
}

/** What is stated as a list, and below it what is not. */
function stated(facts: Readonly<Record<string, string | undefined>>): string[] {
  const known = Object.entries(facts).flatMap(([name, text]) => (text === undefined ? [] : [`${name}: ${text}`]));
  const missing = Object.keys(facts).filter((name) => facts[name] === undefined);
  return [...listLines(known), ...(missing.length === 0 ? [] : [`Not stated: ${missing.join(', ').toLowerCase()}.`])];
}

function quantities(analysis: ReportAnalysis): string {
  return (
    [...summaryTexts(analysis), ...limitGroups(analysis.groups).flatMap(groupTexts)].join('\n') || 'No result yet.'
  );
}

/** Without numbers by group the card must not point to them. */
function ethics({ groups }: ReportAnalysis): string {
  return `${faceNotice.ethicalConsiderations}\n${groups.length > 0 ? 'Errors are not spread evenly: see the numbers by group.' : 'Errors are seldom spread evenly, and for whom this network errs most was not measured.'}`;
}

function caveats({ tasks }: ReportAnalysis, warnings: readonly string[]): string {
  if (warnings.length > 0) return listLines(warnings).join('\n');
  if (tasks.length === 0) return 'Not evaluated: how well it works, and for whom, is not known.';
  return 'No warning was found by rule; the numbers by group and the worst mistakes should be read all the same.';
}

/** Whether the labels are those of people's faces. */
function showsFaces<Row extends object>(
  { tasks, data }: ReportAnalysis,
  { history, network }: ReportInput<Row>,
): boolean {
  const branches = (network?.layers ?? []).map(({ branch }) => branch ?? '');
  const names = [
    ...branches,
    ...tasks.map(({ name }) => name),
    ...(data?.labels ?? []).map(({ name }) => name),
    ...Object.keys(history?.epochs[0]?.training ?? {}),
  ];
  return names.some((name) => /^(?:age|gender|sex|race|ethnicity)$/i.test(name));
}

function details<Row extends object>(
  { training, tasks }: ReportAnalysis,
  { network, reproduction }: ReportInput<Row>,
): string {
  const weights = network?.layers.reduce((sum, { parameters }) => sum + parameters, 0);
  const kind = `A convolutional network with ${tasks.length === 0 ? 'one output for each task' : `${pluralize(tasks.length, 'output')} (${tasks.map(({ name }) => name).join(', ')})`}`;
  const size =
    weights === undefined || network === undefined
      ? ''
      : `, ${pluralize(network.layers.length, 'layer')} and ${pluralize(weights, 'weight')}`;
  const made = training === undefined ? '' : `, trained for ${pluralize(training.epochs, 'epoch')}`;
  const versions = Object.entries(reproduction?.versions ?? {})
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  return `${network?.name === undefined ? '' : `${network.name}: `}${kind}${size}${made}, made with polyhead.${versions === '' ? '' : `\nVersions: ${versions}.`}`;
}

function factors({ groups }: ReportAnalysis): string {
  const names = [...new Set(groups.flatMap(({ dimensions }) => dimensions.map(({ by }) => by)))];
  const by = names.length === 0 ? 'Not broken down by group.' : `Results are given by ${names.join(', ')}.`;
  return `${by} Lighting, pose, camera and quality of the images are not labeled, so that their effect is not known.`;
}

function metrics({ tasks }: ReportAnalysis): string {
  const names = tasks.map(
    (task) =>
      `${task.name}: ${task.type === 'classification' ? 'accuracy, balanced accuracy, precision, recall and F1 by class, calibration' : 'mean absolute error, bias, R², error by range of the true value'}.`,
  );
  const first = tasks[0];
  if (first === undefined) return 'No result yet.';
  const { confidence } = first.type === 'classification' ? first.accuracy : first.meanAbsoluteError;
  const threshold = tasks.some(({ type }) => type === 'classification')
    ? ' The answer is the class with the highest probability: there is no threshold.'
    : '';
  return [
    ...listLines(names),
    `Intervals are ${Number((confidence * 100).toPrecision(6))}% bootstrap intervals, exact ones where all answers of a group are right or all are wrong; a number of too few images has none.${threshold}`,
  ].join('\n');
}

function dataText({ data, tasks }: ReportAnalysis, part: 'train' | 'test'): string {
  const count = data?.split?.[part] ?? (part === 'test' ? tasks[0]?.rows : undefined);
  if (count === undefined) return 'Not stated.';
  const labels = (data?.labels ?? []).map((label) =>
    label.kind === 'number'
      ? `${label.name}: ${rangeText(label)}`
      : `${label.name}: ${label.counts
          .filter((item) => item[part] > 0)
          .map((item) => `${item.value} ${percent(item[part] / count)}`)
          .join(', ')}`,
  );
  const apart =
    data?.duplicates === undefined ? '' : part === 'test' ? ' Copies of one image are kept in one part.' : '';
  return `${pluralize(count, 'image')}.${apart}${listLines(labels)
    .map((line) => `\n${line}`)
    .join('')}`;
}

function definedOnly(own: Omit<ModelCardText, keyof ModelCardFacts>): Partial<ModelCard> {
  return Object.fromEntries(Object.entries(own).filter(([, text]) => text !== undefined));
}
