"""Writes jpeg.json: drawn images as JPEGs of many kinds, and the pixels that Pillow (libjpeg-turbo) decodes from them,
for jpegDecoder.

python3 -m venv venv && venv/bin/pip install pillow==12.0.0 numpy==2.2.6 && venv/bin/python make-jpeg.py
"""
import base64, io, json, pathlib
import numpy as np
from PIL import Image, ImageDraw, ImageOps


def drawing(width, height):
    image = Image.new("RGB", (width, height), (200, 120, 60))
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.1, height * 0.2, width * 0.6, height * 0.9), fill=(30, 90, 220))
    draw.rectangle((width * 0.5, height * 0.05, width * 0.95, height * 0.4), fill=(240, 240, 30))
    draw.line((0, height, width, 0), fill=(0, 0, 0), width=2)
    return image


def jpeg(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=92, **options)
    return buffer.getvalue()


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags


color = drawing(41, 35)
files = {
    "4:4:4": jpeg(color, subsampling="4:4:4"),
    "4:2:2": jpeg(color, subsampling="4:2:2"),
    "4:2:0": jpeg(color, subsampling="4:2:0"),
    "4:2:0, even": jpeg(drawing(48, 32), subsampling="4:2:0"),
    "4:2:0, one pixel": jpeg(drawing(1, 1), subsampling="4:2:0"),
    "4:2:0, three wide": jpeg(drawing(3, 5), subsampling="4:2:0"),
    "progressive": jpeg(color, progressive=True),
    "restart markers": jpeg(color, restart_marker_blocks=2),
    "gray": jpeg(color.convert("L")),
    "gray, progressive": jpeg(color.convert("L"), progressive=True),
    "RGB, not YCbCr": jpeg(color, keep_rgb=True),
    "CMYK": jpeg(color.convert("CMYK")),
    **{f"orientation {n}": jpeg(color, exif=exif(n), subsampling="4:4:4") for n in range(1, 9)},
}
cases = []
for name, data in files.items():
    decoded = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    pixels = np.asarray(decoded)
    cases.append({"name": name, "width": decoded.width, "height": decoded.height, "jpeg": base64.b64encode(data).decode(), "pixels": base64.b64encode(pixels.tobytes()).decode()})
pathlib.Path(__file__).with_name("jpeg.json").write_text(json.dumps(cases, indent=1) + "\n")
