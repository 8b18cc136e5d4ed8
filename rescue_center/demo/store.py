"""The pharmacy of the demo centre: lots on the shelves, one about to expire, and five weeks of the
register of controlled drugs, with its counts and one difference."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.care import rules as care
from rescue_center.care.drawing_rules import product_of
from rescue_center.care.order_models import Prescription
from rescue_center.db import db
from rescue_center.demo.courses import COURSES
from rescue_center.demo.stories import DAY, HOUR, Telling, usual_weight
from rescue_center.errors import Refused
from rescue_center.pharmacy import register_rules, stock_rules
from rescue_center.pharmacy import rules as drug_rules
from rescue_center.pharmacy.models import Drug
from rescue_center.pharmacy.quantity import PARTS
from rescue_center.pharmacy.register_rules import Drawn
from rescue_center.pharmacy.stock_models import StockBatch, StockIncident
from rescue_center.policy import Role

SUPPLIER = "Vet Supply, Phnom Penh"
#: Drug, the numbers of its vials, ml in each, how long they keep.
VIALS = (
    ("Ketamine injection", ("K-11", "K-12", "K-13"), 10, 500),
    ("Midazolam injection", ("M-04", "M-05"), 10, 300),
    ("Buprenorphine injection", ("B-02",), 10, 45),
    ("Tramadol injection", ("T-07",), 50, 400),
)
#: Who was put under with what, days ago; ml that were left in the syringe and thrown away.
HANDLED = (
    ("Ketamine injection", "IM", 33, "0.05", "Health check"),
    ("Midazolam injection", "IM", 33, "0", "Health check"),
    ("Ketamine injection", "IM", 24, "0", "Wound of the hand sewn"),
    ("Buprenorphine injection", "IM", 24, "0.02", "Pain after surgery"),
    ("Ketamine injection", "IM", 12, "0.1", "Radiographs of the pelvis"),
    ("Midazolam injection", "IM", 5, "0", "Broken tooth taken out"),
    ("Ketamine injection", "IM", 5, "0", "Broken tooth taken out"),
)


def fill(tell: Telling) -> None:
    """Everything the courses need came seven weeks ago; one lot ends within the month, and of one
    drug there is little."""
    at = tell.ago(49)
    today = clock.today(tell.now)
    for n, drug in enumerate(_drugs({course.drug for course in COURSES})):
        lots = ((f"A{241 + n}", 60, 24 if n == 1 else 150 + 20 * n), (f"B{107 + n}", 200, 700))
        for lot, ml, days in lots[:1] if n == 3 else lots:
            stock_rules.receive(
                drug, (12 if n == 3 else ml) * PARTS, lot=lot, expires_on=_end(today, days),
                by=tell.vet, at=at, supplier=SUPPLIER, note="Delivery 2231",
            )  # fmt: skip
    _limit_of_a_species(tell)


def _limit_of_a_species(tell: Telling) -> None:
    """What the centre's vets found out for one species goes before the limits of its group."""
    (drug,) = _drugs({"Meloxicam oral"})
    if (taxon := tell.taxa.get("Manis javanica")) is not None:
        for n, source in enumerate(("Site example", "Site example, after 14 courses here")):
            drug_rules.set_limit(
                drug, None, taxon=taxon, by=tell.vet, at=tell.ago(200 - 90 * n), source=source,
                uncertain="" if n else "few courses so far",
                least=Decimal("0.1"), most=Decimal("0.2"), ceiling=Decimal("0.4"),
            )  # fmt: skip


def _drugs(names: set[str]) -> list[Drug]:
    query = sa.select(Drug).where(Drug.name.in_(names), ~Drug.retired)
    return list(db.session.scalars(query.options(selectinload(Drug.limits)).order_by(Drug.name)))


def _end(today: date, days: int) -> date:
    return today + timedelta(days=days)


def keep_register(tell: Telling, settled: list[Animal]) -> None:
    """Vials came, were drawn from, were counted each week; once a little was missing."""
    drugs = {drug.name: drug for drug in _drugs({name for name, *_ in VIALS})}
    vials = {name: _received(tell, drugs[name], numbers, ml, days)
             for name, numbers, ml, days in VIALS}  # fmt: skip
    patients = _patients(tell, settled)
    if not patients:  # a small centre may have nobody who fits
        return
    days_of = sorted({row[2] for row in HANDLED})
    every = [vial for group in vials.values() for vial in group]
    for days in range(33, 0, -1):
        for row in (one for one in HANDLED if one[2] == days):
            animal = patients[days_of.index(days) % len(patients)]
            _give(tell, animal, drugs[row[0]], vials[row[0]], row)
        if days % 7 == 0:
            _counted(tell, every, tell.ago(days), short=days == 14)
    _explained(tell)
    _on_a_phone(tell, patients[-1], drugs["Tramadol injection"])


def _received(
    tell: Telling, drug: Drug, numbers: tuple[str, ...], ml: int, days: int
) -> list[StockBatch]:
    lot = f"{drug.ingredient[:3].upper()}-2407"
    return stock_rules.receive(
        drug, ml * PARTS, lot=lot, expires_on=_end(clock.today(tell.now), days), by=tell.vet,
        at=tell.ago(40), vials=numbers, supplier=SUPPLIER, note="Import permit 118",
    )  # fmt: skip


def _patients(tell: Telling, settled: list[Animal]) -> list[Animal]:
    """Individuals of some size who came long enough ago."""

    def fits(animal: Animal) -> bool:
        least, most = animal.taxon.weight_min_g or 0, animal.taxon.weight_max_g or 10**6
        return least > 1500 and most < 20_000

    old = tell.now - 60 * DAY
    found = [
        one for one in settled
        if one.stay is not None and one.stay.began_at < old and not one.is_lot and fits(one)
    ]  # fmt: skip
    return found[:5]


def _order(
    tell: Telling, animal: Animal, drug: Drug, route: str, why: str, at: datetime
) -> Prescription:
    care.weigh(animal, usual_weight(tell, animal.taxon), by=tell.vet, at=at - HOUR,
               unusual_confirmed=True)  # fmt: skip
    limits = sorted(drug.limits, key=lambda one: one.group_id is not None)
    rate = (limits[0].min_mg_per_kg if limits else None) or Decimal(2)
    return care.prescribe(
        animal, drug, by=tell.vet, at=at - HOUR / 2, rate_mg_per_kg=rate, route=route,
        frequency="STAT", days=None, indication=why, outside_limits_reason="", starts_at=at,
    )  # fmt: skip


def _give(
    tell: Telling, animal: Animal, drug: Drug, vials: list[StockBatch],
    row: tuple[str, str, int, str, str],
) -> None:  # fmt: skip
    at = tell.ago(row[2])
    try:
        order = _order(tell, animal, drug, row[1], row[4], at)
    except Refused:
        return
    given, wasted = product_of(order, order.amount), int(Decimal(row[3]) * PARTS)
    vial = max(vials, key=lambda one: one.balance >= given + wasted)
    draw = Drawn(vial, given, tell.keeper, given + wasted, wasted,
                 reason="Left in the syringe" if wasted else "")  # fmt: skip
    care.give(order.doses[0], by=tell.vet, at=at, drawn=draw)


def _counted(tell: Telling, vials: list[StockBatch], at: datetime, *, short: bool) -> None:
    found = [(vial, vial.balance - (PARTS // 5 if short and vial.vial == "K-11" else 0))
             for vial in vials]  # fmt: skip
    register_rules.count_all(found, witness=tell.keeper, by=tell.vet, at=at)


def _explained(tell: Telling) -> None:
    for incident in db.session.scalars(sa.select(StockIncident)):
        register_rules.explain_difference(
            incident, "Dead space of needles that were changed at each draw; all who drew were "
            "asked. Needles of low dead space are ordered. Nothing points to a theft.",
            by=tell.people[Role.MANAGER], at=tell.ago(13),
        )  # fmt: skip


def _on_a_phone(tell: Telling, animal: Animal, drug: Drug) -> None:
    """A dose that a keeper's phone brought home: it waits for the register."""
    at = tell.now - 9 * HOUR
    try:
        order = _order(tell, animal, drug, "IM", "Pain of an old fracture", at)
    except Refused:
        return
    care.replay(order.doses[0], by=tell.keeper, at=at, recorded_at=tell.now - 2 * HOUR)
