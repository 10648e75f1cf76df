/** A number as people read it: whole numbers whole, others to `digits` significant digits, absent ones as a dash. */
export function formatNumber(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (Number.isInteger(value)) return withGroups(String(value));
  const rounded = Math.abs(value) >= 10 ** digits ? Math.round(value) : Number(value.toPrecision(digits));
  const [whole = '', rest] = String(rounded).split('.');
  const text =
    Math.abs(rounded) < 1e-6 && rounded !== 0
      ? rounded.toExponential()
      : rest === undefined
        ? withGroups(whole)
        : `${withGroups(whole)}.${rest}`;
  return text.replace('-', '−');
}

/** A share from 0 to 1 in percent, with one digit below 10 % and above 90 %, where it matters. */
export function formatPercent(share: number | null | undefined): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return '–';
  const percent = share * 100;
  const edge = Number(Math.min(Math.abs(percent), Math.abs(100 - percent)).toFixed(6));
  return `${percent.toFixed(edge < 10 && edge > 0 ? 1 : 0).replace('-', '−')}%`;
}

function withGroups(whole: string): string {
  return whole.replace('-', '−').replace(/\B(?=(?:\d{3})+$)/g, ',');
}
