"""Signs on cards: what to wear as a picture with its word, and the band of a quarantine. Each says
the same by shape, by word and by colour, so that a black printer loses nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.units import mm

from rescue_center.documents import wording
from rescue_center.documents.paper import Plain
from rescue_center.documents.text import INK, Colour, Style, draw_fitted, draw_line, width_of

VIOLET: Colour = (0.357, 0.102, 0.545)

#: Quarantine in the languages of the staff.
QUARANTINE = ("QUARANTINE", "ចត្តាឡីស័ក")


def quarantine_band(canvas: Plain, x: float, y: float, width: float, since: str | None) -> float:
    """A band 15 mm high, hatched at a slant, with the word in two languages. It says since when,
    never until when: that is for the scan to answer. The height in points."""
    height = 15 * mm
    canvas.saveState()
    _hatch(canvas, x, y, width, height)
    english, khmer = QUARANTINE
    large, small = Style(size=17, bold=True), Style(size=12.5, bold=True)
    begun = f"since {wording.day(since)}" if since else ""
    after = Style(size=10)
    words = width_of(english, large) + 9 + width_of(khmer, small)
    plate = min(width - 16 * mm, max(words, width_of(begun, after)) + 20)
    left = x + (width - plate) / 2
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(left, y, plate, height, stroke=0, fill=1)
    canvas.setLineWidth(1.6)
    canvas.rect(x + 0.8, y + 0.8, width - 1.6, height - 1.6, fill=0)
    line = left + (plate - words) / 2
    top = y + height - 19 if begun else y + height / 2 - 6
    draw_line(canvas, line, top, english, large)
    draw_line(canvas, line + words - width_of(khmer, small), top + 0.6, khmer, small)
    middle = x + width / 2
    draw_fitted(canvas, middle, y + 6.5, begun, after.but(align="centre"), plate - 8)
    canvas.restoreState()
    return height


def _hatch(canvas: Plain, x: float, y: float, width: float, height: float) -> None:
    """Stripes at a slant."""
    canvas.setStrokeColorRGB(*VIOLET)
    canvas.saveState()
    frame = canvas.beginPath()
    frame.rect(x + 0.8, y + 0.8, width - 1.6, height - 1.6)
    canvas.clipPath(frame, stroke=0)
    canvas.setLineWidth(3.2)
    step = 9.0
    for at in range(int((width + height) / step) + 1):
        left = x - height + at * step
        canvas.line(left, y - 2, left + height + 4, y + height + 2)
    canvas.restoreState()


# --- what to wear ----------------------------------------------------------------------------

# Each draws a shape in a square of 24, y upwards.


def _gloves(path: Any) -> None:
    path.moveTo(7, 3)
    path.lineTo(7, 9)
    path.curveTo(5, 10.5, 3.6, 12.5, 3.2, 14.2)
    path.curveTo(3.1, 15.4, 4.8, 15.8, 5.4, 14.8)
    path.lineTo(7.2, 12.6)
    for left in (7.2, 9.9, 12.6, 15.3):
        top = {7.2: 20, 9.9: 21.3, 12.6: 20.8, 15.3: 18.8}[left]
        path.lineTo(left, top - 1.1)
        path.curveTo(left, top + 0.3, left + 2.3, top + 0.3, left + 2.3, top - 1.1)
        path.lineTo(left + 2.3, 13.5)
        path.lineTo(left + 2.7, 13.5)
    path.lineTo(18, 9)
    path.lineTo(16.5, 7)
    path.lineTo(16.5, 3)
    path.close()
    path.moveTo(7, 5.6)
    path.lineTo(16.5, 5.6)


def _mask(path: Any) -> None:
    path.moveTo(5.5, 14.5)
    path.curveTo(9, 17.6, 15, 17.6, 18.5, 14.5)
    path.lineTo(18, 9)
    path.curveTo(15.5, 5.4, 8.5, 5.4, 6, 9)
    path.close()
    path.moveTo(5.5, 14.3)
    path.curveTo(2.2, 15, 1.6, 10.2, 6, 9.3)
    path.moveTo(18.5, 14.3)
    path.curveTo(21.8, 15, 22.4, 10.2, 18, 9.3)
    for y in (13.2, 11.2, 9.2):
        path.moveTo(8.2, y)
        path.lineTo(15.8, y)


def _goggles(path: Any) -> None:
    path.moveTo(3.5, 15.5)
    path.lineTo(20.5, 15.5)
    path.lineTo(20.5, 10.5)
    path.curveTo(20.5, 8, 14.4, 7.6, 13.2, 10.2)
    path.curveTo(12.8, 11.1, 11.2, 11.1, 10.8, 10.2)
    path.curveTo(9.6, 7.6, 3.5, 8, 3.5, 10.5)
    path.close()
    path.moveTo(3.5, 14)
    path.lineTo(1.2, 14.6)
    path.moveTo(20.5, 14)
    path.lineTo(22.8, 14.6)


def _gown(path: Any) -> None:
    path.moveTo(9, 21)
    path.curveTo(10, 19, 14, 19, 15, 21)
    path.lineTo(19, 19.4)
    path.lineTo(22, 11.6)
    path.lineTo(19, 10.4)
    path.lineTo(17.4, 14)
    path.lineTo(18.4, 2.6)
    path.lineTo(5.6, 2.6)
    path.lineTo(6.6, 14)
    path.lineTo(5, 10.4)
    path.lineTo(2, 11.6)
    path.lineTo(5, 19.4)
    path.close()
    path.moveTo(6.4, 11)
    path.lineTo(17.6, 11)


def _boots(path: Any) -> None:
    path.moveTo(7, 21)
    path.lineTo(13.5, 21)
    path.lineTo(13.5, 10.6)
    path.curveTo(15, 8.6, 20.6, 9.2, 20.6, 5.4)
    path.lineTo(20.6, 3)
    path.lineTo(7, 3)
    path.close()
    path.moveTo(7, 5.4)
    path.lineTo(20.6, 5.4)
    path.moveTo(7, 18.6)
    path.lineTo(13.5, 18.6)


def _footbath(path: Any) -> None:
    path.moveTo(2.5, 11)
    path.lineTo(4.5, 3.5)
    path.lineTo(19.5, 3.5)
    path.lineTo(21.5, 11)
    path.moveTo(3.6, 8)
    for left in (3.6, 7.8, 12, 16.2):
        path.curveTo(left + 1, 9.4, left + 1.6, 9.4, left + 2.1, 8)
        path.curveTo(left + 2.6, 6.6, left + 3.2, 6.6, left + 4.2, 8)
    path.moveTo(9.6, 21)
    path.lineTo(9.6, 13.6)
    path.lineTo(16.4, 13.6)
    path.curveTo(16.4, 15.8, 14.2, 16, 13.2, 16.6)
    path.lineTo(13.2, 21)


#: What to wear -> its word and its picture.
PPE: dict[str, tuple[str, Callable[[Any], None]]] = {
    "gloves": ("Gloves", _gloves),
    "mask": ("Mask", _mask),
    "goggles": ("Goggles", _goggles),
    "gown": ("Gown", _gown),
    "boots": ("Boots", _boots),
    "footbath": ("Footbath", _footbath),
}


def ppe_row(canvas: Plain, kinds: Sequence[str], x: float, y: float, width: float) -> None:
    """What to wear, each as a picture over its word, spread evenly over the width."""
    if not kinds:
        return
    side = 13 * mm
    step = min(width / len(kinds), 26 * mm)
    left = x + (width - step * len(kinds)) / 2
    for at, kind in enumerate(kinds):
        word, shape = PPE[kind]
        middle = left + step * (at + 0.5)
        canvas.saveState()
        canvas.translate(middle - side / 2, y + 11)
        canvas.scale(side / 24, side / 24)
        canvas.setLineWidth(1.15)
        canvas.setLineJoin(1)
        canvas.setLineCap(1)
        canvas.setStrokeColorRGB(*INK)
        path = canvas.beginPath()
        shape(path)
        canvas.drawPath(path, stroke=1, fill=0)
        canvas.restoreState()
        draw_line(canvas, middle, y, word, Style(size=9.5, bold=True, align="centre"))
