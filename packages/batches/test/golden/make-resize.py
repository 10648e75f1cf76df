"""Writes resize.json: images resized by Pillow, which resizeImage must equal to the byte.

python3 -m venv venv && venv/bin/pip install pillow==12.0.0 numpy==2.2.6 && venv/bin/python make-resize.py
"""
import base64, hashlib, json, pathlib
import numpy as np
from PIL import Image

FILTERS = {"nearest": Image.Resampling.NEAREST, "bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}
SIZES = [((200, 200), (198, 198)), ((7, 5), (3, 4)), ((5, 7), (16, 11)), ((1, 1), (4, 3)), ((64, 48), (1, 1)), ((97, 31), (31, 97)), ((40, 30), (40, 9)), ((40, 30), (17, 30)), ((333, 5), (10, 5)), ((3, 3), (50, 50))]


def image(height, width):
    """Noise with hard edges, from a generator that is written in the test as well (a 32-bit LCG, its top byte)."""
    state, values = 12345, []
    for _ in range(height * width * 3):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(state >> 24)
    data = np.array(values, np.uint8).reshape(height, width, 3)
    data[: height // 2, : width // 2] = 255
    data[height // 2 :, width // 2 :] = 0
    return data


cases = []
for (height, width), (to_height, to_width) in SIZES:
    for name, filter in FILTERS.items():
        resized = np.asarray(Image.fromarray(image(height, width)).resize((to_width, to_height), filter))
        case = {"from": [height, width], "to": [to_height, to_width], "filter": name, "sha256": hashlib.sha256(resized.tobytes()).hexdigest()}
        if resized.size < 600:
            case["data"] = base64.b64encode(resized.tobytes()).decode()
        cases.append(case)
pathlib.Path(__file__).with_name("resize.json").write_text(json.dumps(cases, indent=1) + "\n")
