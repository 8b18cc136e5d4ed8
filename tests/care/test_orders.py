"""Orders: worked out, limited, confirmed by a second vet."""

from decimal import Decimal as D
from typing import Any

import pytest

from rescue_center import clock, journal
from rescue_center.animals.life import Stage, move
from rescue_center.care.rules import confirm, prescribe, propose, stop
from rescue_center.db import db
from rescue_center.errors import Refused, Stale
from rescue_center.journal.models import Entry
from rescue_center.pharmacy import rules as pharmacy
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_drug,
    make_group,
    make_lot,
    make_person,
    make_prescription,
    make_taxon,
    make_weight,
)

pytestmark = pytest.mark.usefixtures("session")


def ordered(**changes: Any) -> dict[str, Any]:
    given = {"by": make_person("vet"), "at": AT, "rate_mg_per_kg": D(5), "route": "PO",
             "frequency": "SID", "days": 5}  # fmt: skip
    return given | changes


def test_a_3_2_kg_animal_at_5_mg_per_kg_of_50_mg_per_ml_is_ordered_0_32_ml() -> None:
    order = make_prescription(drug=make_drug("50 mg/ml"))
    db.session.expire(order)
    assert (order.dose_mg, order.amount, order.amount_unit) == (D(16), D("0.32"), "ml")
    assert [f"{clock.local(d.due_at):%d %H:%M}" for d in order.doses] == [
        "12 10:00", "13 08:00", "14 08:00", "15 08:00", "16 08:00",
    ]  # fmt: skip
    assert {d.window_min for d in order.doses} == {120}


def test_an_order_is_written_in_the_journal_with_what_was_computed() -> None:
    order = make_prescription()
    journal.settle()
    entry = db.session.query(Entry).filter_by(verb="prescribed").one()
    assert D(entry.after["amount"]) == D("0.32")
    assert entry.animal_id == order.animal_id


def test_without_a_weight_nothing_is_ordered() -> None:
    with pytest.raises(Refused, match="has no weight"):
        prescribe(make_animal(), make_drug(), **ordered())


def test_an_estimated_weight_will_do_and_is_said_to_be_one() -> None:
    mali = make_animal()
    make_weight(mali, method="estimated")
    proposal = propose(mali, make_drug(), at=AT + DAY * 9, rate_mg_per_kg=D(5), route="PO")
    assert "This weight is an estimate; nobody put the animal on a scale." in proposal.cautions
    assert any("9 days old" in caution for caution in proposal.cautions)


def test_the_dose_of_a_lot_is_for_each_animal() -> None:
    lot = make_lot(178)
    make_weight(lot, 500)
    proposal = propose(lot, make_drug(), at=AT, rate_mg_per_kg=D(5), route="PO")
    assert proposal.measured.text == "2.5 mg = 0.05 ml"
    assert any("each of 178 animals" in caution for caution in proposal.cautions)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"frequency": "sometimes"}, "frequency"),
        ({"route": "ear"}, "route"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
        ({"rate_mg_per_kg": D(0)}, "rate"),
        ({"rate_mg_per_kg": D("-1")}, "rate"),
        ({"rate_mg_per_kg": D("0.001")}, "dilution"),
        ({"starts_at": AT - DAY * 2}, "starts_at"),
        ({"starts_at": AT + DAY * 91}, "starts_at"),
        ({"frequency": "PRN", "days": None}, "min_interval_h"),
        ({"frequency": "PRN", "days": None, "min_interval_h": 6}, "max_per_day"),
        ({"dilution": 0}, "dilution"),
    ],
)
def test_what_cannot_be_ordered_is_refused_beside_its_field(
    changes: dict[str, Any], field: str
) -> None:
    mali = make_animal()
    make_weight(mali)
    with pytest.raises(Refused) as refused:
        prescribe(mali, make_drug(), **ordered(**changes))
    assert refused.value.field == field


def test_an_animal_that_has_left_gets_no_order() -> None:
    mali = make_animal()
    make_weight(mali)
    assert mali.stay
    move(mali.stay, Stage.ESCAPED, by=None, at=AT)
    with pytest.raises(Refused, match="no longer in our care: it is escaped"):
        prescribe(mali, make_drug(), **ordered())


def test_one_running_order_an_ingredient() -> None:
    mali, drug = make_animal(), make_drug(ingredient="Enrofloxacin")
    first = make_prescription(mali, drug)
    other = make_drug("100 mg/ml", ingredient=" enrofloxacin ")
    with pytest.raises(Refused, match="already gets enrofloxacin"):
        prescribe(mali, other, **ordered())
    prescribe(mali, other, **ordered(frequency="STAT", days=None))
    stop(first, by=make_person("vet"), at=AT + HOUR, reason="a stronger product")
    assert prescribe(mali, other, **ordered(at=AT + HOUR))


# --- limits ---------------------------------------------------------------------------------


def limited(**limit: Any) -> tuple[Any, Any]:
    group = make_group(label="tortoises")
    mali, drug = make_animal(taxon=make_taxon(group=group)), make_drug(name="Baytril")
    make_weight(mali)
    facts = limit or {"least": D(5), "most": D(10), "ceiling": D(20)}
    pharmacy.set_limit(drug, group, by=None, at=AT, **facts)
    return mali, drug


def test_a_rate_outside_the_limits_waits_for_a_second_vet() -> None:
    mali, drug = limited()
    lim, chan = make_person("vet"), make_person("vet")
    with pytest.raises(Refused, match="15 mg/kg is outside 5 to 10 mg/kg for tortoises") as refused:
        prescribe(mali, drug, **ordered(by=lim, rate_mg_per_kg=D(15)))
    assert refused.value.field == "outside_limits_reason"
    order = prescribe(
        mali, drug, **ordered(by=lim, rate_mg_per_kg=D(15), outside_limits_reason="resistant")
    )
    assert order.awaits_confirmation and order.doses == []
    with pytest.raises(Refused, match="second vet confirms it"):
        confirm(order, by=lim, at=AT + HOUR)
    with pytest.raises(Refused, match="Only a vet"):
        confirm(order, by=make_person("manager"), at=AT + HOUR)
    confirm(order, by=chan, at=AT + HOUR * 5)
    assert not order.awaits_confirmation
    db.session.expire(order)
    assert f"{clock.local(order.doses[0].due_at):%d %H:%M}" == "12 15:00"
    assert len(order.doses) == 5
    with pytest.raises(Refused, match="needs no confirmation"):
        confirm(order, by=chan, at=AT + HOUR * 6)


def test_nobody_orders_above_the_ceiling() -> None:
    mali, drug = limited()
    with pytest.raises(Refused, match=r"above the ceiling of 20 mg/kg"):
        prescribe(mali, drug, **ordered(rate_mg_per_kg=D(21), outside_limits_reason="brave"))


def test_a_group_that_never_gets_a_drug_does_not_get_it() -> None:
    mali, drug = limited(never=True, reason="it can kill chelonians")
    with pytest.raises(Refused, match="not given to tortoises: it can kill chelonians"):
        prescribe(mali, drug, **ordered(outside_limits_reason="brave"))


def test_the_general_limit_serves_groups_without_one_and_the_route_goes_first() -> None:
    mali, drug = limited()
    other = make_animal(taxon=make_taxon(group=make_group()))
    make_weight(other)
    pharmacy.set_limit(drug, None, by=None, at=AT, least=D(1), most=D(2), ceiling=D(3))
    group = mali.taxon.group
    pharmacy.set_limit(drug, group, by=None, at=AT, route="IV", least=D(1), most=D(2), ceiling=D(3))
    with pytest.raises(Refused, match="ceiling of 3"):
        prescribe(other, drug, **ordered())
    with pytest.raises(Refused, match="ceiling of 3"):
        prescribe(mali, drug, **ordered(route="IV"))
    assert prescribe(mali, drug, **ordered(route="IM"))


def test_without_limits_it_says_that_nothing_checks_the_rate() -> None:
    mali = make_animal()
    make_weight(mali)
    proposal = propose(mali, make_drug(), at=AT, rate_mg_per_kg=D(5), route="PO")
    assert any("nothing checks this" in caution for caution in proposal.cautions)
    assert proposal.outside == ""


def test_somebody_else_s_change_is_not_overwritten() -> None:
    drug, lim = make_drug(name="Baytril"), make_person("vet")
    facts = {"name": "Baytril 5 %", "ingredient": "enrofloxacin", "form": "solution",
             "strength_text": "5 %"}  # fmt: skip
    with pytest.raises(Stale):
        pharmacy.amend_drug(drug, facts, by=lim, at=AT, version=drug.version + 1)
    pharmacy.amend_drug(drug, facts, by=lim, at=AT, version=drug.version)
    assert drug.label == "Baytril 5 % 50 mg/ml"
