"""Golden values of fairlearn's MetricFrame. Run: python make-groups.py

Pinned: fairlearn==0.15.0, scikit-learn==1.7.2, numpy==2.4.6, pandas==3.1.1.
"""
import warnings

import numpy as np
from fairlearn.metrics import MetricFrame
from sklearn import metrics as m

from golden_json import write

warnings.simplefilter("ignore")
rng = np.random.default_rng(19)
rows = 240
race = rng.choice(["white", "black", "asian", "indian", "others"], rows, p=[0.45, 0.2, 0.15, 0.15, 0.05])
gender = rng.choice(["female", "male"], rows)
band = rng.choice(["0-19", "20-59", "60+"], rows, p=[0.15, 0.8, 0.05])
truth = rng.integers(0, 2, rows)
predicted = np.where(rng.random(rows) < 0.8, truth, 1 - truth)
ages = rng.integers(0, 100, rows).astype(float)
guesses = ages + rng.normal(2, 8, rows)
# A combination that never occurs, so that an empty group is compared too.
empty = (race == "others") & (gender == "male")
gender = np.where(empty, "female", gender)


def bias(t, p):
    return np.mean(p - t)


METRICS = {
    "accuracy": (m.accuracy_score, truth, predicted),
    "meanAbsoluteError": (m.mean_absolute_error, ages, guesses),
    "r2Score": (m.r2_score, ages, guesses),
    "meanError": (bias, ages, guesses),
}
GROUPS = {"race": {"race": race}, "race and gender": {"race": race, "gender": gender}, "all": {"race": race, "gender": gender, "band": band}}
cases = []
for name, (metric, t, p) in METRICS.items():
    for title, groups in GROUPS.items():
        frame = MetricFrame(metrics=metric, y_true=t, y_pred=p, sensitive_features=groups)
        counts = MetricFrame(metrics=lambda a, b: len(a), y_true=t, y_pred=p, sensitive_features=groups).by_group.fillna(0)
        cases.append({
            "metric": name,
            "title": title,
            "truth": t,
            "predicted": p,
            "groups": groups,
            "overall": frame.overall,
            "values": [float(v) for v in frame.by_group],
            "counts": [int(c) for c in counts],
            "keys": [list(k) if isinstance(k, tuple) else [k] for k in frame.by_group.index],
            "difference": {"betweenGroups": frame.difference(), "toOverall": frame.difference(method="to_overall")},
            "ratio": {"betweenGroups": frame.ratio(), "toOverall": frame.ratio(method="to_overall")},
        })
write("groups.json", cases)
