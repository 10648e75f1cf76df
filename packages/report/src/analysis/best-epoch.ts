import { type ReportEpoch, type ReportHistory, scoreAt } from '../input/history';

/** The best epoch at a path, by validation where there is one, else by training; undefined where no value is finite. */
export function bestEpoch(
  history: ReportHistory,
  path: string,
  higherIsBetter = isAccuracy(path),
): { epoch: number; value: number; set: 'training' | 'validation' } | undefined {
  const read = (set: 'training' | 'validation', epoch: ReportEpoch): number | null => scoreAt(epoch[set], path);
  const set = history.epochs.some((epoch) => read('validation', epoch) !== null) ? 'validation' : 'training';
  let best: { epoch: number; value: number; set: 'training' | 'validation' } | undefined;
  for (const epoch of history.epochs) {
    const value = read(set, epoch);
    if (value !== null && (best === undefined || (higherIsBetter ? value > best.value : value < best.value)))
      best = { epoch: epoch.epoch, value, set };
  }
  return best;
}

/** True if a path leads to an accuracy. */
export function isAccuracy(path: string): boolean {
  return path.split('.').at(-1) === 'accuracy';
}
