/**
 * {@include ../README.md}
 *
 * @module @polyhead/report
 */
export { compareRuns } from './compare-runs';
export type { ComparedRun, CompareRunsOptions } from './compare/make-comparison';
export { binnedPie, type BinnedPieOptions } from './figures/binned-pie';
export { confusionHeatMap, type ConfusionCounts } from './figures/confusion-heat-map';
export { cumulativeScorePlot, type CumulativeScorePlotOptions } from './figures/cumulative-score-plot';
export {
  distributionPie,
  type DistributionPieOptions,
  type LabelCount,
  type LabelCounts,
} from './figures/distribution-pie';
export { drawNetwork, type DrawNetworkOptions } from './figures/draw-network';
export type { DrawnLayer, DrawnNetwork } from './figures/drawn-network';
export { epochCurve, type EpochFact } from './figures/epoch-curve';
export { errorByBinPlot, type ErrorByBinPlotOptions } from './figures/error-by-bin-plot';
export type { FigureOptions } from './figures/figure-frame';
export type { FigureSpec } from './figures/figure-spec';
export { groupIntervalPlot, type GroupIntervalPlotOptions, type GroupPoint } from './figures/group-interval-plot';
export { histogram, type HistogramOptions } from './figures/histogram';
export { historyCurve, type HistoryCurveOptions, historyCurves } from './figures/history-curve';
export { type Palette, palette, type SchemeColor } from './figures/palette';
export { type LabelledPrecisionRecallCurve, precisionRecallPlot } from './figures/precision-recall-plot';
export { regressionScatter, type RegressionScatterOptions } from './figures/regression-scatter';
export {
  reliabilityDiagram,
  type ReliabilityDiagramOptions,
  type ReliabilityPoint,
} from './figures/reliability-diagram';
export { type LabelledRocCurve, rocPlot } from './figures/roc-plot';
export { type NamedHistory, runCurves } from './figures/run-curves';
export type { ThresholdPlotOptions } from './figures/threshold-plot';
export { toSvg, type ToSvgOptions } from './figures/to-svg';
export type { ReportEpoch, ReportHistory, ReportScores } from './history';
export type { ModelCard, ModelCardFacts, ModelCardText } from './model-card/card';
export { faceNotice } from './model-card/face-notice';
export { modelCard, type WrittenModelCard } from './model-card/model-card';
export type { GalleryLine } from './page/block';
export { type PredictedPicture, predictionGallery, type PredictionGalleryOptions } from './prediction-gallery';
export { renderReport } from './render-report';
export type {
  ClassificationResult,
  EvaluatedRows,
  EvaluationFacts,
  RegressionResult,
  ReportDuplicates,
  ReportInput,
  ReportOptions,
  ReportRefusal,
  ReportResult,
  ReportSplit,
  Reproduction,
  ThumbnailPicture,
  ThumbnailSource,
} from './report-input';
