"""Writes pandas.json: what pandas.cut and value_counts give. Run with: pip install pandas==2.3.3 numpy==2.3.5; python make-pandas.py"""
import json
from pathlib import Path

import numpy as np
import pandas as pd

ARTICLE = [0, 10, 20, 30, 40, 60, 80, np.inf]
NAMES = ["<10", "10-20", "20-30", "30-40", "40-60", "60-80", "80+"]
AGES = [*range(0, 117), -1, 0.5, 9.999999, 10.000001, 1e300, -1e300, 5e-324]


def plain(value):
    """NaN as None, infinity as text: JSON has neither."""
    if isinstance(value, float) and np.isnan(value):
        return None
    return "Infinity" if value == np.inf else value


def cut(bins, names, include_lowest):
    ages = pd.Series(AGES, dtype=float)
    cells = pd.cut(ages, bins, labels=names, include_lowest=include_lowest)
    return {
        "bins": [plain(edge) for edge in bins],
        "names": names,
        "includeLowest": include_lowest,
        "cells": [plain(cell) for cell in cells.astype(object).tolist()],
    }


def count(values):
    counts = pd.Series(values, dtype=object).value_counts(dropna=False)
    shares = pd.Series(values, dtype=object).value_counts(dropna=False, normalize=True)
    return {
        "values": [plain(value) for value in values],
        "counts": [[plain(value), int(number), float(share)] for (value, number), share in zip(counts.items(), shares)],
    }


random = np.random.default_rng(7)
golden = {
    "ages": AGES,
    "cuts": [cut(bins, names, lowest) for bins, names in [(ARTICLE, NAMES), ([-5, 0, 12.5, 18], ["a", "b", "c"])] for lowest in [False, True]],
    "counts": [
        count(list(values))
        for values in ["", "b", "abcabcab", "zyxzyx", "ddccbbaad", random.choice(list("abcde"), 200).tolist(), ["a", None, "b", None], [3, 1, 3, 2, 1]]
    ],
}
Path(__file__).with_name("pandas.json").write_text(json.dumps(golden, allow_nan=False) + "\n")
