"""The cells of the quarantine board: a test of an animal, what state it is in, and the way to its
next step. A function and not a macro, because a board draws hundreds of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from markupsafe import Markup, escape

from rescue_center import clock, marks
from rescue_center.navigation import addresses_of
from rescue_center.quarantine.board import Cell, pill_of
from rescue_center.tongues import phrase

#: The page of a test's next step, by its state.
NEXT = dict.fromkeys(("planned", "due", "overdue"), "quarantine.sample") | {
    "pending": "quarantine.result"
}


def drawing(may: Callable[[str], bool], *, clinical: bool) -> Callable[[Cell], Markup]:
    """The function that draws a cell for somebody who may open these pages and does or does not see
    clinical facts."""
    ways = {
        state: addresses_of(endpoint, "test_id")
        for state, endpoint in NEXT.items()
        if may(endpoint)
    }

    @cache
    def pill(state: str) -> str:
        return marks.status(*pill_of(state, clinical))

    def draw(cell: Cell) -> Markup:
        shown = pill(cell.state)
        if way := ways.get(cell.state):
            shown = f'<a href="{escape(way(cell.test.id))}">{shown}</a>'
        note = f'<small class="cell-note">{escape(_note(cell))}</small>'
        return Markup(f"{shown}{note}")  # noqa: S704 - of parts that were each escaped

    return draw


def _note(cell: Cell) -> str:
    """When it is due or was taken, and how many of its rounds are done."""
    said = ""
    if cell.state == "pending":
        said = phrase("since {when}", when=clock.day_text(cell.test.sampled_at))
    elif cell.state in NEXT:
        said = clock.day_text(cell.test.due_on)
    if cell.rounds > 1:
        rounds = phrase("{n} of {all}", n=cell.done, all=cell.rounds).replace(" ", "\u00a0")
        said = f"{said} · {rounds}".removeprefix(" · ")
    return said
