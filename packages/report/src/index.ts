/**
 * {@include ../README.md}
 *
 * @module @polyhead/report
 */
export { compareRuns } from './compare/compare-runs';
export type { ComparedRun, CompareRunsOptions } from './compare/build-comparison';
export { binnedPie, type BinnedPieOptions } from './charts/binned-pie';
export { confusionHeatMap, type ConfusionCounts } from './charts/confusion-heat-map';
export { cumulativeScorePlot, type CumulativeScorePlotOptions } from './charts/cumulative-score-plot';
export {
  distributionPie,
  type DistributionPieOptions,
  type LabelCount,
  type LabelCounts,
} from './charts/distribution-pie';
export { drawNetwork, type DrawNetworkOptions } from './network-diagram/draw-network';
export type { LayerNode, NetworkGraph } from './input/network-graph';
export { epochCurve, type EpochField } from './charts/epoch-curve';
export { errorByBinPlot, type ErrorByBinPlotOptions } from './charts/error-by-bin-plot';
export type { FigureOptions } from './charts/figure-frame';
export type { FigureSpec } from './charts/figure-spec';
export { groupIntervalPlot, type GroupIntervalPlotOptions, type GroupPoint } from './charts/group-interval-plot';
export { histogram, type HistogramOptions } from './charts/histogram';
export { historyCurve, type HistoryCurveOptions, historyCurves } from './charts/history-curve';
export { type Palette, palette, type SchemeColor } from './charts/palette';
export { type LabeledPrecisionRecallCurve, precisionRecallPlot } from './charts/precision-recall-plot';
export { regressionScatter, type RegressionScatterOptions } from './charts/regression-scatter';
export {
  reliabilityDiagram,
  type ReliabilityDiagramOptions,
  type ReliabilityPoint,
} from './charts/reliability-diagram';
export { type LabeledRocCurve, rocPlot } from './charts/roc-plot';
export { type NamedHistory, compareHistories } from './charts/compare-histories';
export type { ThresholdPlotOptions } from './charts/threshold-plot';
export { toSvg, type ToSvgOptions } from './charts/to-svg';
export type { ReportEpoch, ReportHistory, ReportScores } from './input/history';
export type { ModelCard, ModelCardFacts, ModelCardText } from './input/model-card-input';
export { faceNotice } from './model-card/face-notice';
export { modelCard, type WrittenModelCard } from './model-card/model-card';
export type { GalleryField } from './html/block';
export { type GalleryItem, predictionGallery, type PredictionGalleryOptions } from './sections/prediction-gallery';
export { renderReport } from './report/render-report';
export type {
  ClassificationResult,
  EvaluationRows,
  EvaluationInfo,
  RegressionResult,
  ReportDuplicates,
  ReportInput,
  ReportOptions,
  ReportRejection,
  ReportResult,
  ReportSplit,
  ReproducibilityInfo,
  ThumbnailData,
  ThumbnailSource,
} from './input/report-input';
