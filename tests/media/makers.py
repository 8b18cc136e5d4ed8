"""Pictures and files as cameras, careless people and attackers send them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

GPS, EXIF = 0x8825, 0x8769


def photograph(
    width: int = 640, height: int = 480, *, taken: str = "2016:06:04 09:30:00", turned: int = 1,
    colour: tuple[int, int, int] = (40, 110, 70), **save: Any,
) -> bytes:  # fmt: skip
    """A JPEG with the place, the time and the serial number that a phone writes in it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera maker", turned
    exif.get_ifd(EXIF).update({0x9003: taken, 0xA431: "SERIAL-4711"})
    exif.get_ifd(GPS).update({1: "N", 2: (11.0, 17.0, 30.0), 3: "E", 4: (105.0, 2.0, 45.0)})
    picture = Image.new("RGB", (width, height), colour)
    picture.paste((250, 240, 200), (0, 0, width // 3, height // 4))
    return saved(picture, "JPEG", exif=exif, **save)


def saved(picture: Image.Image, kind: str, **save: Any) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **save)
    return out.getvalue()


def moving(kind: str) -> bytes:
    """A picture of two frames."""
    frames = [Image.new("RGB", (32, 32), c) for c in ("red", "green")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is enormous."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    )


def resized_jpeg(width: int, height: int, *, progressive: bool = False) -> bytes:
    """A small JPEG that says it is enormous."""
    data = bytearray(photograph(64, 64, progressive=progressive))
    at = data.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
TEXT = b"2 pythons, 3 turtles. Not a photograph at all.\n" * 20
