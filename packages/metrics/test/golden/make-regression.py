"""Golden values of scikit-learn for metrics of numbers. Run: python make-regression.py

Pinned: scikit-learn==1.7.2, numpy==2.4.6.
"""
import warnings

import numpy as np
from sklearn import metrics as m

from golden_json import write

warnings.simplefilter("ignore")
rng = np.random.default_rng(11)
ages = rng.integers(0, 117, 300).astype(float)
offset = 1e8 + rng.normal(size=200)
CASES = [
    ("ages", ages, ages + rng.normal(0, 8, 300)),
    ("scikit-learn's example", [3, -0.5, 2, 7], [2.5, 0.0, 2, 8]),
    ("perfect", [1, 2, 3], [1, 2, 3]),
    ("constant truth, perfect", [5, 5, 5], [5, 5, 5]),
    ("constant truth, wrong", [5, 5, 5], [5, 6, 5]),
    ("one row", [30], [33]),
    ("worse than the mean", [1, 2, 3], [30, -20, 10]),
    ("small differences of large numbers", offset, offset + rng.normal(0, 0.01, 200)),
    ("huge values", [1e150, -1e150, 3e150], [1.1e150, -1e150, 2e150]),
    ("values whose squares overflow", [1e300, -1e300], [-1e300, 1e300]),
    ("tiny values", [1e-200, 2e-200, 4e-200], [1e-200, 3e-200, 4e-200]),
    ("errors on the edges of five", [10, 10, 10, 10], [15, 5, 15.000001, 10]),
]


def case(title, truth, predicted):
    truth, predicted = np.asarray(truth, float), np.asarray(predicted, float)
    error = predicted - truth
    return {
        "title": title,
        "truth": truth,
        "predicted": predicted,
        "meanAbsoluteError": m.mean_absolute_error(truth, predicted),
        "meanSquaredError": m.mean_squared_error(truth, predicted),
        "rootMeanSquaredError": m.root_mean_squared_error(truth, predicted),
        "medianAbsoluteError": m.median_absolute_error(truth, predicted),
        "r2Score": m.r2_score(truth, predicted),
        "meanError": np.mean(error),
        "cumulativeScore": {k: np.mean(np.abs(error) <= k) for k in (0, 1, 5, 10)},
    }


write("regression.json", [case(*c) for c in CASES])
