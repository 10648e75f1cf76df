"""Golden values of scikit-learn for weighted rows (sample_weight), and of NumPy where it has no such metric.
Run: python make-sample-weight.py

Pinned: scikit-learn==1.7.2, numpy==2.4.6. Weights are eighths, so that their sums are exact in any order.
"""
import warnings

import numpy as np
from sklearn import metrics as m
from sklearn.preprocessing import label_binarize

from golden_json import write

warnings.simplefilter("ignore")
rng = np.random.default_rng(29)


def drawn_weights(rows):
    return rng.integers(0, 33, rows) / 8


def noisy(classes, rows, right):
    truth = rng.choice(classes, rows)
    return truth, np.where(rng.random(rows) < right, truth, rng.choice(classes, rows))


def labels(title, truth, predicted, names, w):
    by_name = truth.dtype.kind == "U"
    given = None if names is None else names if by_name else list(range(len(names)))
    shown = None if names is None or by_name else names
    common = dict(labels=given, sample_weight=w)
    scores = {"precision": m.precision_score, "recall": m.recall_score, "f1Score": m.f1_score}
    out = {
        "title": title, "truth": truth, "predicted": predicted, "labels": names, "sampleWeight": w,
        "accuracy": m.accuracy_score(truth, predicted, sample_weight=w),
        "balancedAccuracy": m.balanced_accuracy_score(truth, predicted, sample_weight=w),
        "balancedAccuracyAdjusted": m.balanced_accuracy_score(truth, predicted, adjusted=True, sample_weight=w),
        "matthewsCorrelation": m.matthews_corrcoef(truth, predicted, sample_weight=w),
        "cohenKappa": {
            str(k).lower(): m.cohen_kappa_score(truth, predicted, weights=k, **common)
            for k in (None, "linear", "quadratic")
        },
        "averages": {
            name: {a: f(truth, predicted, average=a, zero_division=0, **common) for a in ("micro", "macro", "weighted")}
            for name, f in scores.items()
        },
        "confusion": m.confusion_matrix(truth, predicted, **common),
        "report": m.classification_report(truth, predicted, target_names=shown, output_dict=True, **common),
        "text": m.classification_report(truth, predicted, target_names=shown, **common),
    }
    found = np.unique(truth) if given is None else given
    if len(found) == 2:
        out["binary"] = {
            name: f(truth, predicted, pos_label=found[1], zero_division=0, sample_weight=w) for name, f in scores.items()
        }
    return out


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def drawn(rows, classes, digits=None):
    truth = rng.integers(0, classes, rows)
    p = softmax(rng.normal(size=(rows, classes)) + 1.5 * np.eye(classes)[truth])
    return truth, p if digits is None else np.round(p, digits)


def expected_calibration_error(truth, p, w, bins=15):
    """Guo et al. 2017, equations 2, 3 and 5, with weighted shares and means."""
    confidence, right = p.max(axis=1), p.argmax(axis=1) == truth
    edges, total = np.linspace(0, 1, bins + 1), 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high) & (w > 0)
        if inside.any():
            gap = np.average(right[inside], weights=w[inside]) - np.average(confidence[inside], weights=w[inside])
            total += w[inside].sum() / w.sum() * abs(gap)
    return total


def binary(title, truth, score, w):
    def roc(drop):
        fpr, tpr, thresholds = m.roc_curve(truth, score, sample_weight=w, drop_intermediate=drop)
        return {"falsePositiveRate": fpr, "truePositiveRate": tpr, "thresholds": thresholds}

    precision, recall, thresholds = m.precision_recall_curve(truth, score, sample_weight=w)
    return {
        "title": title, "truth": truth, "scores": score, "sampleWeight": w,
        "rocAuc": m.roc_auc_score(truth, score, sample_weight=w),
        "averagePrecision": m.average_precision_score(truth, score, sample_weight=w),
        "roc": roc(True),
        "rocFull": roc(False),
        "precisionRecall": {"precision": precision, "recall": recall, "thresholds": thresholds},
        "logLoss": m.log_loss(truth, score, sample_weight=w),
        "brierScore": m.brier_score_loss(truth, score, sample_weight=w),
        "expectedCalibrationError": expected_calibration_error(truth, np.stack([1 - score, score], axis=1), w),
    }


def multi(title, truth, p, w):
    classes = list(range(p.shape[1]))
    binarized = label_binarize(truth, classes=classes)
    averages = ("macro", "weighted")
    return {
        "title": title, "truth": truth, "probabilities": p, "sampleWeight": w,
        "rocAuc": {a: m.roc_auc_score(truth, p, multi_class="ovr", average=a, sample_weight=w) for a in averages},
        "averagePrecision": {a: m.average_precision_score(binarized, p, average=a, sample_weight=w) for a in averages},
        "logLoss": m.log_loss(truth, p, sample_weight=w),
        "brierScore": m.brier_score_loss(truth, p, sample_weight=w),
        "topKAccuracy": {k: m.top_k_accuracy_score(truth, p, k=k, sample_weight=w) for k in (1, 2)},
        "expectedCalibrationError": expected_calibration_error(truth, p, w),
    }


def numbers(title, truth, predicted, w):
    error = predicted - truth
    return {
        "title": title, "truth": truth, "predicted": predicted, "sampleWeight": w,
        "meanAbsoluteError": m.mean_absolute_error(truth, predicted, sample_weight=w),
        "meanSquaredError": m.mean_squared_error(truth, predicted, sample_weight=w),
        "rootMeanSquaredError": m.root_mean_squared_error(truth, predicted, sample_weight=w),
        "medianAbsoluteError": m.median_absolute_error(truth, predicted, sample_weight=w),
        "r2Score": m.r2_score(truth, predicted, sample_weight=w),
        "meanError": np.average(error, weights=w),
        "cumulativeScore": {k: np.average(np.abs(error) <= k, weights=w) for k in (0, 5, 10)},
    }


five = ["white", "black", "asian", "indian", "others"]
ages = rng.integers(0, 117, 150).astype(float)
offset = 1e8 + rng.normal(size=100)
write(
    "sample-weight-labels.json",
    [
        labels("five classes by index", *noisy(5, 150, 0.7), five, drawn_weights(150)),
        labels("names without labels", *noisy(np.array(five), 100, 0.6), None, drawn_weights(100)),
        labels("two classes", *noisy(2, 60, 0.8), ["female", "male"], drawn_weights(60)),
        labels("nothing right", np.array([0, 1, 2]), np.array([1, 2, 0]), None, np.array([0.5, 1, 2.25])),
        labels("a class without weight", np.array([0, 1, 2, 0]), np.array([0, 1, 2, 1]), ["a", "b", "c"], np.array([1, 3, 0, 0.5])),
        labels("whole weights", *noisy(3, 40, 0.5), ["a", "b", "c"], rng.integers(1, 4, 40).astype(float)),
    ],
)
write(
    "sample-weight-binary.json",
    [
        binary(title, truth, p[:, 1], drawn_weights(len(truth)))
        for title, (truth, p) in [("two classes", drawn(120, 2)), ("many ties", drawn(120, 2, digits=1))]
    ],
)
write(
    "sample-weight-multi.json",
    [multi(title, *drawn(120, classes), drawn_weights(120)) for title, classes in [("five classes", 5), ("three", 3)]],
)
write(
    "sample-weight-numbers.json",
    [
        numbers("ages", ages, ages + rng.normal(0, 8, 150), drawn_weights(150)),
        numbers("small differences of large numbers", offset, offset + rng.normal(0, 0.01, 100), drawn_weights(100)),
        numbers("constant truth, wrong", np.array([5.0, 5, 5]), np.array([5.0, 6, 5]), np.array([1, 0.5, 2])),
        numbers("perfect", np.array([1.0, 2, 3]), np.array([1.0, 2, 3]), np.array([0.25, 4, 1])),
    ],
)
