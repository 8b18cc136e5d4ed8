"""Line charts drawn by the server: numbers in, percentages out, so that one drawing fits a phone
and a desk without a script. `templates/components/chart.html` draws what this computes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from math import floor, log10
from typing import Any

from rescue_center import clock
from rescue_center.measures import plain

When = date | datetime


@dataclass(frozen=True)
class Point:
    """One reading: place in per cent from the left and the top, and its words."""

    x: float
    y: float
    when: str
    value: str
    odd: bool = False


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: place in per cent and its words."""

    at: float
    words: str


@dataclass(frozen=True)
class Chart:
    """What the template draws. `curve` and `band` are paths in a square of 100 by 100."""

    points: list[Point]
    curve: str
    band: str = ""
    ups: list[Tick] = field(default_factory=list)
    days: list[Tick] = field(default_factory=list)
    unit: str = ""
    words: str = ""


def line(
    readings: Iterable[tuple[When, float | int]],
    *,
    unit: str = "",
    scale: float = 1,
    band: tuple[float, float] | Sequence[tuple[When, float, float]] | None = None,
    odd: Iterable[When] = (),
    from_zero: bool = False,
) -> Chart:
    """A chart of readings `(when, value)` in any order. Values and band are divided by `scale`
    (1000: grams shown as kilograms). `band` is the expected range: low and high, or a list of
    (when, low, high). `odd` are the moments to mark as doubtful. `from_zero` begins the axis at
    nothing, for amounts. No readings: an empty chart."""
    rows = sorted(((_days(at), at, value / scale) for at, value in readings), key=lambda r: r[0])
    if not rows:
        return Chart([], "", unit=unit)
    ranges = _ranges(band, rows[0][1], rows[-1][1], scale)
    low, high, step = _round_range(
        [v for _, _, v in rows]
        + [v for _, a, b in ranges for v in (a, b)]
        + ([0.0] if from_zero else [])
    )
    first, last = rows[0][0], rows[-1][0]
    doubtful = set(odd)

    def across(day: float) -> float:
        return round(100 * (day - first) / (last - first), 2) if last > first else 50.0

    def down(value: float) -> float:
        return round(100 * (high - value) / (high - low), 2)

    points = [
        Point(across(d), down(v), clock.day_text(at), _words(v), at in doubtful)
        for d, at, v in rows
    ]
    return Chart(
        points=points,
        curve="M" + "L".join(f"{p.x} {p.y}" for p in points),
        band=_band(ranges, across, down),
        ups=[Tick(down(v), _words(v)) for v in _steps(low, high, step)],
        days=_day_ticks(points),
        unit=unit,
        words=_in_words(rows, unit),
    )


def _days(at: When) -> float:
    if isinstance(at, datetime):
        return at.timestamp() / 86400
    return clock.start_of(at).timestamp() / 86400


def _ranges(band: Any, first: When, last: When, scale: float) -> list[tuple[float, float, float]]:
    if band is None:
        return []
    if isinstance(band[0], int | float):
        band = [(first, *band), (last, *band)]
    return [(_days(at), low / scale, high / scale) for at, low, high in band]


def _band(ranges: list[tuple[float, float, float]], across: Any, down: Any) -> str:
    if not ranges:
        return ""
    if len(ranges) == 2 and ranges[0][0] == ranges[1][0]:  # one day: the whole width
        (_, low, high), _ = ranges
        return f"M0 {down(high)}L100 {down(high)}L100 {down(low)}L0 {down(low)}Z"
    above = [f"{across(d)} {down(high)}" for d, _, high in ranges]
    below = [f"{across(d)} {down(low)}" for d, low, _ in reversed(ranges)]
    return f"M{'L'.join(above + below)}Z"


def _round_range(values: list[float]) -> tuple[float, float, float]:
    """A range around the values with round ends, and the step between its three to six lines."""
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) or 1
    rough = spread / 3
    power = 10 ** floor(log10(rough))
    step = power * next(s for s in (1, 2, 5, 10) if s * power >= rough)
    bottom = floor(low / step) * step
    top = floor(high / step) * step
    top = top if top >= high else top + step
    if bottom == top:
        top += step
    if low - bottom < spread * 0.05 and bottom > 0:
        bottom = max(bottom - step, 0)
    return bottom, top, step


def _steps(low: float, high: float, step: float) -> list[float]:
    return [round(low + n * step, 9) for n in range(round((high - low) / step) + 1)]


def _day_ticks(points: list[Point]) -> list[Tick]:
    """The first, the last, and what lies well between."""
    chosen = [points[0]]
    for point in points[1:-1]:
        if point.x - chosen[-1].x >= 30 and point.x <= 70:
            chosen.append(point)
    if len(points) > 1 and points[-1].x > points[0].x:
        chosen.append(points[-1])
    return [Tick(p.x, p.when) for p in chosen]


def _words(value: float) -> str:
    return plain(Decimal(f"{value:.3f}"))


def _in_words(rows: list[tuple[float, When, float]], unit: str) -> str:
    """What the drawing says, for who cannot see it."""
    (_, began, first), (_, ended, last) = rows[0], rows[-1]
    if len(rows) == 1:
        return f"One reading: {_words(first)} {unit} on {clock.day_text(began)}."
    change = f" ({(last - first) / first:+.0%})" if first else ""
    return (
        f"{len(rows)} readings: from {_words(first)} {unit} on {clock.day_text(began)} "
        f"to {_words(last)} {unit} on {clock.day_text(ended)}{change}."
    )
