"""What is split off a lot lives where the lot lives, by the lot's clock; mergers take the later."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from rescue_center.animals import regroup
from rescue_center.animals.models import Animal
from rescue_center.enclosures import rules as housing
from rescue_center.enclosures.models import Housing
from rescue_center.errors import Refused
from rescue_center.quarantine import cohort_rules, event_rules, rules
from rescue_center.quarantine.event_models import Exposure
from rescue_center.quarantine.models import Quarantine
from tests.enclosures.makers import day, make_animal, make_epi_group, make_unit
from tests.quarantine.makers import make_q_unit, make_quarantine, make_sampled, make_vet, turtle

pytestmark = pytest.mark.usefixtures("session")


def quarantine_of(animal: Animal) -> Quarantine:
    return cohort_rules.open_of([animal])[animal.id]


def places(session: scoped_session[Session], animal: Animal) -> list[tuple[object, object]]:
    rows = session.scalars(sa.select(Housing).where(Housing.animal_id == animal.id))
    return [(row.unit.code, row.began_at) for row in rows]


def test_an_heir_lives_where_its_lot_lives_from_the_split_on(
    session: scoped_session[Session],
) -> None:
    unit, lot = make_unit("A1", capacity=10), make_animal(turtle(), heads=10)
    housing.house([lot], unit, by=None, at=day(1))
    heir = regroup.split(lot, 4, by=None, at=day(2))
    session.refresh(unit)
    assert places(session, heir) == [("A1", day(2))]
    assert (unit.n, unit.room) == (10, 0)


def test_a_full_unit_stays_as_full_through_split_and_merge(
    session: scoped_session[Session],
) -> None:
    unit, lot = make_unit("A1", capacity=10), make_animal(turtle(), heads=10)
    housing.house([lot], unit, by=None, at=day(1))
    heir = regroup.split(lot, 4, by=None, at=day(2))
    regroup.individualise(lot, by=None, at=day(2))
    regroup.merge(heir, lot, by=None, at=day(3))
    session.refresh(unit)
    assert (lot.count, heir.count, unit.n) == (9, 0, 10)
    assert session.scalars(sa.select(Housing).where(Housing.animal_id == heir.id)).one().ended_at


def test_a_split_is_not_dated_before_the_move_in() -> None:
    lot = make_animal(turtle(), heads=10)
    housing.house([lot], make_unit("A1"), by=None, at=day(2))
    with pytest.raises(Refused, match="came to A1 after that"):
        regroup.split(lot, 4, by=None, at=day(1))


def test_a_lot_is_not_moved_before_a_split_that_is_told() -> None:
    lot = make_animal(turtle(), heads=10)
    housing.house([lot], make_unit("A1"), by=None, at=day(1))
    regroup.split(lot, 4, by=None, at=day(3))
    with pytest.raises(Refused, match="was split or merged on 4 May 2026"):
        housing.house([lot], make_unit("A2"), by=None, at=day(2))


def test_lots_in_two_units_are_moved_together_before_they_merge() -> None:
    lot = make_animal(turtle(), heads=10, epi_group=make_epi_group())
    housing.house([lot], make_unit("A1"), by=None, at=day(1))
    heir = regroup.split(lot, 4, by=None, at=day(2))
    housing.house([heir], make_unit("A2"), by=None, at=day(3))
    with pytest.raises(Refused, match="Move them together before you merge them"):
        regroup.merge(heir, lot, by=None, at=day(4))


def test_an_heir_has_the_lots_clock_and_tests() -> None:
    q = make_quarantine(make_animal(turtle(), heads=10))
    done = make_sampled(q)
    rules.result(done, "negative", by=None, at=day(3))
    heir = quarantine_of(regroup.individualise(q.animal, by=None, at=day(4)))
    assert (heir.began_at, heir.clock_start, heir.min_end) == (day(0), day(0), day(90))
    assert [(t.name, t.result, t.sampled_at) for t in heir.tests] == [
        ("Faeces", "negative", day(2))
    ]
    assert [(e.kind, e.cause) for e in heir.events] == [("inherit", q.animal)]


def test_a_newcomer_restarts_lot_and_heir_alike() -> None:
    unit = make_q_unit()
    q = make_quarantine(make_animal(turtle(), heads=10), unit)
    heir = quarantine_of(regroup.split(q.animal, 4, by=None, at=day(4)))
    make_quarantine(make_animal(turtle(), heads=2), unit, at=day(9))
    assert q.clock_start == heir.clock_start == day(9)


def test_an_heir_moved_away_keeps_the_clock_it_left_with() -> None:
    unit = make_q_unit()
    q = make_quarantine(make_animal(turtle(), heads=10), unit)
    heir = quarantine_of(regroup.split(q.animal, 4, by=None, at=day(4)))
    housing.house([heir.animal], make_q_unit("Q2"), by=None, at=day(5))
    make_quarantine(make_animal(turtle(), heads=2), unit, at=day(9))
    assert (q.clock_start, heir.clock_start) == (day(9), day(0))


def test_a_merger_takes_the_later_clock_and_ends_the_other_quarantine() -> None:
    one, two = make_q_unit("Q1"), make_q_unit("Q2")
    q = make_quarantine(make_animal(turtle(), heads=10), one)
    heir = quarantine_of(regroup.split(q.animal, 4, by=None, at=day(4)))
    housing.house([heir.animal], two, by=None, at=day(5))
    make_quarantine(make_animal(turtle(), heads=2), one, at=day(9))
    housing.house([q.animal], make_q_unit("Q3"), by=None, at=day(10))
    housing.house([heir.animal], one, by=None, at=day(11))
    housing.house([q.animal], one, by=None, at=day(12))
    regroup.merge(heir.animal, q.animal, by=None, at=day(13))
    assert (q.clock_start, q.min_end) == (day(12), day(102))
    assert (heir.outcome, heir.ended_at) == ("left", day(13))


def test_a_merged_lot_needs_every_test_that_either_still_needed() -> None:
    q = make_quarantine(make_animal(turtle(), heads=10))
    test = rules.add_test(q, "Ranavirus", due=day(5).date(), by=None, at=day(1))
    heir = quarantine_of(regroup.split(q.animal, 4, by=None, at=day(4)))
    rules.sample(test, by=None, at=day(5))
    rules.result(test, "negative", by=None, at=day(6))
    regroup.merge(heir.animal, q.animal, by=None, at=day(7))
    assert [b.key for b in rules.blockers(q, day(91))] == ["test"]


def test_exposure_passes_to_heirs_whether_in_quarantine_or_not(
    session: scoped_session[Session],
) -> None:
    lot = make_animal(turtle(), heads=10)
    rules.expose(lot, "poultry at the market", since=day(-3), by=make_vet(), at=day(1))
    heir = regroup.split(regroup.split(lot, 5, by=None, at=day(2)), 2, by=None, at=day(3))
    rows = session.scalars(sa.select(Exposure).where(Exposure.animal_id == heir.id)).all()
    assert [(r.source, r.since) for r in rows] == [("poultry at the market", day(-3))]
    assert event_rules.expose is rules.expose
