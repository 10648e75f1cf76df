import { bestEpoch } from './best-epoch';
import { median } from './median';
import { type ReportEpoch, type ReportHistory, scoreAt, scorePaths } from '../input/history';

/** What a report knows of a training run. */
export interface TrainingAnalysis {
  /** Number of epochs. */
  readonly epochs: number;
  readonly scores: readonly ScoreAnalysis[];
  /** Sum over the epochs, in seconds; absent where no epoch knows. */
  readonly seconds?: number;
  /** Median over the epochs. */
  readonly imagesPerSecond?: number;
  readonly learningRate?: { readonly first: number; readonly last: number };
  /** Training images that could not be read. */
  readonly skipped: number;
  /** Why the run ended before its last epoch. */
  readonly stopped?: string;
  /** What the history holds, for machines. */
  readonly history: readonly ReportEpoch[];
}

/** One number of the history over the run. */
export interface ScoreAnalysis {
  /** Such as `race.accuracy`. */
  readonly path: string;
  readonly higherIsBetter: boolean;
  /** In the last epoch; null where it is not finite. */
  readonly training: number | null;
  readonly validation: number | null;
  readonly best?: { readonly epoch: number; readonly value: number; readonly set: 'training' | 'validation' };
}

/** Totals and best epochs of a run; undefined where there is no epoch. */
export function analyzeTraining(history: ReportHistory | undefined): TrainingAnalysis | undefined {
  const last = history?.epochs.at(-1);
  if (history === undefined || last === undefined) return undefined;
  const { epochs, stopped } = history;
  const facts = (name: 'seconds' | 'imagesPerSecond' | 'learningRate'): number[] =>
    epochs.flatMap((epoch) => (Number.isFinite(epoch[name]) ? [epoch[name] as number] : []));
  const [seconds, speeds, rates] = [facts('seconds'), facts('imagesPerSecond'), facts('learningRate')];
  const scores = scorePaths(history).map((path): ScoreAnalysis => {
    const higherIsBetter = path.endsWith('.accuracy');
    return {
      path,
      higherIsBetter,
      training: scoreAt(last.training, path),
      validation: scoreAt(last.validation, path),
      best: bestEpoch(history, path, higherIsBetter),
    };
  });
  return {
    epochs: epochs.length,
    scores,
    ...(seconds.length === 0 ? {} : { seconds: seconds.reduce((sum, value) => sum + value, 0) }),
    ...(speeds.length === 0 ? {} : { imagesPerSecond: median(speeds) }),
    ...(rates.length === 0 ? {} : { learningRate: { first: rates[0] ?? NaN, last: rates.at(-1) ?? NaN } }),
    skipped: epochs.reduce((most, epoch) => Math.max(most, epoch.skipped ?? 0), 0),
    ...(stopped === undefined || stopped === null
      ? {}
      : { stopped: typeof stopped === 'string' ? stopped : JSON.stringify(stopped) }),
    history: epochs,
  };
}
