"""Makes what a test needs, through the real verbs, so that no impossible animal can be built.

Plain functions: call them inside a test that uses `session` (or `app`). Append; don't rewrite.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count as counting
from typing import Any

from rescue_center.animals import life, regroup
from rescue_center.animals import rules as animals
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.care import rules as care
from rescue_center.care.models import Weight
from rescue_center.care.order_models import Prescription
from rescue_center.care.queries import last_weight
from rescue_center.cases.models import Case, CourtOrder, ManifestLine
from rescue_center.db import db, fold, next_number
from rescue_center.departures import permit_rules, readiness, transfer
from rescue_center.departures import rules as departures
from rescue_center.departures.gate_models import Permit
from rescue_center.departures.transfer_models import Transfer
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures import unit_rules
from rescue_center.enclosures.models import Unit
from rescue_center.pharmacy import rules as pharmacy
from rescue_center.pharmacy.models import Drug
from rescue_center.policy import Role
from rescue_center.quarantine import rules as quarantine
from rescue_center.species.models import Taxon, TaxonGroup, TaxonName
from rescue_center.staff.models import Grant, Person

#: The moment most tests happen at: 10:00 on 12 May 2026 in Phnom Penh.
AT = datetime(2026, 5, 12, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

_numbers = counting(1)


def make_person(*roles: Role | str, name: str = "", at: datetime = AT) -> Person:
    """Somebody with roles, who signs in with no password."""
    n = next(_numbers)
    person = Person(account=f"worker{n}", name=name or f"Person {n}", created_at=at)
    person.grants = [Grant(role=Role(role).value, granted_at=at) for role in roles]
    db.session.add(person)
    db.session.flush()
    return person


def make_group(key: str = "", **facts: Any) -> TaxonGroup:
    """A taxon group with a quarantine of 30 days."""
    key = key or f"group{next(_numbers)}"
    given = {"label": key, "min_days": 30, "restart_scope": "class", "ppe_level": "standard"}
    group = TaxonGroup(key=key, **(given | facts))
    db.session.add(group)
    db.session.flush()
    return group


def make_taxon(scientific_name: str = "", **facts: Any) -> Taxon:
    """A species: a turtle unless told otherwise."""
    n = next(_numbers)
    given: dict[str, Any] = {
        "common_name": f"Turtle {n}", "class_name": "Reptilia", "order_name": "Testudines",
        "family": "Geoemydidae",
    }  # fmt: skip
    facts = given | facts
    scientific_name = scientific_name or f"Testudo {n}"
    taxon = Taxon(scientific_name=scientific_name, **facts)
    taxon.names = [
        TaxonName(name=name, folded=fold(name), kind=kind)
        for name, kind in ((scientific_name, "scientific"), (facts["common_name"], "common"))
        if name
    ]
    db.session.add(taxon)
    db.session.flush()
    return taxon


def make_case(*, at: datetime = AT, **facts: Any) -> Case:
    """A seizure of 1 May 2026, without a hold."""
    number = next_number("case", 2026)
    given = {"happened_on": date(2026, 5, 1), "place": "Koh Thom", "country": "KH"}
    case = Case(number=f"2026-{number:03d}", opened_at=at, **(given | facts))
    db.session.add(case)
    db.session.flush()
    return case


def make_line(
    case: Case, taxon: Taxon | None = None, quantity: int | Decimal | None = None, **facts: Any
) -> ManifestLine:
    """A line of a case's manifest."""
    given: dict[str, Any] = {"declared_name": taxon.label if taxon else "Unnamed turtles"}
    line = ManifestLine(
        case=case, position=len(case.lines) + 1, taxon=taxon,
        quantity=None if quantity is None else Decimal(quantity), **(given | facts),
    )  # fmt: skip
    db.session.add(line)
    db.session.flush()
    return line


def make_order(
    case: Case, *, kind: str = "lift_hold", at: datetime = AT, **facts: Any
) -> CourtOrder:
    """An order of the prosecutor in a case."""
    given: dict[str, Any] = {
        "authority": "Prosecutor of Kandal", "reference": f"No. {next(_numbers)}",
        "issued_on": date(2026, 5, 2), "recorded_at": at,
    }  # fmt: skip
    order = CourtOrder(case=case, kind=kind, **(given | facts))
    db.session.add(order)
    db.session.flush()
    return order


def make_animal(count: int = 1, *, at: datetime = AT, **facts: Any) -> Animal:
    """An animal admitted without a case; a lot when `count` is more than one."""
    facts.setdefault("taxon", None)
    facts["taxon"] = facts["taxon"] or make_taxon()
    facts.setdefault("by", None)
    return animals.admit(count=count, at=at, **facts)


def make_lot(count: int = 10, **facts: Any) -> Animal:
    """A lot of several animals."""
    return make_animal(count, kind="lot", **facts)


def make_split(lot: Animal, count: int, *, at: datetime = AT + HOUR) -> Animal:
    """Part of a lot, in a lot of its own."""
    return regroup.split(lot, count, by=None, at=at)


# --- care -----------------------------------------------------------------------------------


def make_drug(strength: str = "50 mg/ml", *, at: datetime = AT, **facts: Any) -> Drug:
    """A product: a solution of an ingredient of its own unless told otherwise."""
    n = next(_numbers)
    given: dict[str, Any] = {
        "name": f"Drug {n}", "ingredient": f"ingredient {n}", "form": "solution",
        "strength_text": strength, "withdrawal_days": 0,
    }  # fmt: skip
    return pharmacy.add_drug(given | facts, by=None, at=at)


def make_weight(animal: Animal, weight_g: int = 3200, *, at: datetime = AT, **facts: Any) -> Weight:
    """A reading, unusual or not; of a lot, of one animal."""
    given: dict[str, Any] = {"unusual_confirmed": True, "by": None}
    if animal.is_lot:
        given["sample_n"] = 1
    return care.weigh(animal, weight_g, at=at, **(given | facts))


def make_prescription(
    animal: Animal | None = None, drug: Drug | None = None, *, at: datetime = AT, **facts: Any
) -> Prescription:
    """5 mg/kg once a day by mouth for five days, from now, for an animal of 3.2 kg."""
    animal = animal or make_animal(at=at)
    if last_weight(animal.id) is None:
        make_weight(animal, at=at)
    given: dict[str, Any] = {
        "rate_mg_per_kg": Decimal(5), "route": "PO", "frequency": "SID", "days": 5,
    }  # fmt: skip
    if facts.get("frequency") in ("STAT", "PRN"):
        given["days"] = None
    if "by" not in facts:
        facts["by"] = make_person("vet")
    return care.prescribe(animal, drug or make_drug(), at=at, **(given | facts))


def make_ready(
    count: int = 1, *, until: datetime, quarantined: bool = True, without: str = "",
    permit_ends: date | None = None, **facts: Any,
) -> Animal:  # fmt: skip
    """An animal or lot in pre-release that lacks nothing at `until`, but what is left out."""
    vet = make_person(Role.VET)
    facts.setdefault("taxon", make_taxon(group=make_group(min_days=30)))
    animal = make_animal(count, **facts)
    assert animal.stay is not None
    if quarantined:
        unit = make_unit(biosecurity="quarantine")
        kept = quarantine.begin(animal.stay, unit, by=vet, at=AT)
        quarantine.clear(kept, to=Stage.PRE_RELEASE, by=vet, at=AT + 31 * DAY)
        enclosures.vacate(animal, by=vet, at=AT + 31 * DAY)
    else:
        for stage in (Stage.HOSPITAL, Stage.REHAB, Stage.PRE_RELEASE):
            life.move(animal.stay, stage, by=vet, at=AT)
    permit_rules.add_permit(
        [animal.stay], by=vet, at=AT + 32 * DAY, kind="release", number=f"R{next(_numbers)}",
        issuer="Forestry Administration", issued_on=date(2026, 5, 2), expires_on=permit_ends,
    )  # fmt: skip
    for key in (c.key for c in (*readiness.CRITERIA, readiness.RANGE, *readiness.FAST)):
        if key == without:
            continue
        if key == readiness.RISK:
            departures.judge_risk(
                animal.stay, "low", by=vet, at=AT + 32 * DAY, evidence="Seen in May"
            )
        else:
            departures.assess(
                animal.stay, key, "met", by=vet, at=AT + 32 * DAY, evidence="Seen in May"
            )
    return animal


#: What a handover paper states of a transfer.
PAPER = {
    "to_address": "Siem Reap", "reason": "Space", "legal_basis": "Forestry law",
    "care_instructions": "Water on arrival",
}  # fmt: skip


def make_transfer(*going: Animal, by: Person, at: datetime = AT, **facts: Any) -> Transfer:
    """A planned transfer that lacks nothing: with its animals, a permit for each."""
    plan = transfer.plan(by=by, at=at, **({"to_organisation": "Zoo"} | PAPER | facts))
    for animal in going:
        member = transfer.add_animal(plan, animal, by=by, at=at)
        make_movement_permit(member.stay, by=by, at=at)
    return plan


def make_movement_permit(stay: Stay, *, by: Person, at: datetime = AT) -> Permit:
    """A permit to bring it elsewhere, in force since the day of `at`."""
    return permit_rules.add_permit(
        [stay], by=by, at=at, kind="movement", number=f"M{next(_numbers)}",
        issuer="Forestry Administration", issued_on=at.date(),
    )  # fmt: skip


def make_unit(code: str = "", *, capacity: int = 500, biosecurity: str = "standard") -> Unit:
    """An enclosure in an area of its own."""
    n = next(_numbers)
    site = unit_rules.open_unit(level="site", code=f"S{n}", by=None, at=AT)
    area = unit_rules.open_unit(level="area", code=f"A{n}", parent=site, by=None, at=AT)
    return unit_rules.open_unit(
        level="enclosure", code=code or f"U{n}", parent=area, capacity=capacity,
        biosecurity=biosecurity, by=None, at=AT,
    )  # fmt: skip
