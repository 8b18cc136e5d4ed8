"""The same treatment for many: an order for each with its own dose, and undone as one."""

from decimal import Decimal as D
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center import clock
from rescue_center.care import batch_queries, batch_rules, dose_rules
from rescue_center.care.order_models import OrderBatch
from rescue_center.db import db
from rescue_center.enclosures.rules import house
from rescue_center.errors import Refused
from rescue_center.pharmacy import rules as pharmacy
from rescue_center.quarantine import rules as quarantine
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
    make_unit,
    make_weight,
)

pytestmark = pytest.mark.usefixtures("session")


class Pond:
    """Three that can have it, and four that cannot, each for another reason."""

    def __init__(self, at: Any = AT) -> None:
        self.at, self.vet, self.drug = at, make_person("vet", name="Dr Lim"), make_drug()
        banned, other = make_group(), make_taxon()
        pharmacy.set_limit(self.drug, banned, by=None, at=at, never=True, reason="it kills them")
        self.unit, taxon = make_unit(), make_taxon(common_name="Leaf turtle")
        self.small = make_animal(name="Small", taxon=taxon, at=at)
        self.big = make_animal(name="Big", taxon=taxon, at=at)
        self.lot = make_lot(12, taxon=other, name="Hatchlings", at=at)
        unweighed = make_animal(name="Unweighed", taxon=other, at=at)
        never = make_animal(name="Never", taxon=make_taxon(group=banned), at=at)
        treated = make_animal(name="Treated", taxon=other, at=at)
        tiny = make_animal(name="Tiny", taxon=other, at=at)
        for animal, grams in ((self.small, 1000), (self.big, 4000), (self.lot, 500), (never, 900),
                              (treated, 900), (tiny, 1)):  # fmt: skip
            make_weight(animal, grams, at=at)
        make_prescription(treated, make_drug(ingredient=self.drug.ingredient), at=at)
        self.all = [self.small, self.big, self.lot, unweighed, never, treated, tiny]
        house(self.all, self.unit, by=self.vet, at=at)

    def asked(self, **more: Any) -> dict[str, Any]:
        return {"rate_mg_per_kg": D(5), "route": "PO", "frequency": "SID", "dilution": 1,
                "outside_limits_reason": "", **more}  # fmt: skip

    def order(self, **more: Any) -> OrderBatch:
        return batch_rules.order_for_many(
            self.all, self.drug, unit=self.unit, whom="Everybody in the pond", by=self.vet,
            at=self.at, days=5, indication="Worms", **self.asked(**more),
        )  # fmt: skip


def test_each_gets_a_dose_of_its_own_and_the_others_are_named_with_the_reason() -> None:
    pond = Pond()
    lines = batch_rules.foresee(pond.all, pond.drug, at=AT, **pond.asked())
    told = {line.animal.name: line.refused or line.proposal.measured.text  # type: ignore[union-attr]
            for line in lines}  # fmt: skip
    assert (told["Small"], told["Big"]) == ("5 mg = 0.1 ml", "20 mg = 0.4 ml")
    assert told["Hatchlings"] == "2.5 mg = 0.05 ml"
    for name, why in (("Unweighed", "has no weight"), ("Never", "it kills them"),
                      ("Treated", "already gets"), ("Tiny", "cannot be measured")):  # fmt: skip
        assert why in told[name]
    batch = pond.order()
    assert [(o.animal.name, o.amount, o.batch) for o in batch.orders] == [
        ("Small", D("0.1"), batch), ("Big", D("0.4"), batch), ("Hatchlings", D("0.05"), batch),
    ]  # fmt: skip
    assert {who for who, _ in batch.refused} == {
        a.label for a in pond.all if a.name in ("Unweighed", "Never", "Treated", "Tiny")
    }
    with pytest.raises(Refused, match="Nobody here can have it"):
        pond.order()  # everybody gets it by now


def test_a_batch_is_undone_as_one_and_what_was_given_stays() -> None:
    pond = Pond()
    batch = pond.order()
    small, big, lot = batch.orders
    record = dose_rules.give(big.doses[0], by=pond.vet, at=AT + HOUR)
    assert batch_rules.undo(batch, by=pond.vet, at=AT + 2 * HOUR) == (2, 1)
    db.session.expire_all()
    assert small.is_void and lot.is_void and not big.is_void
    assert big.stopped_at == AT + 2 * HOUR and not record.is_void
    assert not [d for order in (small, lot) for d in order.doses if d.is_open]
    assert [d.state(AT + 2 * HOUR) for d in big.doses] == ["given", *["cancelled"] * 4]
    with pytest.raises(Refused, match="taken back before"):
        batch_rules.undo(batch, by=pond.vet, at=AT + 3 * HOUR)
    assert len(pond.order().orders) == 3, "they may be ordered for again"


def test_only_a_vet_orders_for_many_or_takes_it_back() -> None:
    pond = Pond()
    batch, pond.vet = pond.order(), make_person("keeper")
    with pytest.raises(Refused, match="Only a vet"):
        pond.order()
    with pytest.raises(Refused, match="Only a vet"):
        batch_rules.undo(batch, by=pond.vet, at=AT)


def test_one_orders_for_an_enclosure_a_species_or_a_cohort() -> None:
    pond = Pond()
    groups = batch_queries.groups_of(pond.unit, batch_queries.living_in(pond.unit))
    named = {words: sorted(a.name for a in animals) for words, animals in groups.values()}
    assert len(named[f"Everybody in {pond.unit.code}"]) == 7
    assert ["Big", "Small"] in named.values()
    ward = make_unit(biosecurity="quarantine")
    kept = make_lot(5, taxon=make_taxon(group=make_group()))
    assert kept.stay
    quarantine.begin(kept.stay, ward, by=pond.vet, at=AT)
    macaque = make_taxon(class_name="Mammalia", order_name="Primates", group=make_group())
    other = make_animal(taxon=macaque)
    assert other.stay
    quarantine.begin(other.stay, ward, by=pond.vet, at=AT)
    groups = batch_queries.groups_of(ward, batch_queries.living_in(ward))
    cohorts = [words for key, (words, _) in groups.items() if key.startswith("cohort:")]
    assert len(cohorts) == 2 and all(words.endswith(ward.code) for words in cohorts)


def test_the_database_keeps_a_batch_as_it_was_ordered() -> None:
    batch = Pond().order()
    table = OrderBatch.__table__
    here = table.c.id == batch.id
    for name, statement in (
        ("order_batch_facts_stay", sa.update(table).where(here).values(whom="Nobody")),
        ("order_batch_undoing_is_whole", sa.update(table).where(here).values(undone_at=AT)),
        ("order_batch_is_never_deleted", sa.delete(table).where(here)),
        ("order_batch_says_for_whom", sa.insert(table).values(
            id=99_000, at=AT, by_id=batch.by_id, unit_id=batch.unit_id, whom="", refused=[])),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=name), db.session.begin_nested():
            db.session.execute(statement)


def test_a_vet_foresees_orders_and_takes_back_on_pages(page: Any, signed_in: Any) -> None:
    at = clock.now()
    pond = Pond(at - DAY)
    db.session.commit()
    vet, url = signed_in("vet"), f"/units/{pond.unit.code}/prescribe"
    typed = {"whom": "all", "drug": str(pond.drug.id), "rate": "5", "route": "PO",
             "frequency": "SID", "days": "5", "indication": "Worms",
             "starts_at": f"{clock.local(at):%Y-%m-%dT%H:%M}"}  # fmt: skip
    assert "Prescribe for many" in page(f"/units/{pond.unit.code}", by=vet).text
    told = page(url, by=vet, method="POST", data=typed | {"foresee": "1"}).text
    assert "20 mg = 0.4 ml" in told and "it kills them" in told and "4 cannot have it" in told
    assert db.session.query(OrderBatch).count() == 0
    response = vet.post(url, data=typed)
    batch = db.session.query(OrderBatch).one()
    shown = page(response.headers["Location"], by=signed_in("manager"))
    assert "Without an order" in shown.text and not shown.all("button", class_="is-danger")
    again = page(url, by=vet, method="POST", data=typed, status=422)
    assert "Nobody here can have it" in again.text and "already gets" in again.text
    vet.post(f"/order-batches/{batch.id}/undo")
    assert "Taken back" in page(f"/order-batches/{batch.id}", by=vet).text
