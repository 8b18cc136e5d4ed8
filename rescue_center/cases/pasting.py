"""A manifest as it is pasted from a message or a spreadsheet: one line for each lot.

`468 rat snake`, `2 Burmese python (Python bivittatus)`, `13.8 kg wild pig meat`, `3 dead leaf
turtles`, `snakes`, or cells with tabs between (`rat snake<TAB>468`, either way round).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from rescue_center import measures

_UNITS = {"kg": "kg", "kilo": "kg", "kilos": "kg", "pieces": "pieces", "pcs": "pieces",
          "piece": "pieces", "litres": "litres"}  # fmt: skip
_CONDITIONS = {"live": "alive", "alive": "alive", "living": "alive", "dead": "dead",
               "mixed": "mixed"}  # fmt: skip
_LINE = re.compile(
    r"(?P<number>[+-]?\d[\d.,']*)?\s*(?:[x×]\s+)?(?P<words>.*?)"
    r"(?:\s*\((?P<science>[A-Za-z .]+)\))?",
    re.I,
)
_NUMBER = re.compile(r"[+-]?\d[\d.,']*\s*[a-z]*", re.I)


class Pasted(NamedTuple):
    """One line that was read."""

    name: str
    scientific: str
    quantity: Decimal | None
    unit: str
    condition: str


def parse_paste(text: str) -> tuple[list[Pasted], list[str]]:
    """The lines that were pasted, and a sentence for each that could not be read."""
    lines, faults = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            lines.append(_parse(line))
        except ValueError as error:
            shown = line.strip() if len(line.strip()) <= 60 else f"{line.strip()[:57]}…"
            faults.append(f"Line {number} of the list, “{shown}”: {error}")
    return lines, faults


def _parse(line: str) -> Pasted:
    text = " ".join(_reordered(measures.western(line)).strip(" -•*·").split())
    found = _LINE.fullmatch(text)
    words = found["words"].split() if found else []
    if found and found["number"]:
        measures.refuse_doubtful(found["number"])
    quantity = measures.parse_number(found["number"]) if found and found["number"] else None
    unit = condition = ""
    while words:
        word = words[0].casefold().strip(".,")
        if not unit and quantity is not None and word in _UNITS:
            unit = _UNITS[word]
        elif not condition and word in _CONDITIONS:
            condition = _CONDITIONS[word]
        elif word != "of":
            break
        words.pop(0)
    name, science = " ".join(words), (found["science"] or "").strip() if found else ""
    if not name and not science:
        raise ValueError("it says no species.")
    if len(name) > 300 or len(science) > 300:
        raise ValueError("the name is longer than 300 characters.")
    return Pasted(name or science, science, quantity, unit or "individual", condition or "alive")


def _reordered(line: str) -> str:
    """Cells with tabs between as one text, the number first wherever it stood."""
    cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
    if len(cells) < 2:
        return line
    numbers = [cell for cell in cells if _NUMBER.fullmatch(cell)]
    return " ".join([*numbers[:1], *(cell for cell in cells if cell not in numbers[:1])])
