"""The cells of the quarantine board: a test of an animal, what state it is in, and the way to its
next step. A function and not a macro, because a board draws hundreds of them."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for
from markupsafe import Markup

from rescue_center import clock, marks
from rescue_center.quarantine.board import Cell, pill_of

#: The page of a test's next step, by its state.
NEXT = dict.fromkeys(("planned", "due", "overdue"), "quarantine.sample") | {
    "pending": "quarantine.result"
}
LINK = Markup('<a href="{}">{}</a>')
NOTE = Markup('<small class="cell-note">{}</small>')


def drawing(may: Callable[[str], bool], *, clinical: bool) -> Callable[[Cell], Markup]:
    """The function that draws a cell for somebody who may open these pages and does or does not see
    clinical facts."""
    ways = {state: endpoint for state, endpoint in NEXT.items() if may(endpoint)}

    def draw(cell: Cell) -> Markup:
        shown = marks.status(*pill_of(cell.state, clinical))
        if way := ways.get(cell.state):
            shown = LINK.format(url_for(way, test_id=cell.test.id), shown)
        return shown + NOTE.format(_note(cell))

    return draw


def _note(cell: Cell) -> str:
    """When it is due or was taken, and how many of its rounds are done."""
    said = ""
    if cell.state == "pending":
        said = f"since {clock.day_text(cell.test.sampled_at)}"
    elif cell.state in NEXT:
        said = clock.day_text(cell.test.due_on)
    if cell.rounds > 1:
        said = f"{said} · {cell.done}\u00a0of\u00a0{cell.rounds}".removeprefix(" · ")
    return said
