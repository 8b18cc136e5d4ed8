"""QR codes as vectors: error correction Q, four modules of quiet zone, version and mask fixed.

Written in capitals, an address fits the alphanumeric mode and needs a quarter fewer modules than
the same in small letters. Trying all eight masks costs seven times the time and gains no read.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import QRData

QUIET = 4  # modules of white on every side
_MASK = 2

#: A path of (row, first column, columns): the dark modules, neighbours in a row merged.
Runs = tuple[tuple[int, int, int], ...]


@lru_cache(maxsize=256)
def _version(length: int, mode: int) -> int:
    """The smallest version that holds `length` characters of this mode."""
    sample = {1: "0", 2: "A"}.get(mode, "a") * length
    code = QRCode(error_correction=ERROR_CORRECT_Q)
    code.add_data(QRData(sample, mode=mode))
    return int(code.best_fit())


@lru_cache(maxsize=2048)
def runs(content: str) -> tuple[int, Runs]:
    """The side in modules, without the quiet zone, and the dark modules."""
    part = QRData(content)
    version = _version(len(part.data), part.mode)
    code = QRCode(version=version, error_correction=ERROR_CORRECT_Q, border=0, mask_pattern=_MASK)
    code.add_data(part)
    code.make(fit=False)
    rows = code.get_matrix()
    return len(rows), tuple((y, x, width) for y, row in enumerate(rows) for x, width in _dark(row))


def _dark(row: list[bool]) -> Iterator[tuple[int, int]]:
    x = 0
    while x < len(row):
        start = x
        while x < len(row) and row[x]:
            x += 1
        if x > start:
            yield start, x - start
        x += 1


def modules(content: str) -> int:
    """Modules on a side, the quiet zone included."""
    return runs(content)[0] + 2 * QUIET


def draw(canvas: Any, content: str, x: float, y: float, side: float) -> None:
    """Draw the code in a square of `side` points with its lower left at (x, y), quiet zone
    included: one path, whose modules share their edges."""
    count, dark = runs(content)
    module = side / (count + 2 * QUIET)
    left, top = x + QUIET * module, y + side - QUIET * module
    path = " ".join(f"{column} {row} {width} 1 re" for row, column, width in dark)
    canvas._code.append(f"q 0 g {module:.5f} 0 0 {-module:.5f} {left:.3f} {top:.3f} cm {path} f Q")


def svg(content: str, *, label: str) -> str:
    """The code for a page, as one `<svg>` that scales; `label` says what it is in words."""
    count, dark = runs(content)
    side = count + 2 * QUIET
    path = "".join(f"M{x + QUIET} {y + QUIET}h{w}v1h-{w}z" for y, x, w in dark)
    return (
        f'<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{_escaped(label)}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
