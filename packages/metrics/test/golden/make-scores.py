"""Golden values of scikit-learn for metrics of scores, and of plain NumPy for calibration errors.
Run: python make-scores.py

Pinned: scikit-learn==1.7.2, numpy==2.4.6.
"""
import warnings

import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve
from sklearn.preprocessing import label_binarize

from golden_json import write

warnings.simplefilter("ignore")
rng = np.random.default_rng(13)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def drawn(rows, classes, sharpness=1.0, digits=None):
    truth = rng.integers(0, classes, rows)
    logits = rng.normal(size=(rows, classes)) * sharpness + 1.5 * np.eye(classes)[truth]
    p = softmax(logits)
    return truth, p if digits is None else np.round(p, digits)


def expected_calibration_error(truth, p, bins=15):
    """Guo et al. 2017, equations 2, 3 and 5, written from the paper."""
    confidence, right = p.max(axis=1), p.argmax(axis=1) == truth
    edges, total = np.linspace(0, 1, bins + 1), 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            total += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return total


def curves(truth, score):
    fpr, tpr, roc_thresholds = m.roc_curve(truth, score)
    full = m.roc_curve(truth, score, drop_intermediate=False)
    precision, recall, thresholds = m.precision_recall_curve(truth, score)
    return {
        "roc": {"falsePositiveRate": fpr, "truePositiveRate": tpr, "thresholds": roc_thresholds},
        "rocFull": {"falsePositiveRate": full[0], "truePositiveRate": full[1], "thresholds": full[2]},
        "precisionRecall": {"precision": precision, "recall": recall, "thresholds": thresholds},
    }


def binary(title, truth, score):
    truth, score = np.asarray(truth), np.asarray(score, float)
    out = {"title": title, "truth": truth, "scores": score, "rocAuc": m.roc_auc_score(truth, score)}
    out["averagePrecision"] = m.average_precision_score(truth, score)
    out.update(curves(truth, score))
    if score.min() >= 0 and score.max() <= 1:
        p = np.stack([1 - score, score], axis=1)
        out["logLoss"] = m.log_loss(truth, score, labels=[0, 1])
        out["logLoss32"] = m.log_loss(truth, score.astype(np.float32), labels=[0, 1])
        out["expectedCalibrationError"] = expected_calibration_error(truth, p)
        out["brierScore"] = m.brier_score_loss(truth, score, pos_label=1)
        for strategy in ("uniform", "quantile"):
            share, mean = calibration_curve(truth, score, pos_label=1, n_bins=5, strategy=strategy)
            out[strategy] = {"share": share, "mean": mean}
    return out


def multi(title, truth, p, names):
    classes = list(range(p.shape[1]))
    present = np.unique(truth)
    out = {"title": title, "truth": truth, "probabilities": p, "labels": names}
    out["rocAuc"] = {
        f"{kind} {average}": m.roc_auc_score(truth, p, multi_class=short, average=average, labels=classes)
        for kind, short in (("one-vs-rest", "ovr"), ("one-vs-one", "ovo"))
        for average in ("macro", "weighted")
    }
    binarized = label_binarize(truth, classes=classes)
    out["averagePrecision"] = {a: m.average_precision_score(binarized, p, average=a) for a in ("macro", "weighted")}
    out["rocAucOfLast"] = m.roc_auc_score(binarized[:, -1], p[:, -1])
    out["logLoss"] = m.log_loss(truth, p, labels=classes)
    out["expectedCalibrationError"] = {b: expected_calibration_error(truth, p, b) for b in (1, 10, 15)}
    out["brierScore"] = m.brier_score_loss(truth, p, labels=classes)
    out["topKAccuracy"] = {k: m.top_k_accuracy_score(truth, p, k=k, labels=classes) for k in (1, 2)}
    out["present"] = len(present)
    return out


two, p_two = drawn(200, 2)
tied, p_tied = drawn(200, 2, digits=1)
absent, p_absent = drawn(150, 4)
absent[absent == 3] = 0
write(
    "scores-binary.json",
    [
        binary("two classes", two, p_two[:, 1]),
        binary("many ties", tied, p_tied[:, 1]),
        binary("scikit-learn's example", [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]),
        binary("all scores equal", [0, 1, 1, 0], [0.5, 0.5, 0.5, 0.5]),
        binary("certain and right", [0, 1, 1], [0, 1, 1]),
        binary("certain and wrong", [0, 1, 1], [1, 0, 1]),
        binary("logits", two, rng.normal(size=200) * 3 + two),
        binary("huge scores", [0, 1, 0, 1], [-1e300, 1e300, 1e299, 1e-300]),
        binary("one class only: positive", [1, 1, 1], [0.2, 0.9, 0.5]),
        binary("one class only: negative", [0, 0, 0], [0.2, 0.9, 0.5]),
        binary("edges of bins", [0, 1, 0, 1, 1, 0], [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
coarse = np.array([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.25, 0.25, 0.5]])[rng.integers(0, 3, 90)]
five = ["white", "black", "asian", "indian", "others"]
write(
    "scores-multi.json",
    [
        multi("five classes", *drawn(300, 5), five),
        multi("three classes with ties", rng.integers(0, 3, 90), coarse, ["a", "b", "c"]),
        multi("a class that never occurs", absent, p_absent, ["a", "b", "c", "d"]),
        multi("overconfident", *drawn(200, 4, sharpness=6), ["a", "b", "c", "d"]),
    ],
)
