"""Writes damaged.json: what Pillow makes of the files of jpeg.json and png.json with flipped bits and cuts, for the
built-in decoder. Run make-jpeg.py and make-png.py first.

python3 -m venv venv && venv/bin/pip install pillow==12.0.0 && venv/bin/python make-damaged.py
"""
import base64, io, json, pathlib, random, struct, warnings, zlib
from PIL import Image, ImageOps

warnings.simplefilter("ignore")
here = pathlib.Path(__file__).parent
jpegs, pngs = (json.loads((here / name).read_text()) for name in ("jpeg.json", "png.json"))
chance = random.Random(7)
FLIPS, CUTS = 8, 3


def with_sums(data):
    """The PNG with checksums that fit the damage."""
    data, start = bytearray(data), 8
    while start + 12 <= len(data):
        end = start + 8 + struct.unpack_from(">I", data, start)[0]
        if end + 4 > len(data):
            break
        struct.pack_into(">I", data, end, zlib.crc32(data[start + 4 : end]))
        start = end + 4
    return bytes(data)


def damaged(files, kind):
    for index, file in enumerate(files):
        good, pixels = base64.b64decode(file[kind]), base64.b64decode(file["pixels"])
        for _ in range(FLIPS):
            data = bytearray(good)
            flips = [[chance.randrange(len(good)), 1 << chance.randrange(8)] for _ in range(chance.choice([1, 1, 2]))]
            for at, bit in flips:
                data[at] ^= bit
            fixed = kind == "png" and chance.random() < 0.5
            yield {"kind": kind, "file": index, "flips": flips, "fixed": fixed}, (with_sums(data) if fixed else bytes(data)), pixels
        for _ in range(CUTS):
            length = chance.randrange(len(good))
            yield {"kind": kind, "file": index, "length": length}, good[:length], pixels


def pillow(data, good):
    """Width, height and pixels, less those of the good file where there are as many; nothing where Pillow rejects."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > 1_000_000:
                return {}
            decoded = ImageOps.exif_transpose(image).convert("RGB")
        pixels = decoded.tobytes()
        if len(pixels) == len(good):
            pixels = bytes((one - other) % 256 for one, other in zip(pixels, good))
        return {"width": decoded.width, "height": decoded.height, "pixels": base64.b64encode(zlib.compress(pixels, 9)).decode()}
    except Exception:
        return {}


cases = [{**case, **pillow(data, good)} for files, kind in ((jpegs, "jpeg"), (pngs, "png")) for case, data, good in damaged(files, kind)]
(here / "damaged.json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
