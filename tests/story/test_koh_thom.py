"""Koh Thom, 4 June 2016: 785 animals of 7 species in a boat, from seizure to outcome.

The published case (exchange/data/real_cases.csv, KH-001), told through the verbs that the forms,
the import and the phones call."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from rescue_center.animals import intake, ledger, marks
from rescue_center.animals import rules as animals
from rescue_center.animals.intake import Received
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.care import rules as care
from rescue_center.cases import rules as cases
from rescue_center.cases.facts import CaseFacts, LineFacts
from rescue_center.cases.models import Case
from rescue_center.db import db
from rescue_center.departures import death, permit_rules, readiness, rules, transfer
from rescue_center.documents import compose
from rescue_center.documents import rules as papers
from rescue_center.enclosures import rules as enclosures
from rescue_center.errors import Refused
from rescue_center.journal import verification
from rescue_center.pharmacy.models import Drug
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.models import Quarantine
from rescue_center.species import load as reference
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person
from rescue_center.tags import rules as tags
from tests.makers import make_order, make_person, make_unit

pytestmark = pytest.mark.usefixtures("session")
SEIZED = date(2016, 6, 4)
ARRIVED = datetime(2016, 6, 5, 2, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MANIFEST = {
    "Ptyas mucosa": 468, "Python bivittatus": 2, "Indotestudo elongata": 104,
    "Heosemys annandalii": 8, "Heosemys grandis": 21, "Cyclemys dentata": 178,
    "Cuora amboinensis": 4,
}  # fmt: skip


def taxon(name: str) -> Taxon:
    return db.session.scalars(sa.select(Taxon).where(Taxon.scientific_name == name)).one()


def open_case(by: Person) -> Case:
    facts = CaseFacts(title="Koh Thom boat", happened_on=SEIZED, precision="day", country="KH",
                      place="Koh Thom district, Kandal", location_type="VESSEL")  # fmt: skip
    lines = [
        LineFacts(declared_name=name, taxon=taxon(name), quantity=Decimal(count))
        for name, count in MANIFEST.items()
    ]
    case = cases.open_case(facts, lines=lines, evidence_hold=True, by=by, at=ARRIVED)
    db.session.flush()
    return case


def receive(case: Case, by: Person) -> dict[str, Animal]:
    """3 leaf turtles are dead on arrival; everything else is alive."""
    dead = {"Cyclemys dentata": 3}
    arrival = intake.receive(
        case, by=by, at=ARRIVED,
        lines=[
            Received(line=line, alive=int(line.quantity or 0) - dead.get(name, 0),
                     dead=dead.get(name, 0))
            for line in case.lines
            if (name := line.taxon.scientific_name if line.taxon else "")
        ],
    )  # fmt: skip
    death.record_arrival_deaths(arrival, by=by)
    return {
        line.taxon.scientific_name: db.session.get_one(Animal, line.alive_animal_id)
        for line in arrival.lines
    }


def settle_tests(kept: Quarantine, vet: Person, at: datetime) -> None:
    for test in kept.tests:
        if test.sampled_at is None:
            quarantine.sample(test, by=vet, at=at - 2 * DAY)
            quarantine.result(test, "negative", by=vet, at=at - DAY)


def test_the_boat_of_koh_thom_from_seizure_to_outcome() -> None:
    reference.load(at=ARRIVED - DAY)
    officer, registrar = make_person("officer"), make_person("registrar")
    vet, coordinator = make_person("vet", name="Dr Sok"), make_person("coordinator")
    vet.licence_no = "KH-V-12"
    manager = make_person("manager")

    case = open_case(officer)
    assert sum(int(line.quantity or 0) for line in case.lines) == 785
    lots = receive(case, registrar)
    leaf, pythons = lots["Cyclemys dentata"], lots["Python bivittatus"]
    assert (leaf.count, pythons.count) == (175, 2)
    assert all(lot.is_held for lot in lots.values())

    one = animals.individualise(pythons, by=vet, at=ARRIVED + HOUR, name="Naga")
    other = animals.individualise(pythons, by=vet, at=ARRIVED + HOUR, name="Neak")
    for number, python in enumerate((one, other)):
        reading = marks.Reading("microchip", code=f"11600000000000{number}", scanned=True)
        marks.add_mark(python, reading, by=vet, at=ARRIVED + 2 * HOUR)
    assert len(tags.tag_all([*lots.values(), one], by=registrar, at=ARRIVED + HOUR)) == 8

    turtles, snakes = (make_unit(biosecurity="quarantine") for _ in range(2))
    kept = quarantine.begin(leaf.stay, turtles, by=vet, at=ARRIVED + 3 * HOUR)
    quarantine.begin(lots["Cuora amboinensis"].stay, turtles, by=vet, at=ARRIVED + 10 * DAY)
    assert kept.clock_start == ARRIVED + 10 * DAY
    python_kept = quarantine.begin(one.stay, snakes, by=vet, at=ARRIVED + 3 * HOUR)

    examined = care.examine(
        one, {"purpose": "intake", "objective": "Wound on the tail", "assessment": "Abscess",
              "fitness": "fit_for_transport"}, by=vet, at=ARRIVED + DAY,
    )  # fmt: skip
    care.sign(examined, by=vet, at=ARRIVED + DAY, version=examined.version)
    care.weigh(one, 3200, by=vet, at=ARRIVED + DAY, unusual_confirmed=True)
    drug = Drug(name="Enrofloxacin 5 %", ingredient="enrofloxacin x", form="solution",
                strength_mg=Decimal(50), per="ml", strength_text="50 mg/ml")  # fmt: skip
    db.session.add(drug)
    db.session.flush()
    order = care.prescribe(
        one, drug, by=vet, at=ARRIVED + DAY, rate_mg_per_kg=Decimal(5), route="IM",
        frequency="SID", days=5,
    )  # fmt: skip
    assert order.amount == Decimal("0.32")
    care.give(order.doses[0], by=vet, at=order.doses[0].due_at)

    ready = kept.min_end + DAY
    gate = readiness.gate(leaf.stay, ready)
    assert {"evidence_hold", "quarantine", "permit"} <= {stop.key for stop in gate.stops}
    with pytest.raises(Refused, match="held as evidence"):
        rules.release([(leaf, 120)], by=coordinator, at=ready, place="Cardamom", team="Sok")
    animals.lift_case_holds(
        case, make_order(case, issued_on=SEIZED + 20 * DAY), by=officer, at=ready
    )
    with pytest.raises(Refused, match="not cleared from quarantine"):
        rules.release([(leaf, 120)], by=coordinator, at=ready, place="Cardamom", team="Sok")

    settle_tests(kept, vet, ready)
    quarantine.clear(kept, to=Stage.PRE_RELEASE, by=vet, at=ready)
    enclosures.house([leaf], make_unit(), by=vet, at=ready + HOUR)
    for key in readiness.BY_KEY.keys() - {"residues", readiness.RISK}:
        rules.assess(leaf.stay, key, "met", by=coordinator, at=ready + DAY, evidence="Seen")
    rules.judge_risk(leaf.stay, "low", by=coordinator, at=ready + DAY, evidence="Seen")
    permit_rules.add_permit([leaf.stay], by=registrar, at=ready + DAY, kind="release", number="R 1",
                     issuer="Forestry Administration", issued_on=SEIZED)  # fmt: skip
    rules.release([(leaf, 120)], by=coordinator, at=ready + 2 * DAY, place="Cardamom", team="Sok")

    settle_tests(python_kept, vet, python_kept.min_end + DAY)
    quarantine.clear(python_kept, to=Stage.REHAB, by=vet, at=python_kept.min_end + DAY)
    gone = ready + 3 * DAY
    plan = transfer.plan(
        by=manager, at=gone, to_organisation="Angkor Centre", to_address="Siem Reap",
        to_country="KH", mode="Car", emergency_contact="Sok", planned_for=gone, reason="Space",
        legal_basis="Order 1", care_instructions="Water, shade, no handling.",
    )  # fmt: skip
    transfer.add_animal(plan, one, by=manager, at=gone)
    permit_rules.add_permit([one.stay], by=registrar, at=gone, kind="movement", number="M 1",
                     issuer="Forestry Administration", issued_on=SEIZED)  # fmt: skip
    facts = compose.health_statement(
        [one.stay], {"purpose": "Transfer", "valid_until": date(2016, 12, 31),
                     "premises_statement": "No notifiable disease."},
        by=vet, at=gone, transfer=plan,
    )  # fmt: skip
    facts["centre"]["address"] = facts["consignor"]["address"] = "Phnom Tamao"
    paper = papers.issue("health_statement", facts, [one.stay], by=vet, at=gone,
                         base_url="https://rescue.example", case=case)  # fmt: skip
    assert (paper.number, paper.status) == ("HS-2016-00001", "valid")
    transfer.hand_over(plan, by=manager, at=gone + HOUR)
    transfer.receive(plan, by=manager, at=gone + 5 * HOUR, received_by="Dr Lim")
    papers.revoke(paper, by=vet, at=gone + DAY, reason="Wrong microchip")
    assert paper.status == "revoked"
    death.die(lots["Heosemys grandis"], by=vet, at=gone + DAY, manner="natural", count=1)

    account = ledger.total(ledger.case_account(case))
    assert account.agrees
    assert account.in_ == 785
    alive = 785 - 3 - 120 - 1 - 1
    counted = db.session.scalar(
        sa.select(sa.func.sum(Animal.count)).where(Animal.case_id == case.id)
    )
    assert counted == alive
    db.session.commit()
    assert verification.verify()[1] is None
