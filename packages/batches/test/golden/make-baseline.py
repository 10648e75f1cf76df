"""Writes baseline.json: drawn images as baseline JPEGs of every common sampling, many sizes and qualities, and the
pixels that Pillow (libjpeg-turbo) decodes from them, which jpegDecoder gives to the byte.

python3 -m venv venv && venv/bin/pip install pillow==12.0.0 numpy==2.2.6 && venv/bin/python make-baseline.py
"""
import base64, io, json, pathlib, zlib
import numpy as np
from PIL import Image, ImageDraw

chance = np.random.default_rng(7)
SAMPLINGS = ("4:2:0", "4:2:2", "4:4:4", "gray")


def drawing(width, height):
    """A shape of strong colors on noise: coefficients of every size, and samples that have to be clipped."""
    noise = chance.integers(0, 256, (height, width, 3), dtype=np.uint8) // 3
    image = Image.fromarray(noise)
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.1, height * 0.2, width * 0.6, height * 0.9), fill=(0, 0, 255))
    draw.rectangle((width * 0.5, 0, width, height * 0.4), fill=(255, 240, 0))
    draw.line((0, height, width, 0), fill=(255, 255, 255))
    return image


def case(sampling, width, height, quality=75, **options):
    image = drawing(width, height)
    buffer = io.BytesIO()
    if sampling == "gray":
        image.convert("L").save(buffer, "JPEG", quality=quality, **options)
    else:
        image.save(buffer, "JPEG", quality=quality, subsampling=sampling, **options)
    pixels = Image.open(buffer).convert("RGB").tobytes()
    name = f"{sampling}, {width} x {height}, quality {quality}" + "".join(f", {key} {value}" for key, value in options.items())
    return {"name": name, "width": width, "height": height, "jpeg": base64.b64encode(buffer.getvalue()).decode(), "pixels": base64.b64encode(zlib.compress(pixels, 9)).decode()}


cases = []
for sampling in SAMPLINGS:
    cases += [case(sampling, width, height) for width, height in ((1, 1), (2, 3), (4, 5), (5, 4), (8, 8), (16, 16), (33, 18), (7, 40), (40, 7))]
    cases += [case(sampling, 17, 13, quality) for quality in (5, 30, 75, 95, 100)]
    cases += [case(sampling, 35, 19, restart_marker_blocks=1), case(sampling, 50, 34, restart_marker_rows=1), case(sampling, 35, 19, optimize=True)]
pathlib.Path(__file__).with_name("baseline.json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
