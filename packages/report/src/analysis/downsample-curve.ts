/**
 * About `points` points of a curve in the unit square: the ends always, between them a point wherever the curve moved
 * far enough since the last. Rounded to 4 digits.
 */
export function downsampleCurve(x: ArrayLike<number>, y: ArrayLike<number>, points = 100): [x: number[], y: number[]] {
  const step = 2 / points;
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let index = 0; index < x.length; index++) {
    const [across, up] = [round(Number(x[index])), round(Number(y[index]))];
    const moved = Math.abs(across - (xs.at(-1) ?? Infinity)) + Math.abs(up - (ys.at(-1) ?? Infinity));
    if (moved >= step || index === x.length - 1) {
      xs.push(across);
      ys.push(up);
    }
  }
  return [xs, ys];
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
