"""Golden values of SciPy's bootstrap intervals, on resamples drawn by a second implementation of our generator.
Run: python make-bootstrap.py

Pinned: scipy==1.17.1, scikit-learn==1.7.2, numpy==2.4.6.
"""
import warnings
from types import SimpleNamespace

import numpy as np
from scipy import stats
from sklearn import metrics as m

from golden_json import write

warnings.simplefilter("ignore")
MASK = 0xFFFFFFFF


def rotate(x, k):
    return ((x << k) | (x >> (32 - k))) & MASK


def integers(seed, limit, count):
    """xoshiro128** (Blackman and Vigna 2018), filled by splitmix32."""
    state = (seed & MASK) ^ (((seed >> 32) * 0x85EBCA6B) & MASK)
    s = []
    for _ in range(4):
        state = (state + 0x9E3779B9) & MASK
        z = state
        z = ((z ^ (z >> 16)) * 0x21F0AAAD) & MASK
        z = ((z ^ (z >> 15)) * 0x735A2D97) & MASK
        s.append(z ^ (z >> 15))
    out = np.empty(count, dtype=np.int64)
    for i in range(count):
        out[i] = rotate(s[1] * 5 & MASK, 7) * 9 & MASK
        t = (s[1] << 9) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 11)
    return np.floor(out / 2**32 * limit).astype(int)


def interval(columns, metric, method, resamples, seed, confidence):
    rows = len(columns[0])
    draws = integers(seed, rows, rows * resamples).reshape(resamples, rows)
    distribution = np.array([metric(*[c[i] for c in columns]) for i in draws])
    result = stats.bootstrap(
        columns, metric, paired=True, vectorized=False, n_resamples=0, method=method,
        confidence_level=confidence, bootstrap_result=SimpleNamespace(bootstrap_distribution=distribution),
    )
    low, high = result.confidence_interval
    return {
        "value": metric(*columns), "low": low, "high": high, "standardError": result.standard_error,
        "confidence": confidence, "resamples": resamples,
    }


rng = np.random.default_rng(17)
truth = rng.integers(0, 3, 60)
predicted = np.where(rng.random(60) < 0.8, truth, rng.integers(0, 3, 60))
ages = rng.integers(0, 100, 80).astype(float)
guesses = ages + rng.standard_t(3, 80) * 6
other = ages + rng.normal(1, 7, 80)
two = rng.integers(0, 2, 40)
score = np.round(rng.normal(size=40) + two, 2)


def roc_auc(truth, score):
    """Counted in whole numbers: scikit-learn's own area carries rounding errors that break ties between resamples."""
    pairs = score[truth == 1][:, None] - score[truth == 0][None, :]
    return float((2 * (pairs > 0).sum() + (pairs == 0).sum()) / (2 * pairs.size))


METRICS = {
    "accuracy": (m.accuracy_score, [truth, predicted]),
    "meanAbsoluteError": (m.mean_absolute_error, [ages, guesses]),
    "r2Score": (m.r2_score, [ages, guesses]),
    "rocAuc": (roc_auc, [two, score]),
}
cases = []
for name, (metric, columns) in METRICS.items():
    for method in ("percentile", "bca"):
        for confidence, seed in ((0.95, 0), (0.9, 12345678901)):
            expected = interval(columns, metric, method, 300, seed, confidence)
            cases.append({"metric": name, "columns": columns, "method": method, "seed": seed, "expected": expected})
write("bootstrap.json", cases)


def difference(t, a, b):
    return m.mean_absolute_error(t, a) - m.mean_absolute_error(t, b)


columns = [ages, guesses, other]
write("paired-bootstrap.json", [{"columns": columns, "method": k, "expected": interval(columns, difference, k, 300, 3, 0.95)} for k in ("percentile", "bca")])
