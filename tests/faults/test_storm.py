"""An afternoon of everything at once: nobody sees a deadlock or a fault, and the books agree."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from rescue_center.db import db, writing
from tests.faults.afternoon import BEGIN, DEEDS, Afternoon, build
from tests.faults.race import PEOPLE, faults, race, size

pytestmark = pytest.mark.faults


def test_everything_at_once_ends_in_sound_books_without_a_deadlock(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    with arena.app_context(), writing():
        boss = build()
        db.session.commit()

    def act(person: int, turn: int) -> Callable[[], object]:
        dice = random.Random(f"{person} {turn}")
        (deed,) = dice.choices(list(DEEDS), list(DEEDS.values()))
        late = timedelta(minutes=dice.choice((0, 0, 0, 30)))
        afternoon = Afternoon(dice, boss, BEGIN + timedelta(minutes=turn) - late)

        def do() -> str:
            getattr(afternoon, deed)()
            return deed

        return do

    people = [[act(who, turn) for turn in range(size(6, 40))] for who in range(PEOPLE)]
    tally = race(arena, *people, together=False)
    measured(f"{tally}; {dict(tally.refused)}; {sorted(set(DEEDS) - set(tally.values))} never")
    assert not tally.other, "\n".join(tally.other)
    assert tally.ok > PEOPLE, tally.refused
    assert faults(arena) == {}
