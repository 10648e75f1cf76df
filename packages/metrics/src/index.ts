/**
 * {@include ../README.md}
 *
 * @module @polyhead/metrics
 */
export { accuracy } from './accuracy';
export { applyTemperature, type ApplyTemperatureOptions } from './apply-temperature';
export type { AverageOptions, Averaging } from './average-options';
export { averagePrecision, type AveragePrecisionOptions } from './average-precision';
export { balancedAccuracy, type BalancedAccuracyOptions } from './balanced-accuracy';
export { bootstrap, type BootstrapInterval, type BootstrapOptions } from './bootstrap';
export { bootstrapDistribution, type ResampleOptions } from './bootstrap-distribution';
export { brierScore } from './brier-score';
export {
  byGroup,
  type ByGroupOptions,
  type GroupComparison,
  type GroupedMetric,
  type GroupGap,
  type Grouping,
  type GroupValue,
  type NamedGrouping,
} from './by-group';
export {
  classificationReport,
  type ClassificationReport,
  type ClassificationReportOptions,
  type ClassScores,
} from './classification-report';
export { cohenKappa, type CohenKappaOptions } from './cohen-kappa';
export type { Column, Label, LabelOptions, Scores } from './columns';
export { confusionMatrix, type ConfusionMatrix, type Normalization } from './confusion-matrix';
export { cumulativeScore, type CumulativeScoreOptions } from './cumulative-score';
export {
  cumulativeScoreCurve,
  type CumulativeScoreCurveOptions,
  type CumulativeScorePoint,
} from './cumulative-score-curve';
export { defineMetric, type DefineMetricOptions } from './define-metric';
export { errorByBin, type ErrorBin, type ErrorByBinOptions } from './error-by-bin';
export { errorByDecade } from './error-by-decade';
export { expectedCalibrationError, type CalibrationErrorOptions } from './expected-calibration-error';
export { f1Score } from './f1-score';
export { fitTemperature, type FitTemperatureOptions } from './fit-temperature';
export { logLoss } from './log-loss';
export { matthewsCorrelation } from './matthews-correlation';
export { mcNemar, type McNemarOptions, type McNemarResult } from './mc-nemar';
export { meanAbsoluteError } from './mean-absolute-error';
export { meanInterval, type MeanIntervalOptions } from './mean-interval';
export { meanError } from './mean-error';
export { meanSquaredError } from './mean-squared-error';
export { medianAbsoluteError } from './median-absolute-error';
export type { Metric, MetricFacts, WeightableMetric } from './metric-facts';
export { pairedBootstrap, type PairedDifference } from './paired-bootstrap';
export { precision } from './precision';
export { precisionRecallCurve, type CurveOptions, type PrecisionRecallCurve } from './precision-recall-curve';
export { r2Score } from './r2-score';
export { recall } from './recall';
export { reliabilityCurve, type ReliabilityBin, type ReliabilityCurveOptions } from './reliability-curve';
export { rocAuc, type RocAucOptions } from './roc-auc';
export { rocCurve, type RocCurve, type RocCurveOptions } from './roc-curve';
export { rootMeanSquaredError } from './root-mean-squared-error';
export { topKAccuracy, type TopKAccuracyOptions } from './top-k-accuracy';
export type { WeightedForm, WeightedValue } from './weighted-form';
export { withOptions } from './with-options';
