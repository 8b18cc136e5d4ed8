"""Beginning and restarting a quarantine, and the line around it."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from rescue_center import journal
from rescue_center.db import db
from rescue_center.enclosures import rules as housing
from rescue_center.errors import Refused
from rescue_center.journal.models import Entry
from rescue_center.quarantine import rules
from tests.enclosures.makers import day, make_animal, make_group, make_person, make_taxon, make_unit
from tests.quarantine.makers import (
    clock,
    loris,
    macaque,
    make_protocol_test,
    make_q_unit,
    make_quarantine,
    make_vet,
    otter,
    snake,
    turtle,
)

pytestmark = pytest.mark.usefixtures("session")


# --- begin --------------------------------------------------------------------------------------


def test_quarantine_begins_by_protocol_and_houses_the_animal() -> None:
    unit = make_q_unit()
    q = make_quarantine(unit=unit)
    assert clock(q) == (day(0), day(90))
    assert q.stay.in_quarantine
    assert (unit.n, q.scope_key) == (1, "order:Primates")
    assert [e.kind for e in q.events] == ["begin"]


def test_the_scope_of_a_reptile_is_its_class() -> None:
    assert make_quarantine(make_animal(turtle())).scope_key == "class:Reptilia"


def test_a_species_without_a_protocol_needs_one_chosen() -> None:
    bird = make_animal(make_taxon("Aves sp.", order="", klass="Aves", rank="class"))
    with pytest.raises(Refused, match="no protocol of its own: choose one"):
        make_quarantine(bird)


def test_a_chosen_protocol_sets_the_days() -> None:
    bird = make_animal(make_taxon("Aves sp.", order="", klass="Aves", rank="class"))
    q = make_quarantine(bird, group=make_group("parrot", days=45, scope="class"))
    assert (clock(q), q.scope_key) == ((day(0), day(45)), "class:Aves")


def test_another_protocol_than_its_own_is_a_vets_decision_with_a_reason() -> None:
    bears, unit = make_group("bear", days=30), make_q_unit()
    for by in (None, make_person("keeper", "registrar", "coordinator", "manager")):
        with pytest.raises(Refused, match="Only a vet may choose another protocol"):
            make_quarantine(unit=unit, group=bears, by=by, group_reason="Shorter")
    with pytest.raises(Refused, match="Say why not the protocol of old world monkey") as refused:
        make_quarantine(unit=unit, group=bears, by=make_vet())
    assert refused.value.field == "group_reason"
    q = make_quarantine(unit=unit, group=bears, by=make_vet(), group_reason="Bred here, known herd")
    assert (q.min_days, q.group_reason) == (30, "Bred here, known herd")
    journal.settle()
    said = db.session.scalars(sa.select(Entry).where(Entry.verb == "began quarantine")).all()
    assert [entry.reason for entry in said] == ["Bred here, known herd"]


def test_its_own_protocol_may_be_named_by_anybody() -> None:
    q = make_quarantine(group=macaque().group, by=make_person("keeper"))
    assert (q.min_days, q.group_reason) == (90, "")


def test_quarantine_needs_a_quarantine_unit() -> None:
    with pytest.raises(Refused, match="E1 is no quarantine unit"):
        make_quarantine(unit=make_unit("E1"))


def test_it_begins_once() -> None:
    q = make_quarantine()
    with pytest.raises(Refused, match="in quarantine already"):
        rules.begin(q.stay, q.unit, by=None, at=day(1))


def test_it_does_not_begin_before_the_arrival() -> None:
    with pytest.raises(Refused, match="arrived after that"):
        make_quarantine(at=day(-1))


def test_an_animal_already_housed_there_begins_where_it_is(
    session: scoped_session[Session],
) -> None:
    unit, animal = make_unit("H1", biosecurity="hospital"), make_animal(macaque())
    housing.house([animal], unit, by=None, at=day(0))
    unit.biosecurity = "isolation"
    session.flush()
    q = make_quarantine(animal, unit, at=day(3))
    assert (clock(q), unit.n) == ((day(3), day(93)), 1)


# --- restart ------------------------------------------------------------------------------------


def test_a_newcomer_of_the_same_order_restarts_the_cohort() -> None:
    unit = make_q_unit()
    first = make_quarantine(make_animal(loris()), unit)
    assert clock(first) == (day(0), day(84))
    second = make_quarantine(make_animal(macaque()), unit, at=day(9))
    assert clock(first) == clock(second) == (day(9), day(99))
    assert [e.kind for e in first.events] == ["begin", "restart"]
    assert first.events[-1].cause == second.animal


def test_a_mammal_of_another_order_restarts_nobody() -> None:
    unit = make_q_unit()
    first = make_quarantine(make_animal(macaque()), unit)
    second = make_quarantine(make_animal(otter()), unit, at=day(9))
    assert clock(first) == (day(0), day(90))
    assert clock(second) == (day(9), day(39))


def test_a_reptile_of_another_order_restarts_all_reptiles() -> None:
    unit = make_q_unit()
    first = make_quarantine(make_animal(turtle(), heads=20), unit)
    second = make_quarantine(make_animal(snake()), unit, at=day(9))
    assert clock(first) == clock(second) == (day(9), day(99))


def test_who_leaves_a_cohort_keeps_its_clock() -> None:
    one, two = make_q_unit("Q1"), make_q_unit("Q2")
    first, second = make_quarantine(unit=one), make_quarantine(unit=one, at=day(3))
    housing.house([first.animal], two, by=None, at=day(5))
    third = make_quarantine(unit=one, at=day(9))
    assert first.unit is two
    assert clock(first) == (day(3), day(93))
    assert clock(second) == clock(third) == (day(9), day(99))


def test_moving_on_to_another_cohort_restarts_both() -> None:
    one, two = make_q_unit("Q1"), make_q_unit("Q2")
    first, second = make_quarantine(unit=one), make_quarantine(unit=two, at=day(3))
    housing.house([first.animal], two, by=None, at=day(5))
    assert clock(first) == clock(second) == (day(5), day(95))


def test_a_cohort_that_moves_together_keeps_its_clock() -> None:
    one, two = make_q_unit("Q1"), make_q_unit("Q2")
    qs = [make_quarantine(unit=one), make_quarantine(unit=one)]
    housing.house([q.animal for q in qs], two, by=None, at=day(5))
    assert {clock(q) for q in qs} == {(day(0), day(90))}


def test_a_join_told_late_counts_from_when_it_happened() -> None:
    unit = make_q_unit()
    first = make_quarantine(make_animal(loris()), unit)
    second = make_quarantine(make_animal(loris()), unit, at=day(9))
    third = make_quarantine(make_animal(macaque()), unit, at=day(4))
    assert {clock(q) for q in (first, second, third)} == {(day(9), day(99))}


def test_a_departure_told_late_is_undone_from_the_clocks_it_never_met() -> None:
    unit = make_q_unit()
    guest = make_quarantine(make_animal(macaque()), unit)
    first = make_quarantine(make_animal(loris()), unit, at=day(9))
    assert clock(first) == (day(9), day(99))
    rules.leave(guest.stay, by=None, at=day(5))
    assert clock(first) == (day(9), day(93))


def test_a_restart_shifts_the_tests_not_yet_sampled() -> None:
    make_protocol_test(make_group("old_world_monkey", days=90), first_day=7, every_days=14,
                       repeats=3)  # fmt: skip
    unit = make_q_unit()
    first = make_quarantine(unit=unit)
    assert [t.due_on for t in first.tests] == [day(n).date() for n in (7, 21, 35)]
    rules.sample(first.tests[0], by=None, at=day(7))
    make_quarantine(unit=unit, at=day(10))
    assert [t.due_on for t in first.tests] == [day(n).date() for n in (7, 31, 45)]


# --- the quarantine line ------------------------------------------------------------------------


def test_an_animal_out_of_quarantine_does_not_just_move_in() -> None:
    with pytest.raises(Refused, match="begin its quarantine in Q1 instead"):
        housing.house([make_animal()], make_q_unit(), by=make_vet(), at=day(1),
                      override_reason="x", override_until=day(3))  # fmt: skip


def test_a_quarantined_animal_does_not_just_move_out() -> None:
    q = make_quarantine()
    with pytest.raises(Refused, match="E1 is no quarantine unit"):
        housing.house([q.animal], make_unit("E1"), by=make_vet(), at=day(1))


def test_a_vet_may_house_it_elsewhere_for_a_while_and_the_clock_runs_on() -> None:
    q = make_quarantine()
    ward = make_unit("H1", biosecurity="hospital")
    housing.house([q.animal], ward, by=make_vet(), at=day(1), override_reason="surgery",
                  override_until=day(3))  # fmt: skip
    assert (q.unit, clock(q), q.is_open) == (ward, (day(0), day(90)), True)
