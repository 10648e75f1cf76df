import { formatNumber } from '../analysis/format-number';

/** `1 file`, `2 files`. */
export function pluralize(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** A duration in words: `2 h 28 min`, `3 min 5 s`, `0.4 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${formatNumber(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds - minutes * 60)} s`;
  return `${formatNumber(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** A number with its unit, where it has one. */
export function formatWithUnit(value: number | null | undefined, unit: string): string {
  return unit === '' ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

/** A share in percent with one digit, for tables and intervals. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined || !Number.isFinite(share)
    ? '–'
    : `${(share * 100).toFixed(1).replace('-', '−')}%`;
}

/** What a name is called in the address of the page: letters, digits and hyphens. */
export function anchorId(prefix: string, place: number): string {
  return `${prefix}-${place + 1}`;
}
