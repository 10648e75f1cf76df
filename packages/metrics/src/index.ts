/**
 * {@include ../README.md}
 *
 * @module @polyhead/metrics
 */
export { accuracy } from './classification/accuracy';
export { applyTemperature, type ApplyTemperatureOptions } from './probability/apply-temperature';
export type { AverageOptions, Average } from './classification/average-options';
export { averagePrecision, type AveragePrecisionOptions } from './ranking/average-precision';
export { balancedAccuracy, type BalancedAccuracyOptions } from './classification/balanced-accuracy';
export { bootstrapInterval, type BootstrapInterval, type BootstrapOptions } from './resampling/bootstrap';
export { bootstrapDistribution, type ResampleOptions } from './resampling/bootstrap-distribution';
export { brierScore } from './probability/brier-score';
export {
  byGroup,
  type ByGroupOptions,
  type GroupComparison,
  type GroupedMetric,
  type GroupGap,
  type Grouping,
  type GroupValue,
  type NamedGrouping,
} from './groups/by-group';
export {
  classificationReport,
  type ClassificationReport,
  type ClassificationReportOptions,
  type ClassScores,
} from './classification/classification-report';
export { cohenKappa, type CohenKappaOptions } from './classification/cohen-kappa';
export type { Column, Label, LabelOptions, Scores, WeightedLabelOptions } from './input/columns';
export type { SampleWeightOptions } from './input/sample-weight';
export { confusionMatrix, type ConfusionMatrix, type Normalization } from './classification/confusion-matrix';
export { cumulativeScore, type CumulativeScoreOptions } from './regression/cumulative-score';
export {
  cumulativeScoreCurve,
  type CumulativeScoreCurveOptions,
  type CumulativeScorePoint,
} from './regression/cumulative-score-curve';
export { defineMetric, type DefineMetricOptions } from './metric/define-metric';
export { errorByBin, type ErrorBin, type ErrorByBinOptions } from './regression/error-by-bin';
export { errorByDecade } from './regression/error-by-decade';
export { expectedCalibrationError, type CalibrationErrorOptions } from './probability/expected-calibration-error';
export { f1Score } from './classification/f1-score';
export { fitTemperature, type FitTemperatureOptions } from './probability/fit-temperature';
export { logLoss } from './probability/log-loss';
export { matthewsCorrelation } from './classification/matthews-correlation';
export { mcNemar, type McNemarOptions, type McNemarResult } from './resampling/mc-nemar';
export { meanAbsoluteError } from './regression/mean-absolute-error';
export { meanInterval, type MeanIntervalOptions } from './resampling/mean-interval';
export { meanError } from './regression/mean-error';
export { meanSquaredError } from './regression/mean-squared-error';
export { medianAbsoluteError } from './regression/median-absolute-error';
export type { Metric, MetricInfo, WeightableMetric } from './metric/metric-info';
export { pairedBootstrap, type PairedDifference } from './resampling/paired-bootstrap';
export { precision } from './classification/precision';
export { precisionRecallCurve, type CurveOptions, type PrecisionRecallCurve } from './ranking/precision-recall-curve';
export { r2Score } from './regression/r2-score';
export { recall } from './classification/recall';
export { reliabilityCurve, type ReliabilityBin, type ReliabilityCurveOptions } from './probability/reliability-curve';
export { rocAuc, type RocAucOptions } from './ranking/roc-auc';
export { rocCurve, type RocCurve, type RocCurveOptions } from './ranking/roc-curve';
export { rootMeanSquaredError } from './regression/root-mean-squared-error';
export { topKAccuracy, type TopKAccuracyOptions } from './ranking/top-k-accuracy';
export type { WeightedMetric, WeightedEvaluator } from './metric/weighted-form';
export { bindOptions } from './metric/bind-options';
