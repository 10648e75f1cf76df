"""Writes random-jpeg.jsonl: drawn images as random JPEGs of every kind that libjpeg writes, every sampling by factors
of 1 and 2 among them, and the pixels that Pillow decodes from them; and damaged ones, with the pixels or the error of
Pillow, and whether libjpeg warns that pixels are missing. jpegDecoder is compared with both.

Needs a C compiler and libjpeg's header (Debian: gcc libjpeg-dev), as Pillow writes neither YCCK nor all samplings.

python3 -m venv venv && venv/bin/pip install pillow==13.0.0 numpy==2.4.6 && venv/bin/python make-random-jpeg.py

The committed file is small. A long one for an occasion: make-random-jpeg.py --valid 2000 --damaged 2000 --side 200
--seed 1 --output corpus.jsonl, then POLYHEAD_JPEG_CORPUS=corpus.jsonl pnpm test
packages/batches/test/random-jpeg.test.ts
"""
import argparse, base64, ctypes, io, itertools, json, pathlib, random, re, struct, subprocess, tempfile, warnings, zlib
import numpy as np
from PIL import Image, ImageDraw, ImageOps

warnings.simplefilter("ignore")
Image.MAX_IMAGE_PIXELS = None
MAX_PIXELS = 1_000_000

ENCODER = r"""
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>
#include <jerror.h>

static jpeg_scan_info *add_scan(jpeg_scan_info *scan, int first, int second, int from, int to, int high, int low) {
  scan->comps_in_scan = second > first ? 2 : 1;
  scan->component_index[0] = first; scan->component_index[1] = second;
  scan->Ss = from; scan->Se = to; scan->Ah = high; scan->Al = low;
  return scan + 1;
}

/* Scans of each component (apart is 1) or of the first and the last, and of the others (2). */
static int order_scans(jpeg_scan_info *scans, int components, int apart, int progressive) {
  jpeg_scan_info *end = scans;
  for (int first = 0; first < (apart == 1 ? components : (components + 1) / 2); first++) {
    int second = apart == 1 ? first : components - 1 - first;
    if (!progressive) { end = add_scan(end, first, second, 0, 63, 0, 0); continue; }
    end = add_scan(end, first, second, 0, 0, 0, 1);
    for (int one = first; one <= second; one += second > first ? second - first : 1) end = add_scan(end, one, one, 1, 63, 0, 0);
    end = add_scan(end, first, second, 0, 0, 1, 0);
  }
  return end - scans;
}

/* options: width, height, channels, JPEG color space, quality, progressive, optimized, restart interval, markers, order of scans, then across and down of each component. */
unsigned long encode(unsigned char *pixels, const int *o, unsigned char **out) {
  struct jpeg_compress_struct c;
  struct jpeg_error_mgr e;
  jpeg_scan_info scans[16];
  unsigned long size = 0;
  int stride = o[0] * o[2];
  c.err = jpeg_std_error(&e);
  jpeg_create_compress(&c);
  jpeg_mem_dest(&c, out, &size);
  c.image_width = o[0]; c.image_height = o[1]; c.input_components = o[2];
  c.in_color_space = o[2] == 1 ? JCS_GRAYSCALE : o[2] == 3 ? JCS_RGB : JCS_CMYK;
  jpeg_set_defaults(&c);
  jpeg_set_colorspace(&c, (J_COLOR_SPACE)o[3]);
  jpeg_set_quality(&c, o[4], o[6] != 2);
  c.optimize_coding = o[6] == 1;
  c.restart_interval = o[7];
  if (!o[8]) c.write_JFIF_header = c.write_Adobe_marker = 0;
  for (int i = 0; i < c.num_components; i++) { c.comp_info[i].h_samp_factor = o[10 + 2 * i]; c.comp_info[i].v_samp_factor = o[11 + 2 * i]; }
  if (o[9]) { c.num_scans = order_scans(scans, c.num_components, o[9], o[5]); c.scan_info = scans; }
  else if (o[5]) jpeg_simple_progression(&c);
  jpeg_start_compress(&c, TRUE);
  while (c.next_scanline < c.image_height) { JSAMPROW row = pixels + (size_t)c.next_scanline * stride; jpeg_write_scanlines(&c, &row, 1); }
  jpeg_finish_compress(&c);
  jpeg_destroy_compress(&c);
  return size;
}

static jmp_buf failed;
static int missing;

static void fail(j_common_ptr c) { longjmp(failed, 1); }

static void note(j_common_ptr c, int level) {
  switch (level < 0 ? c->err->msg_code : JWRN_EXTRANEOUS_DATA) {
    case JWRN_EXTRANEOUS_DATA: case JWRN_JFIF_MAJOR: case JWRN_ADOBE_XFORM: case JWRN_NOT_SEQUENTIAL: case JWRN_BOGUS_PROGRESSION: break;
    default: missing = 1;
  }
}

/* Whether libjpeg warns that pixels are missing, or fails. */
int warns(unsigned char *data, unsigned long size) {
  struct jpeg_decompress_struct c;
  struct jpeg_error_mgr e;
  JSAMPARRAY row;
  missing = 0;
  c.err = jpeg_std_error(&e);
  e.error_exit = fail; e.emit_message = note;
  jpeg_create_decompress(&c);
  if (setjmp(failed)) { jpeg_destroy_decompress(&c); return 1; }
  jpeg_mem_src(&c, data, size);
  jpeg_read_header(&c, TRUE);
  jpeg_start_decompress(&c);
  row = (*c.mem->alloc_sarray)((j_common_ptr)&c, JPOOL_IMAGE, c.output_width * c.output_components, 1);
  while (c.output_scanline < c.output_height) jpeg_read_scanlines(&c, row, 1);
  jpeg_finish_decompress(&c);
  jpeg_destroy_decompress(&c);
  return missing;
}
"""
GRAY, RGB, YCC, CMYK, YCCK = 1, 2, 3, 4, 5
SAMPLINGS = {"4:4:4": (1, 1), "4:2:2": (2, 1), "4:4:0": (1, 2), "4:2:0": (2, 2), "4:1:1": (4, 1)}
METHODS = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90}


def build_encoder():
    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "encode.c").write_text(ENCODER)
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", folder / "encode.so", folder / "encode.c", "-ljpeg"], check=True)
    library = ctypes.CDLL(str(folder / "encode.so"))
    library.encode.restype = ctypes.c_ulong
    return library


def encode(library, pixels, options):
    height, width, channels = pixels.shape
    out = ctypes.POINTER(ctypes.c_ubyte)()
    numbers = [width, height, channels, *options]
    size = library.encode(pixels.ctypes.data_as(ctypes.c_void_p), (ctypes.c_int * len(numbers))(*numbers), ctypes.byref(out))
    return ctypes.string_at(out, size)


def drawing(chance, width, height, channels):
    """Strong colors on noise or on a gradient: coefficients of every size, and samples that have to be clipped."""
    noise = np.frombuffer(chance.randbytes(width * height * 3), np.uint8).reshape(height, width, 3) // chance.choice([1, 3, 12])
    image = Image.fromarray(noise)
    draw = ImageDraw.Draw(image)
    color = lambda: tuple(chance.choice([0, 40, 128, 255]) for _ in range(3))
    for _ in range(chance.randrange(4)):
        draw.ellipse([chance.uniform(-0.2, 0.5) * width, chance.uniform(-0.2, 0.5) * height, chance.uniform(0.5, 1.2) * width, chance.uniform(0.5, 1.2) * height], fill=color())
    draw.line((0, height, width, 0), fill=color())
    array = np.asarray(image.convert({1: "L", 3: "RGB", 4: "CMYK"}[channels])).reshape(height, width, channels)
    return np.ascontiguousarray(array)


def segment(code, data):
    return bytes([0xFF, code]) + struct.pack(">H", len(data) + 2) + data


def exif(chance, orientation):
    """EXIF data that give an orientation in any type and place that TIFF allows."""
    endian = chance.choice("<>")
    kind = chance.choice([3, 3, 3, 4, 1])
    value = struct.pack(endian + {1: "B", 3: "H", 4: "L"}[kind], orientation).ljust(4, b"\0")
    entries = [(0x0112, kind, 1, value)]
    if chance.random() < 0.7:
        entries += [(0x0100, 4, 1, struct.pack(endian + "L", 99)), (0x013B, 2, 4, b"abc\0"), (0x0213, 3, 1, struct.pack(endian + "H", 1) + b"\0\0")]
        entries.sort()
    at = chance.choice([8, 8, 9, 10, 26, 131])
    body = struct.pack(endian + "H", len(entries)) + b"".join(struct.pack(endian + "HHL", tag, type, count) + data for tag, type, count, data in entries) + bytes(4)
    head = (b"II*\0" if endian == "<" else b"MM\0*") + struct.pack(endian + "L", at)
    return segment(0xE1, b"Exif\0\0" + head + bytes(at - 8) + body), {1: "BYTE", 3: "SHORT", 4: "LONG"}[kind]


def xmp(chance, orientation):
    tag = chance.choice(['<rdf:Description tiff:Orientation="{}"/>', "<tiff:Orientation>{}</tiff:Orientation>"]).format(orientation)
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + tag.encode() + b"</x:xmpmeta>")


def with_markers(chance, data):
    """The JPEG with other segments, and the orientation that they give, in words and as a number."""
    extra, orientation, words = [], 1, ""
    choice = chance.random()
    if choice < 0.35:
        orientation = chance.randrange(1, 9)
        part, kind = exif(chance, orientation)
        extra.append(part)
        words = f"EXIF {kind} {orientation}"
        if chance.random() < 0.3:
            extra.insert(chance.randrange(2), xmp(chance, chance.randrange(1, 9)))
    elif choice < 0.5:
        orientation = chance.randrange(1, 9)
        extra.append(xmp(chance, orientation))
        words = f"XMP {orientation}"
    if chance.random() < 0.3:
        extra.append(segment(0xFE, chance.choice([b"", b"a comment", b"\xff\xd9\xff\xda" * 9])))
    if chance.random() < 0.3:
        extra.append(segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(128)))
    if chance.random() < 0.3:
        extra.append(segment(chance.choice([0xE3, 0xEC, 0xED, 0xEF]), chance.randbytes(chance.randrange(60))))
    if chance.random() < 0.1:
        extra.append(b"\xff" * chance.randrange(1, 9))
    # behind the segment of JFIF where there is one
    at = 2 + (2 + struct.unpack(">H", data[4:6])[0] if data[2:4] == b"\xff\xe0" else 0)
    tail = b"\0\0\0\x18ftypmp42" + b"\xff\xd8\xff\xda" * 9 if chance.random() < 0.05 else b""
    return data[:at] + b"".join(extra) + data[at:] + tail, orientation, words


def side(chance, most):
    return chance.choice([1, 2, 3, 7, 8, 9, 15, 16, 17, chance.randint(1, most), chance.randint(1, most), chance.randint(1, most)])


def samplings(chance):
    """Sampling factors of three components: all of 1 and 2, some with 3 and 4; and some of four components."""
    pairs = lambda numbers: list(itertools.product(numbers, repeat=2))
    fit = lambda numbers, components: [all for all in itertools.product(pairs(numbers), repeat=components) if sum(across * down for across, down in all) <= 10]
    others = [all for numbers in ((1, 2, 4), (1, 3)) for all in fit(numbers, 3) if max(max(pair) for pair in all) > 2]
    return fit((1, 2), 3) + chance.sample(others, 40) + chance.sample(fit((1, 2), 4), 20)


def valid(library, chance, most, factors=None):
    space = chance.choice([GRAY, RGB, YCC, YCC, YCC, CMYK, YCCK] if factors is None else {3: [RGB, YCC, YCC], 4: [CMYK, YCCK]}[len(factors)])
    sampling = chance.choice(list(SAMPLINGS))
    first, one = SAMPLINGS[sampling], (1, 1)
    if factors is None:
        factors = {GRAY: [first], RGB: [first, one, one], YCC: [first, one, one], CMYK: [first, one, one, one], YCCK: [first, one, one, first]}[space]
    else:
        sampling = ",".join(f"{across}x{down}" for across, down in factors)
    channels = {GRAY: 1, RGB: 3, YCC: 3, CMYK: 4, YCCK: 4}[space]
    width, height = side(chance, most), side(chance, most)
    progressive, optimized, quality = chance.randrange(2), chance.choice([0, 0, 1, 2]), chance.choice([1, 5, 30, 75, 75, 90, 95, 100])
    if progressive or quality > 20:
        optimized = min(optimized, 1)  # 2: tables of 16 bits, which only sequential JPEGs of low quality need
    restart, markers, apart = chance.choice([0, 0, 0, 1, 2, 5, 100]), chance.random() < 0.8, chance.choice([0, 0, 0, 0, 0, 1, 2])
    data = encode(library, drawing(chance, width, height, channels), [space, quality, progressive, optimized, restart, markers, apart, *(number for pair in factors for number in pair)])
    tables = progressive or optimized == 1 or chance.random() < 0.8
    if not tables:  # the standard ones, which a decoder takes where there are none
        data = re.sub(rb"\xff\xc4\0[\x1f\xb5].{29}(?:.{150})?(?=\xff)", b"", data, flags=re.S)
    data, orientation, words = with_markers(chance, data)
    image = Image.open(io.BytesIO(data))
    pixels = image.convert("RGB")
    if orientation in METHODS:
        pixels = pixels.transpose(METHODS[orientation])
    if "BYTE" not in words:  # Pillow does not take numbers of this type, which TIFF allows
        assert ImageOps.exif_transpose(image).convert("RGB").tobytes() == pixels.tobytes(), words
    name = f"{['gray', 'RGB', 'YCbCr', 'CMYK', 'YCCK'][space - 1]} {sampling} {width} x {height}, quality {quality}" + ", progressive" * progressive + ", optimized" * (optimized > 0) + f", restart {restart}" * (restart > 0) + ", no tables" * (not tables) + ", no markers" * (not markers) + ["", ", a scan per component", ", scans of pairs"][apart] + f", {words}" * (words != "")
    return {"name": name, "width": pixels.width, "height": pixels.height, "jpeg": data, "pixels": pixels.tobytes()}


def damage(chance, data, other):
    """The damage in words, and the damaged file."""
    kind = chance.choice(["cut", "end", "end", "flip", "flip", "flip", "marker", "drop", "insert", "junk", "note", "size", "bomb", "splice", "blank", "tail"])
    changed = bytearray(data)
    at = chance.randrange(2, len(data))
    markers = [match.start() for match in re.finditer(rb"\xff[\xc0-\xc4\xd0-\xfe]", data)]
    if not markers:  # an earlier damage took them all
        kind = "cut"
    if kind == "cut":
        return f"cut to {at}", data[:at]
    if kind == "end":
        return f"cut to {at} and ended", data[:at] + b"\xff\xd9"
    if kind == "junk":  # before a marker, one of a restart perhaps
        where = chance.choice(markers)
        return f"junk before marker {data[where + 1]:x}", data[:where] + bytes(chance.randrange(1, 9)) + data[where:]
    if kind == "note":  # what libjpeg warns of though it does no harm
        return chance.choice([
            ("JFIF of version 9", data[:2] + segment(0xE0, b"JFIF\0\x09\0\0\0\1\0\1\0\0") + data[2:]),
            ("Adobe transform 7", data[:2] + segment(0xEE, b"Adobe\0\x64\0\0\0\0\x07") + data[2:]),
        ])
    if kind == "flip":
        for _ in range(chance.choice([1, 1, 2, 8])):
            changed[chance.randrange(2, len(data))] ^= 1 << chance.randrange(8)
        return "bits flipped", bytes(changed)
    if kind == "marker":
        where = chance.choice(markers)
        del changed[where : where + chance.choice([2, 2, 10])]
        return f"marker {data[where + 1]:x} gone", bytes(changed)
    if kind == "drop":
        del changed[at : at + chance.randrange(1, 64)]
        return "bytes gone", bytes(changed)
    if kind == "insert":
        changed[at:at] = chance.choice([chance.randbytes(chance.randrange(1, 64)), b"\xff\xd9", b"\xff\xd8", b"\xff\xd0"])
        return "bytes inserted", bytes(changed)
    if kind in ("size", "bomb"):
        frame = re.search(rb"\xff[\xc0-\xc2]\0[\x0b\x11\x14]\x08.{4}", data, re.S)
        if frame is not None:
            height, width = (65535, 65535) if kind == "bomb" else (chance.choice([0, 1, 9, 300, 900]), chance.choice([0, 1, 9, 300, 900]))
            struct.pack_into(">HH", changed, frame.start() + 5, height, width)
        return f"another {kind}", bytes(changed)
    if kind == "splice":
        return "another file's end", data[:at] + other[chance.randrange(2, len(other)) :]
    if kind == "blank":
        length = chance.randrange(1, 200)
        changed[at : at + length] = bytes([chance.choice([0, 255])]) * len(changed[at : at + length])
        return "blank bytes", bytes(changed)
    return "no end", re.sub(rb"\xff\xd9.*\Z", b"", data, flags=re.S)


def damaged(library, chance, files):
    base = chance.choice(files)
    words, data = damage(chance, base["jpeg"], chance.choice(files)["jpeg"])
    if chance.random() < 0.4 and len(data) > 4:
        more, data = damage(chance, data, chance.choice(files)["jpeg"])
        words += f", {more}"
    case = {"name": f"{base['name']}, {words}", "jpeg": data, "damaged": True}
    try:
        image = Image.open(io.BytesIO(data))
        if image.format != "JPEG":
            return {**case, "rejected": "not a JPEG"}
        if image.width * image.height > MAX_PIXELS:
            return {**case, "rejected": "too large"}
        image.load()
        if library.warns(data, ctypes.c_ulong(len(data))):
            case["missing"] = True
        try:
            image = image.transpose(METHODS[image.getexif()[0x0112]])
        except Exception:
            pass  # damaged EXIF data are no reason to reject the image
        pixels = image.convert("RGB")
        return {**case, "width": pixels.width, "height": pixels.height, "pixels": pixels.tobytes()}
    except Exception as error:
        return {**case, "rejected": str(error)[:60]}


def as_text(case):
    packed = {key: base64.b64encode(zlib.compress(case[key], 9) if key == "pixels" else case[key]).decode() for key in ("jpeg", "pixels") if key in case}
    return json.dumps({**case, **packed})


parser = argparse.ArgumentParser()
parser.add_argument("--valid", type=int, default=90)
parser.add_argument("--damaged", type=int, default=90)
parser.add_argument("--side", type=int, default=24)
parser.add_argument("--seed", type=int, default=7)
parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).with_name("random-jpeg.jsonl"))
options = parser.parse_args()
library, chance = build_encoder(), random.Random(options.seed)
good = [valid(library, chance, options.side) for _ in range(options.valid)]
good += [valid(library, chance, 40, factors) for factors in samplings(chance)]
small = [case for case in good if len(case["jpeg"]) < 4000 and "BYTE" not in case["name"]]
with options.output.open("w") as file:
    for case in [*good, *(damaged(library, chance, small) for _ in range(options.damaged))]:
        file.write(as_text(case) + "\n")
