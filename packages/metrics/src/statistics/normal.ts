/** Standard normal distribution function, to about 1e-15 relative in both tails. */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z * Math.SQRT1_2);
}

/** Inverse of `normalCdf`: -Infinity at 0, Infinity at 1, NaN outside. */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return -Infinity;
  let z = firstGuess(p);
  // Halley's method triples the right digits at each step.
  for (let step = 0; step < 4; step++) {
    const error = (normalCdf(z) - p) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

/** Complement of the error function. */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x < 1) return 1 - erfSeries(x);
  return Math.exp(-x * x) * erfcFraction(x);
}

/** erf(x) = 2/sqrt(pi) exp(-x^2) sum 2^n x^(2n+1) / (2n+1)!!: all terms positive, so nothing cancels. */
function erfSeries(x: number): number {
  let term = x;
  let total = x;
  for (let n = 1; term > total * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
}

/** Laplace's continued fraction of exp(x^2) erfc(x) for x >= 1, from its far end. */
function erfcFraction(x: number): number {
  let tail = x;
  for (let n = 200; n >= 1; n--) tail = x + n / 2 / tail;
  return 1 / (tail * Math.sqrt(Math.PI));
}

/** Winitzki's approximation (2008), right to about two digits. */
function firstGuess(p: number): number {
  const a = 0.147;
  const log = Math.log(4 * p * (1 - p));
  const half = 2 / (Math.PI * a) + log / 2;
  return -Math.SQRT2 * Math.sqrt(Math.sqrt(half * half - log / a) - half);
}
