"""Records taken back, struck out, reported twice, and what a vet makes of them."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from rescue_center import journal
from rescue_center.animals.life import Stage, move
from rescue_center.care.order_models import Administration, Dose
from rescue_center.care.rules import (
    give,
    give_as_needed,
    give_conflict,
    not_given,
    replay,
    report_as_needed,
    resolve,
    undo,
    void_record,
)
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.journal.models import Entry
from tests.makers import AT, DAY, HOUR, make_person, make_prescription

pytestmark = pytest.mark.usefixtures("session")

SECOND = timedelta(seconds=1)


def reported_twice() -> tuple[Dose, Administration, Administration]:
    dose = make_prescription().doses[0]
    first = give(dose, by=make_person("keeper", name="Sok"), at=AT)
    second = give_conflict(dose, by=make_person("keeper"), at=AT + HOUR, recorded_at=AT + DAY)
    return dose, first, second


def test_a_dose_is_undone_within_seconds_by_whoever_gave_it() -> None:
    dose, sok = make_prescription().doses[0], make_person("keeper")
    record = give(dose, by=sok, at=AT - HOUR, recorded_at=AT)
    with pytest.raises(Refused, match="too late"):
        undo(record, by=make_person("keeper"), at=AT + SECOND)
    with pytest.raises(Refused, match="too late"):
        undo(record, by=sok, at=AT + SECOND * 16)
    undo(record, by=sok, at=AT + SECOND * 10)
    assert record.void_reason == "undo" and dose.is_open
    again = give(dose, by=sok, at=AT)
    assert dose.record is again


def test_an_as_needed_dose_is_undone_too() -> None:
    order = make_prescription(frequency="PRN", min_interval_h=6, max_per_day=2)
    sok = make_person("keeper")
    undo(give_as_needed(order, by=sok, at=AT), by=sok, at=AT + SECOND)
    assert give_as_needed(order, by=sok, at=AT + SECOND * 2)


def test_only_a_vet_strikes_out_a_dose_and_says_why() -> None:
    dose, sok, lim = make_prescription().doses[0], make_person("keeper"), make_person("vet")
    record = give(dose, by=sok, at=AT)
    with pytest.raises(Refused, match="Only a vet"):
        void_record(record, by=sok, at=AT + HOUR, reason="wrong animal")
    with pytest.raises(Refused, match="Say why"):
        void_record(record, by=lim, at=AT + HOUR, reason="")
    void_record(record, by=lim, at=AT + HOUR, reason="wrong animal")
    with pytest.raises(Refused, match="before"):
        void_record(record, by=lim, at=AT + HOUR, reason="wrong animal")
    assert dose.is_open
    journal.settle()
    assert (
        db.session.query(Entry).filter_by(verb="struck out a dose").one().reason == "wrong animal"
    )


def test_a_second_report_is_kept_for_review_and_never_dropped() -> None:
    dose, first, second = reported_twice()
    assert dose.record is first
    assert second.needs_review and not first.needs_review
    assert second.recorded_at == AT + DAY


def test_a_report_that_waits_for_review_counts_for_the_guard() -> None:
    dose, first, _second = reported_twice()
    void_record(first, by=make_person("vet"), at=AT + HOUR, reason="wrong animal")
    with pytest.raises(Refused, match="The next is not before"):
        give(dose, by=make_person("keeper"), at=AT + HOUR * 2)


def test_a_phone_s_record_is_taken_in_where_it_may_be_and_kept_where_not() -> None:
    order, sok = make_prescription(), make_person("keeper")
    assert not replay(order.doses[0], by=sok, at=AT, recorded_at=AT + HOUR).is_conflict
    assert replay(order.doses[0], by=sok, at=AT, recorded_at=AT + HOUR).needs_review
    refused = replay(
        order.doses[0], by=sok, at=AT, reason="spat", not_given_reason="refused", recorded_at=AT
    )
    assert refused.needs_review and refused.reason == "Refused it: spat"
    due = order.doses[1].due_at
    assert not replay(order.doses[1], by=sok, at=due, not_given_reason="away").is_conflict


def test_a_report_about_an_animal_that_left_is_kept_for_review() -> None:
    order = make_prescription()
    stay = order.animal.stay
    assert stay
    move(stay, Stage.DEAD, by=None, at=AT + HOUR)
    record = replay(order.doses[0], by=make_person("keeper"), at=AT, recorded_at=AT + DAY)
    assert record.needs_review
    resolve(record, "given_too", by=make_person("vet"), at=AT + DAY, note="before it died")
    assert not record.needs_review and record.is_conflict


def test_an_as_needed_report_too_soon_is_kept_for_review() -> None:
    order = make_prescription(frequency="PRN", min_interval_h=6, max_per_day=2)
    sok = make_person("keeper")
    give_as_needed(order, by=sok, at=AT)
    assert report_as_needed(order, by=sok, at=AT + HOUR).needs_review


def test_a_vet_finds_that_both_were_given() -> None:
    dose, first, second = reported_twice()
    with pytest.raises(Refused, match="Only a vet"):
        resolve(second, "given_too", by=make_person("keeper"), at=AT + DAY)
    with pytest.raises(Refused, match="Choose what happened"):
        resolve(second, "", by=make_person("vet"), at=AT + DAY)
    resolve(second, "given_too", by=make_person("vet"), at=AT + DAY, note="watch its liver")
    assert second.resolution == "It was given as well. watch its liver"
    assert dose.record is first and not second.is_void
    with pytest.raises(Refused, match="reviewed before"):
        resolve(second, "same", by=make_person("vet"), at=AT + DAY)


def test_a_vet_finds_that_it_was_one_dose_reported_twice() -> None:
    dose, first, second = reported_twice()
    resolve(second, "same", by=make_person("vet"), at=AT + DAY)
    assert second.is_void and dose.record is first and not dose.is_open


def test_a_vet_finds_that_the_second_report_is_the_right_one() -> None:
    dose, sok = make_prescription().doses[0], make_person("keeper")
    first = not_given(dose, "away", by=sok, at=AT)
    second = give_conflict(dose, by=make_person("keeper"), at=AT + HOUR, amount=D("0.32"))
    resolve(second, "instead", by=make_person("vet"), at=AT + DAY)
    db.session.expire_all()
    assert first.is_void and dose.record is second and not dose.is_open
