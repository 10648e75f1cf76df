"""Golden values of SciPy and statsmodels: normal distribution, McNemar's test, temperature scaling.
Run: python make-statistics.py

Pinned: scipy==1.17.1, statsmodels==0.15.0, numpy==2.4.6.
"""
import numpy as np
from scipy import optimize, special
from statsmodels.stats.contingency_tables import mcnemar

from golden_json import write

TABLES = [
    [[10, 4], [9, 7]], [[0, 0], [1, 0]], [[5, 3], [3, 1]], [[100, 59], [31, 20]], [[3, 0], [25, 2]],
    [[1000, 400], [310, 200]], [[0, 12], [0, 0]], [[20, 5], [6, 1]],
]


def test(table):
    exact = mcnemar(table, exact=True)
    chi2 = mcnemar(table, exact=False, correction=True)
    plain = mcnemar(table, exact=False, correction=False)
    return {
        "table": table,
        "exact": {"statistic": float(exact.statistic), "pValue": float(exact.pvalue)},
        "chi2": {"statistic": float(chi2.statistic), "pValue": float(chi2.pvalue)},
        "uncorrected": {"statistic": float(plain.statistic), "pValue": float(plain.pvalue)},
    }


write("mc-nemar.json", [test(t) for t in TABLES])

rng = np.random.default_rng(23)


def fitted(title, truth, logits):
    rows = np.arange(len(truth))

    def slope(sharpness):
        p = special.softmax(sharpness * logits, axis=1)
        return np.mean((p * logits).sum(axis=1) - logits[rows, truth])

    sharpness = optimize.brentq(slope, 1e-2, 1e2, xtol=1e-15, rtol=1e-15)
    return {
        "title": title, "truth": truth, "logits": logits, "temperature": 1 / sharpness,
        "probabilities": special.softmax(sharpness * logits, axis=1),
    }


def drawn(rows, classes, scale):
    truth = rng.integers(0, classes, rows)
    logits = scale * (rng.normal(size=(rows, classes)) + 1.2 * np.eye(classes)[truth])
    return truth, np.round(logits, 6)


write(
    "temperature.json",
    [
        fitted("far too sure", *drawn(120, 5, 6.0)),
        fitted("about right", *drawn(120, 3, 1.0)),
        fitted("not sure enough", *drawn(120, 4, 0.05)),
        fitted("two classes", *drawn(120, 2, 2.0)),
        fitted("huge logits", *drawn(60, 3, 40.0)),
    ],
)
