"""Where the animals of an import live: in the enclosure that the old books name, where it has room
and the rules let them; else nowhere, with the doubt."""

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.db import db
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.queries import place_of
from rescue_center.quarantine.models import Quarantine
from tests.exchange.animal_makers import imported, row
from tests.exchange.stored import doubts, one
from tests.makers import AT, make_unit

pytestmark = pytest.mark.usefixtures("loaded")


def test_an_enclosure_is_filled_as_far_as_it_has_room() -> None:
    unit = make_unit(code="T1", capacity=30)
    turtles = {"species": "Cuora amboinensis", "name": "", "enclosure": "T1"}
    imported(*(row(number=str(n), count="12", **turtles) for n in range(1, 4)))
    db.session.refresh(unit)
    assert unit.n == 24
    assert doubts("3") == ["T1 has room for 6: not housed"]
    assert place_of(one("3").id) is None


def test_whom_the_rules_keep_out_is_taken_in_without_a_place() -> None:
    make_unit(code="B1", capacity=9)
    make_unit(code="B2", capacity=9)
    deer = {"species": "Rusa unicolor", "name": ""}
    imported(
        row(species="Manis javanica", enclosure="B1"),
        row(species="Manis javanica", number="2", enclosure="B1"),
        row(number="3", enclosure="B2", **deer), row(number="4", enclosure="B2", **deer),
    )  # fmt: skip
    assert place_of(one().id) is not None and place_of(one("2").id) is None
    assert "is kept alone" in doubts("2")[0] and doubts("2")[0].startswith("not housed: ")
    assert place_of(one("3").id) is not None and place_of(one("4").id) is not None


def test_a_place_that_is_none_is_a_doubt() -> None:
    full = make_unit(code="X1", capacity=0)
    area = full.parent
    assert area is not None
    imported(row(enclosure="X1"), row(number="2", enclosure=area.code))
    assert doubts() == ["X1 is full: not housed"]
    assert doubts("2") == [f"{area.code} is no enclosure: not housed"]


def test_nobody_is_housed_behind_a_movement_stop_or_in_a_closed_unit() -> None:
    stopped, closed = make_unit(code="X1"), make_unit(code="X2")
    enclosures.stop_movement(stopped, reason="Avian influenza", by=None, at=AT)
    enclosures.close_unit(closed, by=None, at=AT)
    imported(row(enclosure="X1"), row(number="2", enclosure="X2"))
    assert doubts() == ["X1 is under a movement stop: not housed"]
    assert doubts("2") == ["X2 is closed: not housed"]


def test_quarantine_goes_on_from_the_day_the_old_books_give() -> None:
    make_unit(code="Q1", capacity=9, biosecurity="quarantine")
    turtles = {"species": "Cuora amboinensis", "name": "", "enclosure": "Q1"}
    imported(
        row(received_on="2026-05-01", status="quarantine", status_since="2026-05-03", **turtles),
        row(number="2", received_on="2026-05-03", status="", **turtles),
        row(number="3", status="rehab", **turtles),
    )
    assert one().stays[-1].in_quarantine and one("2").stays[-1].in_quarantine
    found = db.session.scalars(sa.select(Quarantine).filter_by(animal_id=one().id)).one()
    assert clock.today(found.began_at).isoformat() == "2026-05-03"
    assert "it is housed in quarantine: its quarantine begins" in doubts("2")
    assert "Q1 is for quarantine, and it is in none: not housed" in doubts("3")
    assert place_of(one("3").id) is None
