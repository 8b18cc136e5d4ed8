"""Stock: what comes in, which batch is drawn first, and what a dose takes."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
import sqlalchemy as sa

from rescue_center.care import drawing_rules
from rescue_center.care import rules as care
from rescue_center.care.drawing_models import DoseLine, UndrawnDose
from rescue_center.care.order_models import Administration
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.pharmacy import stock_rules
from rescue_center.pharmacy.quantity import PARTS, amount_of, parts_of, text
from rescue_center.pharmacy.register_rules import Drawn
from rescue_center.pharmacy.stock_models import StockBatch, StockLine
from tests.makers import AT, DAY, make_drug, make_person, make_prescription
from tests.pharmacy.store import LATER, make_batch, make_vial

pytestmark = pytest.mark.usefixtures("session")


def balances(*batches: StockBatch) -> list[D]:
    return [amount_of(batch.balance) for batch in batches]


def test_amounts_are_whole_parts_of_a_ten_thousandth() -> None:
    assert [parts_of(D(x)) for x in ("0.32", "0.0001", "0.00005", "12")] == [3200, 1, 1, 120_000]
    assert [text(3200, "ml"), text(15_000, "tablet"), text(10_000, "tablet"), text(-500, "g")] == [
        "0.32 ml", "1.5 tablets", "1 tablet", "-0.05 g",
    ]  # fmt: skip


def test_more_of_a_lot_joins_it() -> None:
    drug = make_drug()
    one = make_batch(drug, 50)
    again = make_batch(drug, 20)
    other = make_batch(drug, 5, expires_on=LATER + DAY)
    assert one is again
    assert balances(one, other) == [70, 5]
    assert [line.seq for line in one.lines] == [1, 2]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"lot": " "}, "lot number"),
        ({"expires_on": date(2026, 5, 11)}, "expired"),
        ({"vials": ["A", "A"]}, "same number"),
        ({"vials": []}, "Number each vial"),
    ],
)
def test_what_cannot_come_into_stock_is_refused(facts: dict[str, object], sentence: str) -> None:
    drug = make_drug(controlled="vials" in facts)
    with pytest.raises(Refused, match=sentence):
        make_batch(drug, **facts)  # type: ignore[arg-type]


def test_a_dose_takes_from_what_expires_first_and_goes_on_in_the_next() -> None:
    drug = make_drug()  # 50 mg/ml: 0.32 ml a dose
    late = make_batch(drug, 10, lot="late")
    soon = make_batch(drug, 0.3, lot="soon", expires_on=LATER - 30 * DAY)
    gone = make_batch(drug, 10, lot="gone", expires_on=AT.date() + DAY)
    order = make_prescription(drug=drug)
    record = care.give(order.doses[2], by=make_person("keeper"), at=AT + 2 * DAY)
    assert balances(soon, late, gone) == [0, D("9.98"), 10]
    lines = db.session.scalars(
        sa.select(StockLine).join(DoseLine).where(DoseLine.administration_id == record.id)
        .order_by(StockLine.id)
    ).all()  # fmt: skip
    assert [(line.batch.lot, line.qty) for line in lines] == [("soon", -3000), ("late", -200)]
    assert {(line.animal_id, line.weight_g, line.vet_id) for line in lines} == {
        (order.animal_id, 3200, order.ordered_by_id)
    }


def test_a_diluted_dose_takes_the_product_that_is_in_it() -> None:
    drug = make_drug()
    batch = make_batch(drug, 1)
    order = make_prescription(drug=drug, dilution=10)
    care.give(order.doses[0], by=make_person("keeper"), at=AT)
    assert order.amount == D("3.2")
    assert balances(batch) == [D("0.68")]


def test_a_centre_that_keeps_no_stock_of_it_doses_as_ever() -> None:
    order = make_prescription()
    care.give(order.doses[0], by=make_person("keeper"), at=AT)
    assert db.session.query(UndrawnDose).count() == db.session.query(StockLine).count() == 0


@pytest.mark.parametrize("left", [0.1, 0])
def test_a_dose_without_enough_stock_is_given_and_waits_to_be_put_right(left: float) -> None:
    drug, vet = make_drug(), make_person("vet")
    batch = make_batch(drug, left or 1)
    if not left:
        stock_rules.count(batch, 0, by=vet, at=AT)
    record = care.give(make_prescription(drug=drug).doses[0], by=make_person("keeper"), at=AT)
    undrawn = db.session.query(UndrawnDose).one()
    assert (undrawn.administration_id, undrawn.controlled) == (record.id, False)
    assert balances(batch) == [D(str(left))]  # nothing of it is drawn in part
    with pytest.raises(Refused, match="not enough"):
        drawing_rules.put_right(record, "drawn", by=vet, at=AT)
    make_batch(drug, 5, lot="L2")
    drawing_rules.put_right(record, "drawn", by=vet, at=AT)
    assert undrawn.how == "drawn"
    assert sum(amount_of(line.given or 0) for line in drawing_rules.standing(record)) == D("0.32")
    with pytest.raises(Refused, match="before"):
        drawing_rules.put_right(record, "drawn", by=vet, at=AT)


def test_a_dose_from_elsewhere_says_where_from_and_only_a_vet_says_it() -> None:
    drug, vet = make_drug(), make_person("vet")
    make_batch(drug, 0.1)
    record = care.give(make_prescription(drug=drug).doses[0], by=make_person("keeper"), at=AT)
    with pytest.raises(Refused, match="where it came from"):
        drawing_rules.put_right(record, "elsewhere", by=vet, at=AT)
    with pytest.raises(Refused, match="Only a vet"):
        drawing_rules.put_right(record, "elsewhere", by=make_person("keeper"), at=AT, note="x")
    drawing_rules.put_right(record, "elsewhere", by=vet, at=AT, note="A sample of the maker")
    assert db.session.query(UndrawnDose).one().how == "elsewhere"


def test_what_a_struck_out_dose_took_is_there_again_and_both_rows_stay() -> None:
    drug, keeper = make_drug(), make_person("keeper")
    batch = make_batch(drug, 10)
    order = make_prescription(drug=drug)
    record = care.give(order.doses[0], by=keeper, at=AT)
    care.undo(record, by=keeper, at=AT + timedelta(seconds=9))
    assert balances(batch) == [10]
    assert [(line.kind, line.qty) for line in batch.lines][1:] == [
        ("use", -3200), ("reversal", 3200),
    ]  # fmt: skip
    care.give(order.doses[0], by=keeper, at=AT)
    assert balances(batch) == [D("9.68")]


def test_a_dose_that_was_not_given_takes_nothing() -> None:
    drug = make_drug()
    batch = make_batch(drug, 10)
    order = make_prescription(drug=drug)
    care.not_given(order.doses[0], "refused", by=make_person("keeper"), at=AT)
    assert balances(batch) == [10]


def test_a_second_report_takes_from_stock_once_a_vet_says_it_was_given_too() -> None:
    drug, keeper, vet = make_drug(), make_person("keeper"), make_person("vet")
    batch = make_batch(drug, 10)
    order = make_prescription(drug=drug)
    care.give(order.doses[0], by=keeper, at=AT)
    again = care.give_conflict(order.doses[0], by=make_person("keeper"), at=AT)
    assert balances(batch) == [D("9.68")]
    care.resolve(again, "given_too", by=vet, at=AT)
    assert balances(batch) == [D("9.36")]


def test_the_right_record_takes_from_stock_instead_of_the_wrong_one() -> None:
    drug, keeper, vet = make_drug(), make_person("keeper"), make_person("vet")
    batch = make_batch(drug, 10)
    order = make_prescription(drug=drug)
    care.give(order.doses[0], by=keeper, at=AT)
    again = care.give_conflict(order.doses[0], by=keeper, at=AT, amount=D("0.2"), reason="Spat")
    care.resolve(again, "instead", by=vet, at=AT)
    assert balances(batch) == [D("9.8")]


def test_what_leaves_says_why_and_never_more_than_there_is() -> None:
    batch, vet = make_batch(ml=10), make_person("vet")
    with pytest.raises(Refused, match="Say why"):
        stock_rules.remove(batch, "waste", PARTS, by=vet, at=AT, reason=" ")
    with pytest.raises(Refused, match="holds 10 ml, not 11 ml"):
        stock_rules.remove(batch, "waste", 11 * PARTS, by=vet, at=AT, reason="Spilt")
    stock_rules.remove(batch, "breakage", 2 * PARTS, by=vet, at=AT, reason="Fell")
    stock_rules.remove(batch, "return", PARTS, by=vet, at=AT, reason="From the field kit")
    stock_rules.count(batch, parts_of(D("8.5")), by=vet, at=AT)
    assert balances(batch) == [D("8.5")]
    with pytest.raises(Refused, match="not reversed"):
        stock_rules.take_back(batch.lines[-1], by=vet, at=AT, reason="x")


# --- controlled drugs --------------------------------------------------------------------------


def draw_of(vial: StockBatch, *, wasted: str = "0", returned: str = "0", given: str = "0.16",
            witness: object = None) -> Drawn:  # fmt: skip
    """A dose of 16 mg at 100 mg/ml."""
    parts = [parts_of(D(x)) for x in (given, wasted, returned)]
    return Drawn(vial, parts[0], witness or make_person("keeper"), sum(parts), *parts[1:],  # type: ignore[arg-type]
                 reason="Air in the syringe")  # fmt: skip


def test_a_controlled_drug_is_not_recorded_at_a_desk_without_vial_and_witness() -> None:
    vial = make_vial()
    order = make_prescription(drug=vial.drug)
    with pytest.raises(Refused, match="from which vial") as refused:
        care.give(order.doses[0], by=make_person("vet"), at=AT)
    assert refused.value.field == "vial"
    assert db.session.query(Administration).count() == 0


def test_drawn_up_is_given_and_wasted_and_put_back() -> None:
    vial, vet = make_vial(), make_person("vet")
    order = make_prescription(drug=vial.drug)
    record = care.give(order.doses[0], by=vet, at=AT,
                       drawn=draw_of(vial, wasted="0.04", returned="0.1"))  # fmt: skip
    (line,) = drawing_rules.standing(record)
    assert (line.drawn, line.given, line.wasted, line.returned) == (3000, 1600, 400, 1000)
    assert balances(vial) == [D("9.8")]
    assert (line.by_id, line.animal_id, line.weight_g) == (vet.id, order.animal_id, 3200)


def test_a_draw_that_does_not_add_up_is_refused() -> None:
    vial = make_vial()
    order, vet = make_prescription(drug=vial.drug), make_person("vet")
    short = Drawn(vial, 1600, make_person("vet"), 2000)
    with pytest.raises(Refused, match=r"Drawn up 0\.2 ml is not given 0\.16 ml"):
        care.give(order.doses[0], by=vet, at=AT, drawn=short)
    with pytest.raises(Refused, match=r"The dose is 0\.16 ml"):
        care.give(order.doses[0], by=vet, at=AT, drawn=draw_of(vial, given="0.15"))
    unsaid = Drawn(vial, 1600, make_person("vet"), 2000, wasted=400)
    with pytest.raises(Refused, match="Say why some"):
        care.give(order.doses[0], by=vet, at=AT, drawn=unsaid)


def test_the_witness_is_another_who_works_here() -> None:
    vial, vet = make_vial(), make_person("vet")
    order = make_prescription(drug=vial.drug)
    left = make_person("keeper")
    left.disabled_at, left.disabled_reason = AT, "Left"
    for nobody, sentence in ((vet, "somebody else"), (make_person("officer"), "may not witness"),
                             (left, "may not witness")):  # fmt: skip
        with pytest.raises(Refused, match=sentence):
            care.give(order.doses[0], by=vet, at=AT, drawn=draw_of(vial, witness=nobody))


def test_an_expired_a_finished_or_another_vial_is_refused() -> None:
    drug, vet = make_drug("100 mg/ml", controlled=True), make_person("vet")
    order = make_prescription(drug=drug, by=vet)
    old = make_vial(drug, vial="old", expires_on=AT.date())
    with pytest.raises(Refused, match="expired on"):
        care.give(order.doses[2], by=vet, at=AT + 2 * DAY, drawn=draw_of(old))
    stock_rules.count(old, 0, by=vet, at=AT, witness=make_person("vet"))
    with pytest.raises(Refused, match="finished"):
        care.give(order.doses[0], by=vet, at=AT, drawn=draw_of(old))
    with pytest.raises(Refused, match="another drug"):
        care.give(order.doses[0], by=vet, at=AT, drawn=draw_of(make_vial(vial="K-9")))


def test_what_a_phone_recorded_of_a_controlled_drug_is_kept_and_waits_for_the_register() -> None:
    vial, vet = make_vial(), make_person("vet")
    order = make_prescription(drug=vial.drug)
    record = care.replay(order.doses[0], by=make_person("keeper"), at=AT)
    assert (record.is_conflict, record.status) == (False, "given")
    assert db.session.query(UndrawnDose).one().controlled
    assert balances(vial) == [10]
    with pytest.raises(Refused, match="from which vial"):
        drawing_rules.put_right(record, "drawn", by=vet, at=AT + DAY)
    drawing_rules.put_right(record, "drawn", by=vet, at=AT + DAY, drawn=draw_of(vial))
    assert balances(vial) == [D("9.84")]
    assert vial.lines[-1].at == AT


def test_a_struck_out_dose_of_a_controlled_drug_leaves_its_row_for_two_people() -> None:
    vial, vet = make_vial(), make_person("vet")
    order = make_prescription(drug=vial.drug)
    record = care.give(order.doses[0], by=vet, at=AT, drawn=draw_of(vial))
    care.void_record(record, by=vet, at=AT, reason="Wrong animal")
    assert balances(vial) == [D("9.84")]
    assert [line.kind for line in drawing_rules.standing(record)] == ["use"]
