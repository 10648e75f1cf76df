"""Writes png.json: drawn images as PNGs of every kind, and the pixels that Pillow decodes from them, for pngDecoder;
and faulty-png.json: PNGs with surplus, missing and wrong bytes, and the pixels that Pillow decodes, or none if it
rejects the file.

python3 -m venv venv && venv/bin/pip install pillow==13.0.0 numpy==2.4.6 && venv/bin/python make-png.py
"""
import base64, io, json, pathlib, struct, zlib
import numpy as np
from PIL import Image, ImageDraw, ImageOps
from PIL.PngImagePlugin import PngInfo

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def drawing(width, height):
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.1, height * 0.2, width * 0.6, height * 0.9), fill=(30, 90, 220))
    draw.rectangle((width * 0.5, height * 0.05, width * 0.95, height * 0.4), fill=(240, 240, 30))
    return image


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def rows(samples, depth):
    """Rows of [height, width, samples] without filter, packed to `depth` bits."""
    if depth == 16:
        packed = samples.astype(">u2").tobytes()
        return b"".join(b"\0" + packed[i : i + samples[0].size * 2] for i in range(0, len(packed), samples[0].size * 2))
    lines = []
    for row in samples.reshape(samples.shape[0], -1):
        bits = "".join(format(int(value), f"0{depth}b") for value in row)
        bits += "0" * (-len(bits) % 8)
        lines.append(b"\0" + bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)))
    return b"".join(lines)


def raw_png(samples, depth, color_type, interlaced, extra=b""):
    height, width = samples.shape[:2]
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    parts = [samples[top::down, left::across] for left, top, across, down in passes]
    data = zlib.compress(b"".join(rows(part, depth) for part in parts if part.size))
    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", data[:20]) + chunk(b"IDAT", data[20:]) + chunk(b"IEND", b"")


def saved(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, "PNG", **options)
    return buffer.getvalue()


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags


def with_text(keyword, text, zip, exif=None):
    info = PngInfo()
    (info.add_itxt if keyword == XMP else info.add_text)(keyword, text, zip=zip)
    return saved(drawing(9, 7), pnginfo=info, **({"exif": exif} if exif else {}))


def raw_profile(orientation):
    data = exif(orientation).tobytes()
    return f"\nexif\n{len(data):8}\n{data.hex()}\n"


XMP = "XML:com.adobe.xmp"
color = drawing(41, 35)
pixels = np.asarray(color)
alpha = np.dstack([pixels, np.arange(41 * 35).reshape(35, 41) % 256])
gray = pixels[:, :, :1]
palette = b"PLTE", bytes(range(48))
files = {
    "RGB": saved(color),
    "RGBA": saved(Image.fromarray(alpha.astype(np.uint8))),
    "gray": saved(color.convert("L")),
    "gray and alpha": saved(color.convert("LA")),
    "indexed": saved(color.quantize(200)),
    "indexed, 4 bits": saved(color.quantize(9)),
    "indexed, 1 bit, transparent": saved(color.quantize(2), transparency=0),
    "1 bit": saved(color.convert("1")),
    "2 bits": raw_png(gray >> 6, 2, 0, False),
    "4 bits": raw_png(gray >> 4, 4, 0, False),
    "RGB, 16 bits": raw_png(pixels.astype(np.uint16) * 257 - (pixels > 0) * 100, 16, 2, False),
    "RGBA, 16 bits": raw_png(alpha.astype(np.uint16) * 256 + 200, 16, 6, False),
    "RGB, interlaced": raw_png(pixels, 8, 2, True),
    "RGBA, interlaced": raw_png(alpha, 8, 6, True),
    "1 bit, interlaced": raw_png(gray >> 7, 1, 0, True),
    "indexed, 4 bits, interlaced": raw_png(gray >> 4, 4, 3, True, chunk(*palette)),
    **{f"{w} x {h}, interlaced": raw_png(np.asarray(drawing(w, h)), 8, 2, True) for w, h in [(1, 1), (3, 2), (4, 5), (1, 9)]},
    **{f"orientation {n}": saved(drawing(9, 7), exif=exif(n)) for n in (1, 3, 6, 8)},
    "orientation 6 in XMP": with_text(XMP, '<rdf:Description tiff:Orientation="6"/>', False),
    "orientation 8 in packed XMP": with_text(XMP, "<tiff:Orientation>8</tiff:Orientation>", True),
    "orientation 6 in text": with_text("Raw profile type exif", raw_profile(6), False),
    "orientation 5 in packed text": with_text("Raw profile type exif", raw_profile(5), True),
    "orientation 3, another in XMP": with_text(XMP, '<rdf:Description tiff:Orientation="6"/>', False, exif(3)),
}
cases = []
for name, data in files.items():
    decoded = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    cases.append({"name": name, "width": decoded.width, "height": decoded.height, "png": base64.b64encode(data).decode(), "pixels": base64.b64encode(np.asarray(decoded).tobytes()).decode()})
pathlib.Path(__file__).with_name("png.json").write_text(json.dumps(cases, indent=1) + "\n")


def faulty_files():
    """A name for each fault, and the file."""
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 7, 8, 2, 0, 0, 0))
    samples = rows(np.asarray(drawing(9, 7)), 8)
    packed, end, text = zlib.compress(samples), chunk(b"IEND", b""), chunk(b"tEXt", b"a\0b")
    wrong = lambda part: part[:-1] + bytes([part[-1] ^ 1])  # its last byte, of a checksum
    image = lambda data: head + chunk(b"IDAT", data)
    yield "a surplus byte", image(zlib.compress(samples + b"x")) + end
    yield "surplus rows", image(zlib.compress(samples * 3)) + end
    yield "a surplus megabyte", image(zlib.compress(samples + bytes(1_000_000))) + end
    yield "bytes after the stream", image(packed + b"surplus") + end
    yield "pixels after the stream", image(packed) + chunk(b"IDAT", b"surplus") + end
    yield "no IEND", image(packed)
    yield "half of IEND", image(packed) + end[:6]
    yield "IEND with a wrong checksum", image(packed) + wrong(end)
    yield "zeros instead of IEND", image(packed) + bytes(40)
    yield "no checksum of the pixels", image(packed)[:-4]
    yield "no checksums of the pixels and their stream", image(packed)[:-8]
    yield "no checksum of the stream", image(packed[:-4]) + end
    yield "a wrong checksum of the pixels", wrong(image(packed)) + end
    yield "a wrong checksum of the stream", image(wrong(packed)) + end
    yield "a wrong checksum before the pixels", head + wrong(text) + chunk(b"IDAT", packed) + end
    yield "a wrong checksum after the pixels", image(packed) + wrong(text) + end
    yield "a cut chunk after the pixels", image(packed) + text[:-6]
    yield "a missing byte", image(packed[:-5]) + end
    yield "a missing sample", image(zlib.compress(samples[:-1])) + end
    yield "a missing row", image(zlib.compress(samples[:-28])) + end
    yield "an unknown filter", image(zlib.compress(b"\x05" + samples[1:])) + end


def pillow_pixels(data):
    try:
        return {"pixels": base64.b64encode(Image.open(io.BytesIO(data)).convert("RGB").tobytes()).decode()}
    except Exception:
        return {}


faulty = [{"name": name, "png": base64.b64encode(data).decode(), **pillow_pixels(data)} for name, data in faulty_files()]
pathlib.Path(__file__).with_name("faulty-png.json").write_text(json.dumps(faulty, indent=1) + "\n")
