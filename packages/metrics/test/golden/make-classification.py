"""Golden values of scikit-learn for metrics of labels. Run: python make-classification.py

Pinned: scikit-learn==1.7.2, numpy==2.4.6 (pip install scikit-learn==1.7.2).
"""
import warnings

import numpy as np
from sklearn import metrics as m

from golden_json import write

warnings.simplefilter("ignore")
rng = np.random.default_rng(7)


def noisy(classes, rows, right, weights=None):
    truth = rng.choice(classes, rows, p=weights)
    return truth, np.where(rng.random(rows) < right, truth, rng.choice(classes, rows))


five = ["white", "black", "asian", "indian", "others"]
skewed, skewed_predicted = noisy(5, 400, 0.7, [0.45, 0.2, 0.15, 0.15, 0.05])
names, names_predicted = noisy(np.array(five), 120, 0.6)
CASES = [
    ("five classes by index", skewed, skewed_predicted, five),
    ("five classes by name", names, names_predicted, five),
    ("names without labels", names, names_predicted, None),
    ("two classes", *noisy(2, 60, 0.8), ["female", "male"]),
    ("two classes without labels", *noisy(2, 61, 0.4), None),
    ("a class that never occurs", [0, 0, 1, 3, 3], [0, 1, 1, 3, 0], ["a", "b", "c", "d"]),
    ("a class that is never predicted", [0, 0, 1, 2, 2], [0, 1, 1, 0, 0], ["a", "b", "c"]),
    ("a class that is only predicted", [0, 0, 1], [0, 2, 1], ["a", "b", "c"]),
    ("nothing right", [0, 1, 2], [1, 2, 0], None),
    ("all right", [0, 1, 2], [0, 1, 2], None),
    ("one class", [1, 1, 1], [1, 1, 1], None),
    ("one class, one row", ["a"], ["a"], None),
    ("one class among two", [0, 0, 0], [0, 0, 0], ["no", "yes"]),
    ("odd numbers as labels", [-5, 7, 7, 1000000, -5], [7, 7, -5, 1000000, -5], None),
    ("exact ties of rounding", [0] * 8 + [1] * 8, [0] * 1 + [1] * 7 + [0] * 3 + [1] * 5, ["x", "y"]),
    ("long and wide names", [0, 1, 2, 1], [0, 1, 1, 1], ["a", "a name much longer than any heading", "数𝟘é"]),
    ("many rows", *noisy(3, 5000, 0.9), ["one", "two", "three"]),
]


def report_of(truth, predicted, labels, target_names, **options):
    common = dict(labels=labels, target_names=target_names, **options)
    text = m.classification_report(truth, predicted, **common)
    return {"text": text, "values": m.classification_report(truth, predicted, output_dict=True, **common)}


def case(title, truth, predicted, names):
    truth, predicted = np.asarray(truth), np.asarray(predicted)
    by_name = truth.dtype.kind == "U"
    labels = None if names is None else names if by_name else list(range(len(names)))
    found = np.unique(np.concatenate([truth, predicted])) if labels is None else labels
    out = {"title": title, "truth": truth, "predicted": predicted, "labels": names}
    shown = None if names is None or by_name else names
    out["report"] = report_of(truth, predicted, labels, shown)
    out["digits"] = {d: report_of(truth, predicted, labels, shown, digits=d)["text"] for d in (0, 1, 4, 15)}
    out["zeroDivision"] = {
        str(z).replace("nan", "NaN"): report_of(truth, predicted, labels, shown, zero_division=z)
        for z in (0, 1, np.nan)
    }
    averages = ["micro", "macro", "weighted"]
    scores = {"precision": m.precision_score, "recall": m.recall_score, "f1Score": m.f1_score}
    out["averages"] = {
        name: {a: f(truth, predicted, labels=labels, average=a, zero_division=0) for a in averages}
        for name, f in scores.items()
    }
    if len(found) == 2:
        out["binary"] = {name: f(truth, predicted, pos_label=found[1], zero_division=0) for name, f in scores.items()}
    out["accuracy"] = m.accuracy_score(truth, predicted)
    out["balancedAccuracy"] = m.balanced_accuracy_score(truth, predicted)
    out["balancedAccuracyAdjusted"] = m.balanced_accuracy_score(truth, predicted, adjusted=True)
    out["matthewsCorrelation"] = m.matthews_corrcoef(truth, predicted)
    out["cohenKappa"] = {
        str(w).lower(): m.cohen_kappa_score(truth, predicted, labels=labels, weights=w) for w in (None, "linear", "quadratic")
    }
    out["confusion"] = m.confusion_matrix(truth, predicted, labels=labels)
    # scikit-learn turns a share of nothing into 0; here it stays NaN.
    counts = out["confusion"].astype(float)
    with np.errstate(all="ignore"):
        out["normalized"] = {
            "true": counts / counts.sum(axis=1, keepdims=True),
            "pred": counts / counts.sum(axis=0, keepdims=True),
            "all": counts / counts.sum(),
        }
    return out


def subset(title, truth, predicted, names, only):
    index = [names.index(name) for name in only]
    report = report_of(np.asarray(truth), np.asarray(predicted), index, only)
    return {"title": title, "truth": truth, "predicted": predicted, "labels": names, "only": only, "report": report}


write("classification.json", [case(*c) for c in CASES])
write(
    "classification-only.json",
    [
        subset("two of five", skewed.tolist(), skewed_predicted.tolist(), five, ["asian", "white"]),
        subset("all, in another order", skewed.tolist(), skewed_predicted.tolist(), five, five[::-1]),
        subset("all that occur", [0, 1, 0], [0, 1, 1], ["a", "b", "c"], ["a", "b"]),
        subset("one that never occurs", [0, 1, 0], [0, 1, 2], ["a", "b", "c"], ["c"]),
        subset("one that is never right", [0, 1, 2], [1, 1, 0], ["a", "b", "c"], ["a"]),
    ],
)
