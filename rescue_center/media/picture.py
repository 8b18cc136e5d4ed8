"""Pictures: whether a file really is one, what its camera claims, and smaller ones from it.

Nothing here trusts a name or a type that somebody sent.
"""

from __future__ import annotations

import io
import struct
import unicodedata
import zlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

#: Pillow's name of a format, and what we call it. MPO is how some phones write a JPEG.
MIMES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
#: A baseline JPEG is decoded line by line; everything else needs its pixels in memory at once.
MOST_PIXELS, MOST_PIXELS_AT_ONCE = 120_000_000, 50_000_000
SIZES = (96, 320, 1280)

#: What a broken or hostile file makes the decoder raise.
BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, EOFError, KeyError, IndexError, OverflowError,
    ZeroDivisionError, MemoryError, struct.error, zlib.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
_EXIF, _TAKEN_AT, _DIGITISED_AT, _CHANGED_AT = 0x8769, 0x9003, 0x9004, 0x0132

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class NotAPicture(Exception):
    """Why a file is no picture that we keep, as the rest of a sentence."""


@dataclass(frozen=True)
class Looked:
    """What was seen in a picture."""

    mime: str
    width: int
    height: int
    taken_at_claimed: str | None


def look(file: Path) -> Looked:
    """Decode a whole file. Raises :class:`NotAPicture` where it is not a picture we keep."""
    try:
        with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as picture:
            _refuse(picture)
            mime, (width, height) = MIMES[str(picture.format)], picture.size
            taken = _taken_at(picture)
            picture.draft("RGB", (width // 8, height // 8))  # reads all of a JPEG, keeps little
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPicture("has too many pixels") from None
    except BROKEN:
        raise NotAPicture(_instead(file)) from None
    return Looked(mime, width, height, taken)


def _refuse(picture: Image.Image) -> None:
    line_by_line = picture.format in ("JPEG", "MPO") and not picture.info.get("progressive")
    most = MOST_PIXELS if line_by_line else MOST_PIXELS_AT_ONCE
    if picture.width * picture.height > most:
        raise NotAPicture(f"has more than {most // 1_000_000} million pixels")
    if picture.format in ("PNG", "WEBP") and getattr(picture, "n_frames", 1) > 1:
        raise NotAPicture("moves; send a still picture")


def _instead(file: Path) -> str:
    """What a file that could not be decoded is, by its first bytes."""
    head = _head(file)
    if head[4:8] == b"ftyp":
        return "is in the HEIC format of Apple, which not everybody can open; save it as JPEG"
    if head[:3] == b"\xff\xd8\xff" or head[:8] == b"\x89PNG\r\n\x1a\n" or head[8:12] == b"WEBP":
        return "is damaged: not all of the picture is there"
    return "is not a photograph; send a JPEG, PNG or WebP file"


def is_pdf(file: Path) -> bool:
    """Whether the file begins and ends as a PDF does."""
    with file.open("rb") as opened:
        head = opened.read(5)
        opened.seek(max(0, file.stat().st_size - 2048))
        return head == b"%PDF-" and b"%%EOF" in opened.read()


def _head(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(16)


def _taken_at(picture: Image.Image) -> str | None:
    """When the camera says it was: a claim, since anybody can write it."""
    try:
        exif = picture.getexif()
        found = exif.get_ifd(_EXIF)
        said = found.get(_TAKEN_AT) or found.get(_DIGITISED_AT) or exif.get(_CHANGED_AT)
    except BROKEN:
        return None
    if not isinstance(said, str):
        return None
    plain = "".join(c for c in said if unicodedata.category(c)[0] != "C").strip()
    return plain[:40] or None


def smaller(file: Path, size: int) -> bytes:
    """A WebP of at most `size` pixels a side, upright, with nothing that the camera wrote in it."""
    with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as picture:
        picture.draft("RGB", (size * 2, size * 2))
        upright = ImageOps.exif_transpose(picture)
        clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
        plain = upright.convert("RGBA" if clear else "RGB")
    plain.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=3.0)
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=80 if size > 96 else 70, method=4)
    return out.getvalue()
