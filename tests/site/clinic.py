"""The clinic of the centre that has one of everything: what its pages are about."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.care import batch_rules, exam_rules
from rescue_center.care import rules as care
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.enclosures import rules as enclosures
from rescue_center.laboratory import amounts, result_rules
from rescue_center.necropsy import part_rules
from rescue_center.necropsy import rules as necropsies
from rescue_center.pharmacy import stock_rules
from rescue_center.pharmacy.stock_models import StockIncident
from rescue_center.staff.models import Person
from tests.laboratory.makers import make_analyte, make_interval, make_panel, make_tube
from tests.makers import (
    HOUR,
    make_animal,
    make_drug,
    make_prescription,
    make_unit,
    make_weight,
)
from tests.pharmacy.store import make_batch, make_vial
from tests.staff.makers import make_person

#: What a part of an address is called, by the page it stands in: `(begins with, name)`.
Parts = dict[tuple[str, str], Any]


def patients(parts: Parts, boss: Person, at: Any) -> None:
    animal, drug = make_animal(at=at), make_drug(at=at)
    draft = exam_rules.examine(animal, {"objective": "Bright"}, by=boss, at=at)
    signed = exam_rules.examine(animal, {"objective": "Bright"}, by=boss, at=at)
    exam_rules.sign(signed, by=boss, at=at, version=signed.version)
    order = make_prescription(animal, drug, at=at, by=boss)
    as_needed = make_prescription(
        make_animal(at=at), drug, at=at, by=boss, frequency="PRN", min_interval_h=6, max_per_day=4
    )
    record = care.give(order.doses[0], by=boss, at=at)
    pen, patient = make_unit(), make_animal(at=at)
    make_weight(patient, at=at)
    enclosures.house([patient], pen, by=boss, at=at)
    many = batch_rules.order_for_many(
        [patient], drug, unit=pen, whom="Everybody", by=boss, at=at, rate_mg_per_kg=Decimal(5),
        route="PO", frequency="SID", dilution=1, days=9, outside_limits_reason="",
    )  # fmt: skip
    weight = make_weight(animal, at=at)
    parts |= {
        ("/exams/", "exam_id"): draft.id, ("/orders/", "prescription_id"): as_needed.id,
        ("/exams/<int:exam_id>/addendum", "exam_id"): signed.id,
        ("/doses/", "dose_id"): order.doses[1].id, ("/records/", "record_id"): record.id,
        ("/order-batches/", "batch_id"): many.id,
        ("/weights/", "weight_id"): weight.id, ("/drugs/", "drug_id"): drug.id,
    }  # fmt: skip
    stock(parts, boss, at)


def stock(parts: Parts, boss: Person, at: Any) -> None:
    later, other = clock.today(at) + timedelta(days=300), make_person("vet")
    vial = make_vial(by=boss, at=at, expires_on=later)
    order = make_prescription(make_animal(at=at), vial.drug, at=at, by=boss)
    undrawn = care.replay(order.doses[0], by=boss, at=at)
    stock_rules.count(vial, 5, by=boss, at=at, witness=other)
    incident = db.session.scalars(sa.select(StockIncident)).one()
    lot = make_batch(by=boss, at=at, expires_on=later)
    parts |= {
        ("/stock/batches/", "batch_id"): lot.id, ("/stock/lines/", "line_id"): lot.lines[0].id,
        ("/register/incidents/", "incident_id"): incident.id,
        ("/records/<int:record_id>/stock", "record_id"): undrawn.id,
    }  # fmt: skip


def laboratory(parts: Parts, boss: Person, at: Any) -> None:
    analyte, animal = make_analyte("glu", "mmol/L"), make_animal(at=at)
    interval = make_interval(analyte, animal.taxon, "3", "6")
    test = make_tube(animal, at=at, panels=[make_panel(analyte)]).tests[0]
    row = result_rules.enter(test, analyte, amounts.read("5 mmol/L"), by=boss, at=at + HOUR)
    parts |= {
        ("/laboratory/tubes/", "number"): test.sample.number,
        ("/laboratory/tests/", "test_id"): make_tube(at=at).tests[0].id,
        ("/laboratory/results/", "result_id"): row.id, ("/animals/", "key"): analyte.key,
        ("/laboratory/intervals/", "interval_id"): interval.id,
        ("/laboratory/labels.pdf", "?"): f"?tube={test.sample.number}",
    }  # fmt: skip


def opened(boss: Person, at: Any) -> Parts:
    """Two post-mortems, a draft and one that is signed, and a part that is kept."""
    told = {"at": at, "condition": "fresh", "safety": "not_suspected", "preliminary": "Pneumonia"}
    draft, signed = (
        necropsies.begin(
            death.die(make_animal(at=at), by=boss, at=at, manner="natural"), told,
            systems={"lungs": "Red"}, organs={}, by=boss, at=at,
        )
        for _ in range(2)
    )  # fmt: skip
    necropsies.sign(signed, explains=False, by=boss, at=at, version=signed.version)
    part = part_rules.keep(signed.death, "Skull", Decimal(1), "piece", kept_at="Freezer",
                           witness="Dara", by=boss, at=at)  # fmt: skip
    return {("/necropsies/", "necropsy_id"): draft.id, ("/carcass-parts/", "part_id"): part.id,
            ("/necropsies/<int:necropsy_id>/final", "necropsy_id"): signed.id}  # fmt: skip
