"""A changed order is a new edition, signed with its reason; what was recorded never moves."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal as D
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center import clock, journal
from rescue_center.care import change_rules, dose_rules, order_queries, review_rules, schedule
from rescue_center.care import rules as care
from rescue_center.care.order_models import Administration, Prescription
from rescue_center.db import db
from rescue_center.errors import Refused, Stale
from rescue_center.journal.models import Entry
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_drug,
    make_lot,
    make_person,
    make_prescription,
    make_weight,
)

pytestmark = pytest.mark.usefixtures("session")


def changed(order: Prescription, **asked: Any) -> Prescription:
    given: dict[str, Any] = {
        "by": make_person("vet"), "at": AT + 3 * HOUR, "reason": "Not better",
        "version": order.version, "rate_mg_per_kg": D(10), "route": order.route,
        "frequency": order.frequency, "days": 3,
    }  # fmt: skip
    return change_rules.change(order, asked.pop("drug", order.drug), **(given | asked))


def facts_of(record: Administration) -> tuple[Any, ...]:
    return tuple(getattr(record, c.key) for c in Administration.__table__.columns)


def test_a_change_is_a_new_edition_and_what_was_recorded_stays_as_it_is() -> None:
    keeper, order = make_person("keeper"), make_prescription()
    record = dose_rules.give(order.doses[0], by=keeper, at=AT)
    before = facts_of(record)
    vet = make_person("vet")
    newer = changed(order, by=vet)
    db.session.expire_all()
    assert facts_of(record) == before and record.prescription is order
    assert (order.amount, newer.amount) == (D("0.32"), D("0.64"))
    assert (newer.edition, newer.replaces_id, newer.change_reason) == (2, order.id, "Not better")
    assert newer.ordered_by is vet and order.stop_reason == "Changed: Not better"
    assert [dose.state(AT + 3 * HOUR) for dose in order.doses] == ["given", *["cancelled"] * 4]
    again = changed(newer, at=AT + 4 * HOUR, rate_mg_per_kg=D(5), reason="Vomits")
    assert [one.edition for one in order_queries.editions_of(newer)] == [1, 2, 3]
    assert order_queries.editions_of(order)[-1] is again
    journal.settle()
    entry = db.session.query(Entry).filter_by(verb="changed an order").first()
    assert entry and entry.reason == "Not better" and entry.after["edition"] == 2


def test_the_dose_is_worked_out_anew_from_the_last_weight() -> None:
    order = make_prescription()
    make_weight(order.animal, 4000, at=AT + HOUR, unusual_confirmed=True)
    newer = changed(order, rate_mg_per_kg=D(5))
    assert (order.weight_g, newer.weight_g, newer.amount) == (3200, 4000, D("0.4"))


@pytest.mark.parametrize(
    ("frequency", "first"),
    [
        ("q12h", "12 22:00"),  # twelve hours after the dose of ten
        ("q6h", "12 16:00"),
        ("BID", "12 20:00"),  # the centre's hour
        ("TID", "12 22:00"),  # 14:00 is sooner than three quarters of eight hours
        ("SID", "13 08:00"),
        ("STAT", "12 13:00"),
    ],
)
def test_a_frequency_changed_midway_begins_no_sooner_than_the_guard_allows(
    frequency: str, first: str
) -> None:
    order, vet = make_prescription(), make_person("vet")
    dose_rules.give(order.doses[0], by=vet, at=AT)  # 10:00 on the 12th
    newer = changed(order, frequency=frequency)
    due = newer.doses[0].due_at
    assert f"{clock.local(due):%d %H:%M}" == first
    if frequency != "STAT":
        assert dose_rules.give(newer.doses[0], by=vet, at=due)
    else:
        with pytest.raises(Refused, match="The next is not before"):
            dose_rules.give(newer.doses[0], by=vet, at=due)


def test_a_course_changed_over_a_night_in_which_the_clocks_change_keeps_its_hours() -> None:
    paris = ZoneInfo("Europe/Paris")
    hours = {"SID": "08:00", "BID": "08:00 20:00"}
    site = schedule.Site(paris, {
        code: tuple(time.fromisoformat(t) for t in times.split())
        for code, times in hours.items()
    })  # fmt: skip
    evening = datetime(2026, 10, 24, 18, tzinfo=UTC)  # 20:00 in summer time
    due = schedule.next_after(schedule.FREQUENCIES["BID"], evening, evening + HOUR, site)
    assert due == datetime(2026, 10, 25, 7, tzinfo=UTC), "08:00 in winter time, 13 hours on"
    strict = schedule.next_after(schedule.FREQUENCIES["q12h"], evening, evening + HOUR, site)
    assert strict == evening + 12 * HOUR, "strict is strict, whatever the clock shows"


def test_a_keeper_who_gives_a_dose_of_the_old_edition_is_told_what_is_in_force() -> None:
    order, vet = make_prescription(), make_person("vet", name="Dr Lim")
    dose = order.doses[0]
    newer = changed(order, by=vet, at=AT, frequency="BID")
    keeper = make_person("keeper")
    said = f"Dr Lim changed this order: .* It is now {newer.drug.name} 0.64 ml, due 12 May 2026"
    with pytest.raises(Refused, match=said):
        dose_rules.give(dose, by=keeper, at=AT + HOUR)
    told: list[str] = []
    kept = review_rules.replay(dose, by=keeper, at=AT + HOUR, told=told.append)
    assert kept.is_conflict and "It is now" in told[0], "a phone's record is kept for a vet"
    care.stop(newer, by=vet, at=AT + 2 * HOUR, reason="Better")
    with pytest.raises(Refused, match="This dose was cancelled: Changed: Not better"):
        dose_rules.give(dose, by=keeper, at=AT + 2 * HOUR)


def test_who_may_change_an_order_and_when() -> None:
    order = make_prescription()
    with pytest.raises(Refused, match="Only a vet"):
        changed(order, by=make_person("keeper"))
    with pytest.raises(Stale):
        changed(order, version=order.version - 1)
    with pytest.raises(Refused) as refused:
        changed(order, reason=" ")
    assert refused.value.field == "change_reason"
    with pytest.raises(Refused) as refused:
        changed(order, starts_at=AT)
    assert refused.value.field == "starts_at"
    care.stop(order, by=make_person("vet"), at=AT + HOUR, reason="Better")
    with pytest.raises(Refused, match="This order has ended: Better"):
        changed(order)


def test_an_order_without_an_end_is_changed_into_a_course_and_back() -> None:
    order = make_prescription(days=None)
    assert change_rules.days_left(order, AT) is None
    newer = changed(order, days=10)
    assert change_rules.days_left(newer, newer.starts_at + timedelta(days=3, hours=1)) == 7
    assert changed(newer, at=AT + 5 * HOUR, days=None).is_open_ended


# --- what the database holds --------------------------------------------------------------------


def refused_by(name: str, statement: Any) -> None:
    with pytest.raises(IntegrityError, match=name), db.session.begin_nested():
        db.session.execute(statement)


def copy_of(order: Prescription, **other: Any) -> Any:
    columns = {c.key: getattr(order, c.key) for c in Prescription.__table__.columns}
    return sa.insert(Prescription).values({**columns, "id": None, **other} | {"id": 990_000})


def test_the_database_keeps_editions_in_line() -> None:
    order, other = make_prescription(), make_prescription()
    newer = changed(order)
    fresh = {"stopped_at": None, "stop_reason": None, "stopped_by_id": None, "edition": 2,
             "change_reason": "x"}  # fmt: skip
    refused_by("order_is_replaced_once|replaces_id", copy_of(order, **fresh, replaces_id=order.id))
    # of another animal, of one that runs on, or not the next one
    refused_by("an_edition_follows_its_order", copy_of(order, **fresh, replaces_id=other.id))
    refused_by("an_edition_follows_its_order",
               copy_of(newer, edition=3, change_reason="x", replaces_id=newer.id))  # fmt: skip
    refused_by("order_editions_are_counted", copy_of(order, **(fresh | {"replaces_id": None})))
    care.stop(newer, by=make_person("vet"), at=AT + 4 * HOUR, reason="Better")
    refused_by("order_change_has_reason",
               copy_of(newer, edition=3, change_reason="", replaces_id=newer.id,
                       stopped_at=None, stop_reason=None, stopped_by_id=None))  # fmt: skip
    table = Prescription.__table__
    refused_by("a_stopped_order_stays_stopped",
               sa.update(table).where(table.c.id == order.id)
               .values(stopped_at=None, stop_reason=None))  # fmt: skip
    for column, value in (("instructions", "more"), ("edition", 2), ("change_reason", "y")):
        refused_by("order_is_never_rewritten",
                   sa.update(table).where(table.c.id == newer.id)
                   .values({column: value if column != "edition" else 7}))  # fmt: skip


def test_the_database_takes_no_dose_of_an_order_that_ended_or_of_a_cancelled_slot() -> None:
    lot = make_lot(5)
    make_weight(lot, 500)
    order, drug = make_prescription(lot, make_drug()), make_drug()
    needed = make_prescription(lot, drug, frequency="PRN", days=None, min_interval_h=4,
                               max_per_day=3)  # fmt: skip
    given = dose_rules.give(order.doses[0], by=make_person("keeper"), at=AT)
    for one in (order, needed):
        care.stop(one, by=make_person("vet"), at=AT + DAY, reason="Better")
    values = {c.key: getattr(given, c.key) for c in Administration.__table__.columns}
    values |= {"id": 990_001, "dose_id": None}
    late = sa.insert(Administration).values(values | {
        "prescription_id": needed.id, "ingredient": drug.ingredient, "at": AT + DAY})  # fmt: skip
    refused_by("no_dose_of_an_ended_order", late)
    slot = values | {"dose_id": order.doses[-1].id, "at": AT + HOUR}
    refused_by("no_record_of_a_cancelled_dose", sa.insert(Administration).values(slot))
    db.session.execute(sa.insert(Administration).values(slot | {"is_conflict": True}))
