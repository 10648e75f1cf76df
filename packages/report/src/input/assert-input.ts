import { assertArray, assertObject } from '@polyhead/core';
import { expectDrawnNetwork } from './network-graph';
import { expectHistory } from './history';
import type { ModelCardText } from './model-card-input';
import type { ReportInput, ReportOptions, ReproducibilityInfo } from './report-input';

const optionNames = {
  title: true,
  date: true,
  thumbnails: true,
  thumbnailBytes: true,
  gallery: true,
  mistakes: true,
  resamples: true,
  confidence: true,
  seed: true,
  minGroupSize: true,
} satisfies Record<keyof ReportOptions, true>;

/** All names that an input may have. */
export const inputNames = {
  records: true,
  rejected: true,
  duplicates: true,
  split: true,
  history: true,
  result: true,
  network: true,
  groups: true,
  modelCard: true,
  reproduction: true,
} satisfies Record<keyof ReportInput, true>;

const cardNames = {
  modelDetails: true,
  intendedUse: true,
  factors: true,
  metrics: true,
  evaluationData: true,
  trainingData: true,
  quantitativeAnalyzes: true,
  ethicalConsiderations: true,
  caveatsAndRecommendations: true,
  date: true,
  version: true,
  author: true,
  modelLicence: true,
  contact: true,
  citation: true,
  dataLicence: true,
  faces: 'boolean',
} satisfies Record<keyof ModelCardText, true | 'boolean'>;

const reproductionNames = { command: true, seed: true, versions: true, machine: true, engine: true } satisfies Record<
  keyof ReproducibilityInfo,
  true
>;

/** Throws if options of a report are none, or have unknown names. */
export function checkReportOptions(where: string, options: ReportOptions): void {
  assertObject(where, options, { optionKeys: optionNames, example: "{ title: 'Faces' }" });
}

/**
 * Throws if a part of the input has an unknown name or is of the wrong kind; whether the parts fit together is seen
 * where they are used.
 */
export function checkInput<Row extends object>(where: string, input: ReportInput<Row>): void {
  assertObject(where, input, {
    what: 'what to report, by name',
    optionKeys: inputNames,
    example: '{ split, history, result }',
  });
  const { records, rejected, duplicates, split, groups, modelCard } = input;
  const name = (part: string): string => `${where}: "${part}"`;
  if (records !== undefined)
    assertArray(name('records'), records, { what: 'a list of records', example: 'the "records" of scanUtkFace' });
  if (rejected !== undefined)
    assertArray(name('rejected'), rejected, {
      what: 'a list of files and reasons',
      requiredKeys: ['file', 'reason'],
      example: 'the "rejected" of scanUtkFace',
    });
  if (duplicates !== undefined)
    assertArray(name('duplicates'), duplicates, {
      what: 'a list of groups of records',
      requiredKeys: ['records'],
      example: 'what findDuplicates returned',
    });
  if (split !== undefined) {
    assertObject(name('split'), split, {
      what: 'a split',
      requiredKeys: ['train', 'validation', 'test'],
      example: 'what splitRecords returned',
    });
    for (const part of ['train', 'validation', 'test'] as const)
      assertArray(name(`split.${part}`), split[part], {
        what: 'a list of records',
        example: 'what splitRecords returned',
      });
  }
  if (groups !== undefined)
    assertObject(name('groups'), groups, {
      what: 'a function of a record by name',
      example: '{ gender: (record) => record.gender }',
    });
  if (modelCard !== undefined)
    assertObject(name('modelCard'), modelCard, {
      what: 'parts of a model card',
      optionKeys: cardNames,
      example: "{ intendedUse: 'To sort apples.' }",
    });
  checkRun(where, input);
}

/** Throws if what is known of a run is of the wrong kind. */
export function checkRun(
  where: string,
  { history, result, network, reproduction }: Pick<ReportInput, 'history' | 'result' | 'network' | 'reproduction'>,
): void {
  if (history !== undefined) expectHistory(`${where}: "history"`, history);
  if (result !== undefined)
    assertObject(`${where}: "result"`, result, { what: 'an evaluation', example: 'what evaluate returned' });
  if (network !== undefined) expectDrawnNetwork(`${where}: "network"`, network);
  if (reproduction !== undefined)
    assertObject(`${where}: "reproduction"`, reproduction, {
      what: 'how to run it again',
      optionKeys: reproductionNames,
      example: "{ command: 'npm start' }",
    });
}
