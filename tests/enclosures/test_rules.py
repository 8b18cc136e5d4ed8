"""Moves: one place at a time, room, the past, movement stops."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session

from rescue_center import journal
from rescue_center.animals.ledger_models import LedgerEntry
from rescue_center.animals.models import Animal
from rescue_center.enclosures import rules
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.errors import Refused, constraint_of, refusal_of
from rescue_center.journal.models import Entry
from rescue_center.policy import Role
from tests.enclosures.makers import DAY0, day, make_animal, make_person, make_unit

pytestmark = pytest.mark.usefixtures("session")


def history(session: scoped_session[Session], animal: Animal) -> list[tuple[str, object]]:
    rows = session.scalars(
        sa.select(Housing).where(Housing.animal_id == animal.id).order_by(Housing.began_at)
    )
    return [(row.unit.code, row.ended_at) for row in rows]


def test_a_move_ends_the_old_place_and_begins_the_new(session: scoped_session[Session]) -> None:
    animal, first, second = make_animal(), make_unit("A1"), make_unit("A2")
    rules.house([animal], first, by=None, at=day(1))
    rules.house([animal], second, by=None, at=day(2))
    assert history(session, animal) == [("A1", day(2)), ("A2", None)]
    assert (first.n, second.n) == (0, 1)


def test_a_move_is_in_the_journal_with_both_places(session: scoped_session[Session]) -> None:
    animal, keeper = make_animal(), make_person(Role.KEEPER)
    rules.house([animal], make_unit("A1"), by=None, at=day(1))
    rules.house([animal], make_unit("A2"), by=keeper, at=day(2), reason="cleaning")
    journal.settle()
    row = session.scalars(sa.select(Entry).where(Entry.verb == "moved").order_by(Entry.seq)).all()
    assert (row[-1].before, row[-1].after) == ({"unit": "A1"}, {"unit": "A2"})
    assert (row[-1].animal_id, row[-1].person_id, row[-1].reason) == (
        animal.id, keeper.id, "cleaning",
    )  # fmt: skip


def test_five_do_not_fit_where_three_do_and_none_is_moved(
    session: scoped_session[Session],
) -> None:
    unit = make_unit("Q2", capacity=3)
    animals = [make_animal() for _ in range(5)]
    with pytest.raises(Refused, match="Q2 has room for 3; you are moving 5"):
        rules.house(animals, unit, by=None, at=day(1))
    assert session.scalar(sa.select(sa.func.count()).select_from(Housing)) == 0


def test_a_lot_takes_as_many_places_as_it_counts() -> None:
    unit = make_unit(capacity=10)
    rules.house([make_animal(heads=8)], unit, by=None, at=day(1))
    with pytest.raises(Refused, match="room for 2; you are moving 3"):
        rules.house([make_animal(heads=3)], unit, by=None, at=day(1))


def test_deaths_in_a_lot_make_room(session: scoped_session[Session]) -> None:
    lot, unit = make_animal(heads=10), make_unit(capacity=10)
    rules.house([lot], unit, by=None, at=day(1))
    session.add(LedgerEntry(animal_id=lot.id, at=day(2), recorded_at=day(2), kind="death",
                            delta=-4))  # fmt: skip
    session.flush()
    session.refresh(unit)
    assert (unit.n, unit.room) == (6, 4)


def test_the_database_itself_keeps_a_unit_from_overfilling(
    session: scoped_session[Session],
) -> None:
    one, two, unit = make_animal(), make_animal(), make_unit("A1", capacity=1)
    rules.house([one], unit, by=None, at=day(1))
    with pytest.raises(DBAPIError) as refused:
        session.add(Housing(animal_id=two.id, stay_id=two.stays[0].id, unit_id=unit.id,
                            began_at=day(1)))  # fmt: skip
        session.flush()
    assert constraint_of(refused.value) == "unit_has_room"
    assert "no room" in str(getattr(refusal_of(refused.value), "sentence", ""))


def test_the_database_itself_keeps_the_intervals_of_an_animal_apart(
    session: scoped_session[Session],
) -> None:
    animal, unit = make_animal(), make_unit()
    rules.house([animal], unit, by=None, at=day(1))
    rules.vacate(animal, by=None, at=day(5))
    with pytest.raises(DBAPIError) as refused:
        session.add(Housing(animal_id=animal.id, stay_id=animal.stays[0].id, unit_id=unit.id,
                            began_at=day(3), ended_at=day(4)))  # fmt: skip
        session.flush()
    assert constraint_of(refused.value) == "housing_never_overlaps"


@pytest.mark.parametrize(
    ("at", "sentence"),
    [(day(-1), "arrived after that"), (day(0.5), "came to A1 after that")],
)
def test_a_move_is_not_dated_before_what_it_follows(at: object, sentence: str) -> None:
    animal = make_animal()
    rules.house([animal], make_unit("A1"), by=None, at=day(1))
    with pytest.raises(Refused, match=sentence):
        rules.house([animal], make_unit("A2"), by=None, at=at)  # type: ignore[arg-type]


def test_an_animal_is_not_moved_to_where_it_is() -> None:
    animal, unit = make_animal(), make_unit("A1")
    rules.house([animal], unit, by=None, at=day(1))
    with pytest.raises(Refused, match="already in A1"):
        rules.house([animal], unit, by=None, at=day(2))


def test_an_animal_that_left_is_not_moved(session: scoped_session[Session]) -> None:
    animal = make_animal()
    session.add(LedgerEntry(animal_id=animal.id, at=day(1), recorded_at=day(1), kind="death",
                            delta=-1))  # fmt: skip
    session.flush()
    session.refresh(animal)
    with pytest.raises(Refused, match="not in our care"):
        rules.house([animal], make_unit(), by=None, at=day(2))


def test_a_closed_unit_takes_nobody() -> None:
    unit = make_unit("A1")
    rules.close_unit(unit, by=None, at=day(1))
    with pytest.raises(Refused, match="A1 is closed"):
        rules.house([make_animal()], unit, by=None, at=day(2))


def test_an_area_takes_nobody() -> None:
    area = rules.open_unit(code="N", level="area", parent=make_unit().parent, by=None, at=DAY0)
    with pytest.raises(Refused, match="no enclosure"):
        rules.house([make_animal()], area, by=None, at=day(2))


def test_vacating_makes_room_and_is_not_dated_before_the_move_in() -> None:
    animal, unit = make_animal(), make_unit("A1")
    rules.house([animal], unit, by=None, at=day(1))
    with pytest.raises(Refused, match="came to A1 after that"):
        rules.vacate(animal, by=None, at=day(0.5))
    rules.vacate(animal, by=None, at=day(2))
    rules.vacate(animal, by=None, at=day(3))
    assert unit.n == 0


# --- movement stop ------------------------------------------------------------------------------


def stopped(unit: Unit) -> Unit:
    rules.stop_movement(unit, reason="HPAI positive.", by=None, at=day(1.5))
    return unit


@pytest.mark.parametrize("which", ["in", "out", "site"])
def test_nothing_moves_in_or_out_under_a_movement_stop(which: str) -> None:
    animal, here, there = make_animal(), make_unit("A1"), make_unit("A2")
    rules.house([animal], here, by=None, at=day(1))
    vet = make_person(Role.VET, Role.MANAGER)
    site = here.parent
    assert site is not None
    stopped({"in": there, "out": here, "site": site}[which])
    with pytest.raises(Refused, match="under a movement stop: HPAI positive"):
        rules.house([animal], there, by=vet, at=day(2), override_reason="must",
                    override_until=day(9))  # fmt: skip


def test_only_an_officer_or_manager_lifts_a_movement_stop() -> None:
    unit = stopped(make_unit("A1"))
    with pytest.raises(Refused, match="Only a case officer or a manager"):
        rules.lift_movement_stop(unit, reason="negative", by=make_person(Role.VET), at=day(2))
    with pytest.raises(Refused, match="on what ground"):
        rules.lift_movement_stop(unit, reason=" ", by=make_person(Role.OFFICER), at=day(2))
    rules.lift_movement_stop(unit, reason="Letter 12", by=make_person(Role.OFFICER), at=day(2))
    assert not unit.has_movement_stop


def test_a_unit_may_be_full_to_the_last_place() -> None:
    unit = make_unit(capacity=2)
    rules.house([make_animal(), make_animal()], unit, by=None, at=day(1))
    assert unit.room == 0


def test_an_allowance_makes_room_until_it_runs_out() -> None:
    unit, vet = make_unit("A1", capacity=1), make_person(Role.VET)
    rules.house([make_animal()], unit, by=None, at=day(1))
    rules.allow_over(unit, 2, until=day(5), reason="flood", by=vet, at=day(1))
    rules.house([make_animal()], unit, by=None, at=day(2))
    with pytest.raises(Refused, match="A1 is full"):
        rules.house([make_animal()], unit, by=None, at=day(5) + timedelta(seconds=1))
