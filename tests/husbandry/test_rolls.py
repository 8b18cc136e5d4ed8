"""Who was there on the round, and what became of who was not."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center.animals.models import Animal
from rescue_center.boards import timeline
from rescue_center.db import db
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused
from rescue_center.husbandry import roll_queries, roll_rules
from rescue_center.husbandry.incident_models import Incident
from rescue_center.policy import Role
from tests.makers import AT, HOUR, make_animal, make_person, make_unit

pytestmark = pytest.mark.usefixtures("session")


def housed(heads: int = 2) -> tuple[Unit, list[Animal]]:
    """An enclosure with so many animals in it."""
    unit, living = make_unit(), [make_animal() for _ in range(heads)]
    enclosures.house(living, unit, by=None, at=AT)
    return unit, living


def test_everybody_seen_leaves_nothing_open() -> None:
    unit, living = housed()
    row = roll_rules.call(unit, expected=2, found=2, seen=living, by=make_person("keeper"), at=AT)
    assert not row.differs and not row.is_open and not roll_queries.mismatches()


@pytest.mark.parametrize(("found", "missed"), [(1, 0), (3, 0), (1, 1), (2, 1)])
def test_a_mismatch_is_open_until_somebody_says_why(found: int, missed: int) -> None:
    unit, living = housed()
    keeper = make_person("keeper")
    row = roll_rules.call(unit, expected=2, found=found, missing=living[:missed], by=keeper, at=AT)
    assert row.is_open and [one.id for one in roll_queries.mismatches()] == [row.id]
    roll_rules.resolve(row, "miscount", by=keeper, at=AT + HOUR, note="One hid in the box")
    assert not row.is_open and not roll_queries.mismatches()
    with pytest.raises(Refused, match="resolved already: it was counted wrong"):
        roll_rules.resolve(row, "found", by=keeper, at=AT + HOUR)


def test_all_but_found_again_wants_to_know_how_it_is_known() -> None:
    unit, _ = housed()
    row = roll_rules.call(unit, expected=2, found=1, by=make_person("keeper"), at=AT)
    with pytest.raises(Refused, match="how you know"):
        roll_rules.resolve(row, "death", by=make_person("keeper"), at=AT + HOUR)


def test_an_escape_is_an_incident_that_says_when_it_was_last_seen() -> None:
    unit, living = housed()
    keeper = make_person("keeper")
    roll_rules.call(unit, expected=2, found=2, seen=living, by=keeper, at=AT)
    row = roll_rules.call(unit, expected=2, found=1, missing=living[:1], by=keeper, at=AT + HOUR)
    roll_rules.resolve(row, "escape", by=keeper, at=AT + 2 * HOUR, note="Hole in the mesh")
    incident = db.session.scalars(sa.select(Incident)).one()
    assert (incident.what, incident.animal, incident.at) == ("escape", living[0], AT + HOUR)
    assert "last seen 12 May 2026, 10:00. Hole in the mesh" in incident.note


def test_a_later_call_that_finds_everybody_resolves_what_was_open() -> None:
    unit, living = housed()
    keeper = make_person("keeper")
    row = roll_rules.call(unit, expected=2, found=1, missing=living[:1], by=keeper, at=AT)
    roll_rules.call(unit, expected=2, found=2, seen=living, by=keeper, at=AT + HOUR)
    assert (row.resolution, row.resolved_by) == ("found", keeper)


def test_a_call_without_the_missing_one_leaves_it_open() -> None:
    unit, living = housed()
    keeper = make_person("keeper")
    row = roll_rules.call(unit, expected=2, found=1, missing=living[:1], by=keeper, at=AT)
    enclosures.vacate(living[0], by=None, at=AT + HOUR)
    roll_rules.call(unit, expected=1, found=1, seen=living[1:], by=keeper, at=AT + HOUR)
    assert row.is_open


def test_who_was_missed_reads_so_on_its_own_timeline() -> None:
    unit, living = housed()
    roll_rules.call(unit, expected=2, found=1, missing=living[:1], by=make_person("keeper"), at=AT)
    db.session.commit()
    told = timeline.story("animal", living[0].id, frozenset(Role), kind="keeping")
    assert [one.what for one in told] == ["Missed it at roll-call"]
    assert timeline.story("animal", living[1].id, frozenset(Role), kind="keeping") == []


def test_a_call_is_struck_out_by_whoever_made_it_with_a_reason() -> None:
    unit, _ = housed()
    keeper = make_person("keeper")
    row = roll_rules.call(unit, expected=2, found=1, by=keeper, at=AT)
    with pytest.raises(Refused, match="a vet or a manager"):
        roll_rules.void_call(row, by=make_person("keeper"), at=AT, reason="No")
    with pytest.raises(Refused, match="Say why"):
        roll_rules.void_call(row, by=keeper, at=AT, reason=" ")
    roll_rules.void_call(row, by=keeper, at=AT, reason="Wrong door")
    assert row.is_void and not row.is_open


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE roll_call SET found = 2", "UPDATE roll_call SET expected = 1",
        "UPDATE roll_call SET resolution = 'found'", "DELETE FROM roll_call",
        "DELETE FROM roll_call_animal", "UPDATE roll_call SET unit_id = unit_id + 1",
        "UPDATE roll_call SET found = -1",
    ],
)  # fmt: skip
def test_no_statement_rewrites_a_roll_call(statement: str) -> None:
    unit, living = housed()
    roll_rules.call(unit, expected=2, found=1, missing=living[:1], by=make_person("keeper"), at=AT)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.text(statement))


def test_the_pages_call_resolve_and_strike_out(page: Any, signed_in: Any) -> None:
    unit, living = housed()
    db.session.commit()
    keeper = signed_in("keeper")
    address = f"/units/{unit.code}/roll-call/new"
    assert "Expected: 2" in page(address, by=keeper).text
    made = keeper.post(address, data={"found": "1", "missing": str(living[0].id),
                                      "at": "2026-05-12 12:00"})  # fmt: skip
    assert made.status_code == 303
    shown = page(made.location, by=keeper)
    assert "1 missing" in shown.text and living[0].label in shown.text
    assert "1 missing" in page("/roll-calls", by=keeper).text
    wrong = keeper.post(f"{made.location}/resolution", data={"resolution": "death"})
    assert wrong.status_code == 422 and "how you know" in wrong.text
    done = keeper.post(f"{made.location}/resolution", data={"resolution": "found"})
    assert done.status_code == 303 and "It was found" in page(made.location, by=keeper).text
    struck = keeper.post(f"{made.location}/void", data={"reason": "Wrong door"})
    assert struck.status_code == 303
    assert "Wrong door" in page(made.location, by=keeper).text


def test_a_roll_call_in_the_future_is_refused() -> None:
    unit, _ = housed()
    with pytest.raises(Refused, match="in the future"):
        roll_rules.call(unit, expected=2, found=2, by=make_person("keeper"),
                        at=AT + timedelta(hours=2), recorded_at=AT)  # fmt: skip


@pytest.mark.parametrize(("seen", "closed"), [(0, True), (1, False)])
def test_who_was_missed_by_name_is_sought_until_seen_by_name(seen: int, closed: bool) -> None:
    """A count that comes out right without it may have counted another."""
    unit, living = housed()
    keeper = make_person("keeper")
    row = roll_rules.call(unit, expected=1, found=0, missing=living[:1], by=keeper, at=AT)
    named = living[seen : seen + 1]
    roll_rules.call(unit, expected=1, found=1, seen=named, by=keeper, at=AT + HOUR)
    assert row.is_open is not closed
