"""What the QR code of a tag says, and how large it must be printed to be read.

The code holds an address in capitals and the number, and nothing about the animal or the place.
"""

from math import ceil, floor

from rescue_center.documents import qr
from rescue_center.errors import Refused

#: Below this a phone does not tell one module from the next (rules.md 5.2).
SMALLEST_MM = 0.4
#: A module is at least this many dots of the printer.
DOTS = 4
#: From here on a printer draws any module well enough; a coarser one needs whole dots.
FINE = 600

MM_PER_INCH = 25.4


def address(base_url: str, number: str) -> str:
    """The content of the code: `HTTPS://RESCUE.EXAMPLE/T/48217307`."""
    return f"{base_url}/T/{number}".upper()


def module_mm(content: str, *, dpi: int, level: str = "H", read_from_mm: float = 0) -> float:
    """The least side of one module: rules.md 5.2. `read_from_mm` is how far away the reader is."""
    side = qr.modules(content, level) - 2 * qr.QUIET
    return max(DOTS * MM_PER_INCH / dpi, SMALLEST_MM, read_from_mm / (10 * side))


def least_mm(content: str, *, dpi: int, level: str = "H") -> float:
    """The least side of the code with its quiet zone."""
    side = qr.modules(content, level) * module_mm(content, dpi=dpi, level=level)
    return side if dpi >= FINE else _whole_dots(side, qr.modules(content, level), dpi, up=True)


def side_mm(content: str, room_mm: float, *, dpi: int, level: str = "H") -> float:
    """The side of the code with its quiet zone, as large as the room allows and, on a coarse
    printer, a whole number of dots a module. Refused where the room is too small to be read."""
    least = least_mm(content, dpi=dpi, level=level)
    if room_mm < least - 1e-6:
        raise Refused(
            f"The code needs {least:.1f} mm and this label has room for {room_mm:.1f} mm. "
            "Choose a larger label, or a shorter address for the centre."
        )
    return room_mm if dpi >= FINE else _whole_dots(room_mm, qr.modules(content, level), dpi)


def _whole_dots(side: float, count: int, dpi: int, *, up: bool = False) -> float:
    dots = side / count * dpi / MM_PER_INCH
    return (ceil(dots - 1e-6) if up else floor(dots + 1e-6)) * MM_PER_INCH / dpi * count


def svg(content: str, *, label: str) -> str:
    """The code for a page; `label` says what it is in words."""
    return qr.svg(content, label=label)
