#!/usr/bin/python3
"""Makes the fixtures beside it from scratch: PIL, OpenCV, NumPy and SciPy as packaged by Debian 12.

codec/    files of every kind, written by PIL (libjpeg-turbo, libpng, libwebp) and OpenCV
pixels/   reference pixels as .rgb: width and height as little-endian int32, then interleaved RGB
expected.json  recorded figures and hashes
"""
import io
import json
import os
import struct

import cv2
import numpy as np
import PIL
from PIL import Image, ImageDraw, ImageFilter
from scipy.fftpack import dct

here = os.path.dirname(os.path.abspath(__file__))
expected = {"versions": {"PIL": PIL.__version__, "cv2": cv2.__version__, "numpy": np.__version__}}


def path(*parts):
    return os.path.join(here, *parts)


def save_rgb(name, image):
    array = np.asarray(image.convert("RGB") if isinstance(image, Image.Image) else image, dtype=np.uint8)
    with open(path("pixels", name + ".rgb"), "wb") as f:
        f.write(struct.pack("<ii", array.shape[1], array.shape[0]) + array.tobytes())


def save_luma(name):
    """The luma of a JPEG as libjpeg-turbo gives it before any colour is made of it."""
    image = Image.open(path("codec", name))
    image.draft("YCbCr", image.size)
    assert image.mode == "YCbCr"
    np.asarray(image)[:, :, 0].tofile(path("pixels", name + ".grey"))


def scene(width, height, seed):
    """A picture with smooth shading, edges and a little noise, unlike at each seed."""
    rng = np.random.RandomState(seed)
    y, x = np.mgrid[0:height, 0:width] / max(width, height)
    base = np.stack([128 + 90 * np.sin(rng.uniform(2, 9) * x + rng.uniform(2, 9) * y + rng.uniform(0, 6)) for _ in range(3)], -1)
    image = Image.fromarray(np.clip(base, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(9):
        a, b = rng.randint(-10, width), rng.randint(-10, height)
        color = tuple(int(v) for v in rng.randint(0, 256, 3))
        shape = [a, b, a + rng.randint(4, width // 2), b + rng.randint(4, height // 2)]
        (draw.ellipse if rng.rand() < .6 else draw.rectangle)(shape, fill=color)
    array = np.asarray(image).astype(float) + rng.normal(0, 4, (height, width, 3))
    return Image.fromarray(np.clip(array, 0, 255).astype(np.uint8))


def reference_decode(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def plain():
    """Netpbm and Windows bitmaps of the pictures that codec() wrote; what PIL has no writer for is written here and read by PIL."""
    def picture(name):
        return Image.open(path("codec", name))

    def put(name, data):
        with open(path("codec", name), "wb") as f:
            f.write(data)

    small, grey = picture("rgb.png"), picture("grey.png")
    small.save(path("codec", "rgb.ppm"))
    grey.save(path("codec", "grey.pgm"))
    words = np.asarray(grey).astype(">u2") * 257
    put("grey16.pgm", b"P5 # sixteen bits\n45 30\n65535\n" + words.astype(">u2").tobytes())
    put("grey.text.pgm", ("P2\n# by hand\n45 30 255\n" + "\n".join(" ".join(map(str, row)) for row in np.asarray(grey))).encode())
    put("rgb.text.ppm", ("P3\n45\t30\r\n255\n" + " ".join(map(str, np.asarray(small).ravel())) + "\n").encode())
    put("fifteen.pgm", b"P5\n45 30\n15\n" + (np.asarray(grey) // 17).astype(np.uint8).tobytes())
    save_rgb("fifteen.pgm", Image.fromarray((np.asarray(grey) // 17 * 17).astype(np.uint8)))
    for name in ("rgb", "grey", "palette", "onebit"):
        picture(name + ".png").save(path("codec", name + ".bmp"))
    small.convert("RGBA").save(path("codec", "rgb32.bmp"))
    array = np.asarray(small).astype(np.uint32)
    five = (array[:, :, 0] >> 3 << 11 | array[:, :, 1] >> 2 << 5 | array[:, :, 2] >> 3).astype("<u2")
    rows = np.zeros((30, 46), "<u2")
    rows[:, :45] = five
    put("top-down-565.bmp", struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 66 + rows.nbytes, 0, 0, 66, 40, 45, -30, 1, 16, 3, rows.nbytes, 0, 0, 0, 0)
        + struct.pack("<III", 0xF800, 0x7E0, 0x1F) + rows.tobytes())
    save_rgb("top-down-565.bmp", picture("top-down-565.bmp"))


def codec():
    small = scene(45, 30, 1)
    save_rgb("small", small)

    def write(name, image=small, **options):
        image.save(path("codec", name), **options)
        return open(path("codec", name), "rb").read()

    for name, options in {
        "baseline.jpg": dict(quality=90), "444.jpg": dict(quality=95, subsampling=0), "422.jpg": dict(quality=90, subsampling=1),
        "progressive.jpg": dict(quality=85, progressive=True), "optimised.jpg": dict(quality=80, optimize=True),
    }.items():
        save_rgb(name, reference_decode(write(name, **options)))
    write("odd.jpg", small.crop((0, 0, 33, 27)), quality=92)
    for name in ("baseline.jpg", "422.jpg", "progressive.jpg", "odd.jpg"):
        save_luma(name)
    save_rgb("grey.jpg", reference_decode(write("grey.jpg", small.convert("L"), quality=90)))
    cmyk = small.convert("CMYK")
    save_rgb("cmyk.jpg", reference_decode(write("cmyk.jpg", cmyk, quality=95)))
    write("large.jpg", scene(403, 301, 2), quality=85)
    for k in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = k
        write(f"orientation{k}.jpg", quality=95, subsampling=0, exif=exif)
    base = reference_decode(open(path("codec", "orientation1.jpg"), "rb").read())
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}  # PIL's transpose codes, as ImageOps.exif_transpose has them
    for k, code in turns.items():
        save_rgb(f"orientation{k}.jpg", base.transpose(code))
    save_rgb("orientation1.jpg", base)
    exif = Image.Exif()
    exif[0x0112] = 6
    write("orientation6.png", exif=exif)
    write("orientation6.webp", exif=exif, lossless=True)
    save_rgb("orientation6.png", small.transpose(4))

    write("rgb.png")
    write("grey.png", small.convert("L"))
    save_rgb("grey.png", small.convert("L"))
    palette = small.quantize(16)
    write("palette.png", palette)
    save_rgb("palette.png", palette)
    deep = np.asarray(small).astype(np.uint16) * 257
    cv2.imwrite(path("codec", "rgb16.png"), deep[:, :, ::-1])
    cv2.imwrite(path("codec", "grey16.png"), np.asarray(small.convert("L")).astype(np.uint16) * 257)
    write("onebit.png", small.convert("1"))
    save_rgb("onebit.png", small.convert("1"))

    # Transparency, laid on white with rounding to nearest.
    alpha = np.clip(np.mgrid[0:30, 0:45][1] * 6, 0, 255).astype(np.uint8)
    rgba = np.dstack([np.asarray(small), alpha])
    white = np.floor((rgba[:, :, :3].astype(int) * alpha[:, :, None].astype(int) + 255 * (255 - alpha[:, :, None].astype(int))) / 255 + .5)
    write("rgba.png", Image.fromarray(rgba, "RGBA"))
    save_rgb("rgba.png", white)
    grey = np.dstack([np.asarray(small.convert("L")), alpha])
    Image.fromarray(grey, "LA").save(path("codec", "greyalpha.png"))
    gw = np.floor((grey[:, :, :1].astype(int) * alpha[:, :, None].astype(int) + 255 * (255 - alpha[:, :, None].astype(int))) / 255 + .5)
    save_rgb("greyalpha.png", np.repeat(gw, 3, 2))
    write("rgba.webp", Image.fromarray(rgba, "RGBA"), lossless=True, exact=True)
    write("lossless.webp", lossless=True)
    save_rgb("lossy.webp", reference_decode(write("lossy.webp", quality=85)))
    frames = [small, scene(45, 30, 3)]
    write("animated.webp", save_all=True, append_images=frames[1:], lossless=True)
    write("still.gif", small.quantize(32))
    write("still.bmp")
    write("still.tif")


def resize():
    source = scene(97, 64, 4)
    source.save(path("codec", "scene.png"))
    for width, height in [(48, 32), (32, 32), (97, 20), (13, 64), (112, 112), (200, 30), (1, 1), (64, 64)]:
        resized = source.resize((width, height), Image.BILINEAR)
        save_rgb(f"resize-{width}x{height}", resized)
        with open(path("pixels", f"thumbnail-{width}x{height}.grey"), "wb") as f:
            f.write(resized.convert("L").resize((32, 32), Image.BILINEAR).tobytes())


TEMPLATE = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])


def umeyama(src, dst):
    """Eq. 40-43 of Umeyama 1991, as skimage.transform._geometric._umeyama computes them."""
    mean_s, mean_d = src.mean(0), dst.mean(0)
    s, d = src - mean_s, dst - mean_d
    a = d.T @ s / len(src)
    sign = np.ones(2)
    if np.linalg.det(a) < 0:
        sign[1] = -1
    u, values, v = np.linalg.svd(a)
    t = np.eye(3)
    t[:2, :2] = u @ np.diag(sign) @ v
    scale = (values @ sign) / s.var(0).sum()
    t[:2, 2] = mean_d - scale * (t[:2, :2] @ mean_s)
    t[:2, :2] *= scale
    return t[:2]


def alignment():
    rng = np.random.RandomState(7)
    image = scene(250, 250, 8).filter(ImageFilter.GaussianBlur(.7))
    image.save(path("codec", "face.png"))
    cases = []
    for i, size in enumerate([112, 112, 112, 112, 224, 128, 256]):
        angle, scale = rng.uniform(-.6, .6), rng.uniform(.6, 2.2)
        rotation = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        landmarks = (TEMPLATE - 56) @ rotation.T + [125 + rng.uniform(-20, 20), 125 + rng.uniform(-60, 20)] + rng.normal(0, 3, (5, 2))
        landmarks = landmarks.astype(np.float32)
        # insightface's estimate_norm
        ratio, shift = (size / 112, 0) if size % 112 == 0 else (size / 128, 8 * size / 128)
        target = TEMPLATE.astype(np.float32) * ratio
        target[:, 0] += shift
        matrix = umeyama(landmarks.astype(float), target.astype(float))
        cases.append({"size": size, "landmarks": landmarks.ravel().tolist(), "matrix": matrix.ravel().tolist()})
        if i < 4:
            warped = cv2.warpAffine(np.asarray(image), matrix, (size, size), borderValue=0.0)
            save_rgb(f"warp-{i}", warped)
    expected["alignment"] = cases


def phash(image):
    """imagehash.phash(image, hash_size=8, highfreq_factor=4)."""
    pixels = np.asarray(image.convert("L").resize((32, 32), Image.LANCZOS)).astype(float)
    low = dct(dct(pixels, axis=0), axis=1)[:8, :8]
    bits = (low > np.median(low)).ravel()
    return "%016x" % int("".join("1" if b else "0" for b in bits), 2)


def figures():
    cases = []
    for i, (width, height) in enumerate([(112, 112), (64, 64), (31, 45), (32, 32), (200, 150), (97, 64), (17, 5), (1, 40), (112, 112), (90, 90)]):
        image = scene(max(width, 12), max(height, 12), 20 + i).crop((0, 0, width, height))
        if i == 8:
            image = image.filter(ImageFilter.GaussianBlur(3))
        if i == 9:
            image = Image.eval(image.convert("L").convert("RGB"), lambda v: v // 6)
        image.save(path("codec", f"figures{i}.png"))
        grey = np.asarray(image.convert("L"))
        counts = np.bincount(grey.ravel(), minlength=256)
        p = counts[counts > 0] / grey.size
        rgb = np.asarray(image).astype(int)
        cases.append({
            "file": f"figures{i}.png",
            "brightness": grey.mean() / 255,
            "contrast": grey.std() / 255,
            "blur": cv2.Laplacian(grey, cv2.CV_64F).var() if min(grey.shape) > 1 else None,
            "entropy": float(-(p * np.log2(p)).sum()),
            "aspect": min(grey.shape) / max(grey.shape),
            "chroma": int(np.abs(np.diff(rgb, axis=2)).sum()),
            "grey": int(grey.astype(int).sum()),
            "phash": phash(image),
        })
    expected["figures"] = cases


codec()
plain()
resize()
alignment()
figures()
with open(path("expected.json"), "w") as f:
    json.dump(expected, f, indent=1)
    f.write("\n")
