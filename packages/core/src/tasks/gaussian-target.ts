/** Reads the label of a distribution over classes, see `mean` and `median`. */
export type DistributionEstimate = (output: ArrayLike<number>, offset: number, units: number) => number;

/** exp(-750) is 0. */
const vanishing = 750;
/** Of narrower Gaussians only the two nearest classes are left: exp(-200) is 0 in float32. */
const sharpest = 200;

/**
 * A Gaussian of width `sigma` over the classes 0 to `units` - 1 whose `estimate` is exactly `label`; the weights have a
 * maximum of 1.
 *
 * A Gaussian around the label does not have that estimate where the ends of the range cut it off, or where it is so
 * narrow that few classes have a part of it. So its center is moved until the estimate is the label:
 *
 *     p[i] ~ exp(-(i - label)² / (2 sigma²) + tilt i) ~ exp(-(i - label - tilt sigma²)² / (2 sigma²))
 *
 * For the mean this is, of all distributions that have it, the one nearest to the Gaussian around the label by
 * Kullback-Leibler divergence (Csiszár, 1975). Both estimates grow with the tilt without a jump, from the first class
 * to the last, so bisection finds the one solution. At the ends of the range it is one-hot: no other distribution over
 * these classes has its mean there. As `sigma` goes to 0, the label is shared between the two nearest classes.
 */
export function gaussianTarget(
  label: number,
  units: number,
  sigma: number,
  estimate: DistributionEstimate,
): Float64Array {
  const weights = new Float64Array(units);
  const nearest = Math.round(label);
  const precision = Math.min(1 / (2 * sigma * sigma), sharpest);
  const fill = (tilt: number): number => {
    // Relative to the nearest class, as exponents are small there.
    const exponent = (index: number): number => (tilt - precision * (index - nearest)) * (index - nearest);
    const peak = Math.min(units - 1, Math.max(0, nearest + Math.round(tilt / (2 * precision) || 0))); // 0 / 0 if flat
    const largest = exponent(peak);
    for (let index = 0; index < units; index++) weights[index] = Math.exp(exponent(index) - largest);
    return estimate(weights, 0, units);
  };
  let [low, high] = [-vanishing - precision, vanishing + precision];
  // The Gaussian around the label first: it is right where nothing is cut off.
  for (let tilt = 2 * precision * (label - nearest); low < tilt && tilt < high; tilt = (low + high) / 2) {
    const error = fill(tilt) - label;
    if (Math.abs(error) < 1e-12) break;
    if (error < 0) low = tilt;
    else high = tilt;
  }
  return weights;
}
