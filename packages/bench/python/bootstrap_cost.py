# The work of bootstrap-cost.ts by scikit-learn and SciPy: seconds by name as one line of JSON.
import json
import sys
import time

import numpy as np
import scipy.stats
import sklearn.metrics as metrics

rows, report_rows, resamples = map(int, sys.argv[1:])


def column(count, salt, classes):
    mixed = ((np.arange(count, dtype=np.uint64) + np.uint64(1 + salt * 7919)) * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    return ((mixed >> np.uint64(12)) % np.uint64(classes)).astype(np.int64)


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


truth, other = column(rows, 1, 5), column(rows, 2, 5)
predicted = np.where(column(rows, 3, 10) < 7, truth, other)
ages, guesses = column(rows, 4, 90), column(rows, 5, 90)
binary, scores = column(rows, 6, 2), column(rows, 7, 1000) / 1000
work = {
    "accuracy": (metrics.accuracy_score, (truth, predicted)),
    "macro F1": (lambda t, p: metrics.f1_score(t, p, average="macro"), (truth, predicted)),
    "mean absolute error": (metrics.mean_absolute_error, (ages, guesses)),
    "area under ROC": (metrics.roc_auc_score, (binary, scores)),
}
found = {}
for name, (metric, columns) in work.items():
    for method in ("percentile", "BCa"):
        run = lambda: scipy.stats.bootstrap(columns, metric, paired=True, vectorized=False, n_resamples=resamples, method=method, rng=7)
        found[f"{name}, {method.lower()}"] = seconds(run)
many = column(report_rows, 1, 5)
guessed = np.where(column(report_rows, 3, 10) < 7, many, column(report_rows, 2, 5))
found["classification report"] = seconds(lambda: metrics.classification_report(many, guessed))
found["confusion matrix"] = seconds(lambda: metrics.confusion_matrix(many, guessed))
print(json.dumps(found))
