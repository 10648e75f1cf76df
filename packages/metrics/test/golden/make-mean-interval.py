"""Intervals of shares by SciPy's binomial distribution: python make-mean-interval.py > mean-interval.json"""
import json

from scipy.stats import binom

cases = []
for rows, hits in [(2, 1), (20, 19), (50, 25), (200, 199), (997, 123), (20000, 17000), (20000, 19990), (300, 0)]:
    for confidence in (0.9, 0.95, 0.999):
        tail = (1 - confidence) / 2
        low, high = (binom.ppf(share, rows, hits / rows) / rows if 0 < hits < rows else hits / rows for share in (tail, 1 - tail))
        cases.append({"rows": rows, "hits": hits, "confidence": confidence, "low": low, "high": high})
print(json.dumps(cases, indent=2))
