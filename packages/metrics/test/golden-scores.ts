import { readGolden } from './golden';

interface Share {
  share: number[];
  mean: number[];
}
interface Roc {
  falsePositiveRate: number[];
  truePositiveRate: number[];
  thresholds: number[];
}

/** scikit-learn's values for scores of one positive class. */
export interface BinaryGolden {
  title: string;
  truth: number[];
  scores: number[];
  rocAuc: number;
  averagePrecision: number;
  roc: Roc;
  rocFull: Roc;
  precisionRecall: { precision: number[]; recall: number[]; thresholds: number[] };
  /** From here on absent where the scores are no probabilities. */
  logLoss?: number;
  logLoss32?: number;
  expectedCalibrationError?: number;
  brierScore?: number;
  uniform?: Share;
  quantile?: Share;
}

/** scikit-learn's values for probabilities of several classes. */
export interface MultiGolden {
  title: string;
  truth: number[];
  probabilities: number[][];
  labels: string[];
  rocAuc: Record<string, number>;
  averagePrecision: Record<'macro' | 'weighted', number>;
  rocAucOfLast: number;
  logLoss: number;
  expectedCalibrationError: Record<string, number>;
  brierScore: number;
  topKAccuracy: Record<string, number>;
}

export const binaryGolden = readGolden<BinaryGolden>('scores-binary.json');
export const probabilityGolden = binaryGolden.filter((golden) => golden.logLoss !== undefined);
export const multiGolden = readGolden<MultiGolden>('scores-multi.json');
