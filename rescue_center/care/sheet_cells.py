"""The marks of the treatment sheet. A function and no macro, because a sheet draws hundreds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from rescue_center.care.sheet import Line, Mark
from rescue_center.marks import status
from rescue_center.tongues import phrase
from rescue_center.words import spoken

#: What stands in a cell: the state whose shape and colour it has, and its word.
STATES = {
    "overdue": ("overdue", "Overdue"), "due": ("due", "Due now"), "planned": ("planned", "Planned"),
    "given": ("done", "Given"), "partly": ("partly", "Partly given"),
    "refused": ("skipped", "Refused"), "omitted": ("skipped", "Not given"),
    "conflict": ("problem", "Reported twice"), "cancelled": ("void", "Cancelled"),
    "not_recorded": ("unknown", "Not recorded"),
}  # fmt: skip
_BOX = '<span class="only-print signed-box"></span>'


@dataclass(frozen=True)
class Ways:
    """Where a mark leads for who reads the sheet; None where they may not go. `then` is the address
    of the sheet, quoted."""

    to_dose: Callable[[object], str] | None
    to_review: Callable[[object], str] | None
    then: str


def cell(marks: Sequence[Mark], line: Line, ways: Ways) -> Markup:
    """Everything that stands in one cell."""
    return Markup("".join(_mark(mark, line, ways) for mark in marks))  # noqa: S704 - ours


def _mark(mark: Mark, line: Line, ways: Ways) -> str:
    if mark.state == "conflict":
        return _second(mark, ways)
    kind, word = STATES[mark.state]
    word = phrase(word)
    who = f" {escape(mark.initials)}" if mark.initials else ""
    said = f'<span class="for-readers">{escape(word)}: </span>{mark.time}{who}'
    shown = status(kind, Markup(said))  # noqa: S704 - escaped
    if mark.slot and ways.to_dose and not line.awaits:
        opens = " data-open" if mark.dose_id else ""
        whose = f'<span class="for-readers">, {escape(line.row.drug)}, {escape(line.who)}</span>'
        found = (f'<a class="sheet-mark" href="{ways.to_dose(mark.slot)}?next={ways.then}"{opens}>'
                 f"{shown}{whose}</a>")  # fmt: skip
    else:
        found = f'<span class="sheet-mark">{shown}</span>'
    box = _BOX if mark.dose_id else ""
    return f"{found}{box}{_why(mark, word)}"


def _second(mark: Mark, ways: Ways) -> str:
    """A second record of a dose, until a vet has looked."""
    also = phrase("Also recorded {when}", when=mark.time) + (f", {mark.who}" if mark.who else "")
    review, waits = phrase("review"), phrase("a vet reviews it")
    if ways.to_review:
        return (f'<a class="sheet-mark is-said" href="{ways.to_review(mark.record_id)}">'
                f"{status('problem', f'{also}; {review}')}</a>")  # fmt: skip
    return (f'<span class="sheet-mark is-said">'
            f"{status('problem', f'{also}; {waits}')}</span>")  # fmt: skip


def _why(mark: Mark, word: str) -> str:
    if mark.state == "partly":
        more = f" · {spoken(phrase(mark.why))}" if mark.why else ""
        return f"<small>{escape(mark.amount)}{more}</small>"
    if mark.state in ("refused", "omitted"):
        return f"<small>{spoken(phrase(mark.why) or word)}</small>"
    return f"<small>{escape(word)}</small>" if mark.state in ("not_recorded", "cancelled") else ""
