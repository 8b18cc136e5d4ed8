"""What the QR code of a tag says, and how large it must be printed to be read.

The code holds an address in capitals and the number, and nothing about the animal or the place.
"""

from math import floor

from rescue_center.documents import qr
from rescue_center.errors import Refused

#: Below this a phone does not tell one module from the next (rules.md 5.2).
SMALLEST_MM = 0.4
#: A module is at least this many dots of the printer.
DOTS = 4

MM_PER_INCH = 25.4


def address(base_url: str, number: str) -> str:
    """The content of the code: `HTTPS://RESCUE.EXAMPLE/T/48217307`."""
    return f"{base_url}/T/{number}".upper()


def module_mm(content: str, *, dpi: int, read_from_mm: float = 0) -> float:
    """The least side of one module: rules.md 5.2. `read_from_mm` is how far away the reader is."""
    side = qr.modules(content) - 2 * qr.QUIET
    return max(DOTS * MM_PER_INCH / dpi, SMALLEST_MM, read_from_mm / (10 * side))


def side_mm(content: str, room_mm: float, *, dpi: int) -> float:
    """The side of the code with its quiet zone, as large as the room allows and, on a coarse
    printer, a whole number of dots a module. Refused where the room is too small to be read."""
    count = qr.modules(content)
    least = module_mm(content, dpi=dpi)
    dot = MM_PER_INCH / dpi
    module = room_mm / count
    if dpi < 600:
        module = floor(module / dot + 1e-6) * dot
    if module < least - 1e-6:
        raise Refused(
            f"The code needs {count * least:.1f} mm and this label has room for {room_mm:.1f} mm. "
            "Choose a larger label, or a shorter address for the centre."
        )
    return module * count


def svg(content: str, *, label: str) -> str:
    """The code for a page; `label` says what it is in words."""
    return qr.svg(content, label=label)
