"""Writes golden values as JSON, with NaN and infinities as strings (JSON has no words for them)."""
import json
import math
import pathlib


def plain(value):
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")
    return value


def write(name, cases):
    path = pathlib.Path(__file__).with_name(name)
    lines = ",\n".join(json.dumps(plain(case), allow_nan=False, ensure_ascii=False) for case in cases)
    path.write_text("[\n" + lines + "\n]\n", encoding="utf-8")
