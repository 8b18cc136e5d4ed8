"""How animals of the demo centre leave: ready for release, sent away, dead, escaped."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from rescue_center import clock
from rescue_center.animals import rules as animals
from rescue_center.animals.models import Animal
from rescue_center.care import rules as care
from rescue_center.cases.models import Case, CourtOrder
from rescue_center.db import db
from rescue_center.demo.stories import DAY, HOUR, Telling, stay_of
from rescue_center.departures import crates, death, escape, permit_rules, readiness, transfer
from rescue_center.departures import rules as departures
from rescue_center.policy import Role

#: What was seen of each criterion before a release.
SEEN = {
    "native_range": "The site lies in the range map of the species (IUCN).",
    "recent_capture": "The holder's statement and fresh wear of the limbs: caught days before.",
    "never_pet": "Flees from people; nails and feathers worn as in the wild.",
    "weight": "Rose at each of the last three weighings.",
    "body_condition": "3 of 5 by two observers.",
    "natural_diet": "Ate what grows on the site, nothing else, for 21 days.",
    "locomotion": "Moved through the whole enclosure without favouring a limb.",
    "senses": "Both eyes clear, teeth or beak sound.",
    "avoids_people": "Fled from a stranger at 15 m, on three days.",
    "predators": "Hid or froze at the recorded call of an eagle.",
    "social_group": "Kept together for a month without a fight.",
    "age": "Past independence by size and growth rings or teeth.",
    "origin": "Seized in the province of the site; no other form lives there.",
    "no_hybrid": "Looked at by two keepers and the field guide: no mixed marks.",
    "parasites": "Faecal flotation: few eggs, not treated.",
    "disease_risk": "Negative tests, same river basin.",
    "site": "Patrolled since 2015, few of the kind left, fruit in season, villages agree.",
}


def make_ready(tell: Telling, animal: Animal, at: datetime) -> None:
    """Everything the release gate asks, examined, assessed and permitted."""
    stay = stay_of(animal)
    exam = care.examine(
        animal,
        {"objective": "Clear eyes and nose, sound limbs, good weight.", "assessment": "Healthy.",
         "fitness": "fit_for_release"},
        by=tell.vet, at=at - HOUR,
    )  # fmt: skip
    care.sign(exam, by=tell.vet, at=at - HOUR / 2, version=exam.version)
    for criterion in (*readiness.CRITERIA, readiness.RANGE, *readiness.FAST):
        if criterion.key != readiness.RISK:
            departures.assess(
                stay, criterion.key, "met", by=tell.people[Role.COORDINATOR], at=at,
                evidence=SEEN[criterion.key],
            )  # fmt: skip
    departures.judge_risk(
        stay, "negligible", by=tell.people[Role.COORDINATOR], at=at, evidence=SEEN[readiness.RISK]
    )
    permit_rules.add_permit(
        [stay], by=tell.people[Role.REGISTRAR], at=at, kind="release",
        number=f"FA {at.year}/{stay.id}", issuer="Forestry Administration",
        issued_on=clock.today(at), issuer_country="KH",
    )  # fmt: skip


def release(tell: Telling, animal: Animal, at: datetime, count: int | None = None) -> None:
    """Back to the wild."""
    departures.release(
        [(animal, count)], by=tell.people[Role.COORDINATOR], at=at,
        place="Southern Cardamom, ranger station", team="Sok Dara, two rangers",
        latitude=Decimal("11.55"), longitude=Decimal("103.45"), uncertainty_m=2000,
        habitat="Evergreen forest, stream",
    )  # fmt: skip


def send_away(tell: Telling, animal: Animal, to: str, at: datetime) -> None:
    """A transfer with both signatures."""
    boss = tell.people[Role.MANAGER]
    plan = transfer.plan(
        by=boss, at=at, to_organisation=to, to_country="KH", reason="Specialised care",
        legal_basis="Decision of the Forestry Administration",
        to_address="National Road 2, Takeo Province, Cambodia", to_contact="Dr Lim Sreymom",
        to_phone="+855 12 000 417", mode="Lorry", emergency_contact="Sok Dara, +855 12 000 201",
        care_instructions="Water on arrival, food after four hours, no visitors for two days.",
    )  # fmt: skip
    crate = crates.add_crate(
        plan, by=boss, at=at, number="1", length_cm=90, width_cm=60, height_cm=60
    )
    member = transfer.add_animal(plan, animal, by=boss, at=at, crate=crate, condition="Alert")
    permit_rules.add_permit(
        [member.stay], by=boss, at=at, kind="movement", number=f"MV {at.year}/{plan.id}",
        issuer="Forestry Administration", issued_on=clock.today(at),
    )  # fmt: skip
    transfer.hand_over(plan, by=boss, at=at + 2 * HOUR)
    transfer.receive(plan, by=boss, at=at + 6 * HOUR, received_by="Dr Lim Sreymom")


def die(tell: Telling, animal: Animal, at: datetime, count: int | None = None) -> None:
    """A death from a known cause."""
    causes = ("Pneumonia", "Snare wound, septicaemia", "Dehydration", "Old age", "Enteritis")
    death.die(
        animal, by=tell.vet, at=at, manner="natural", count=count,
        cause=tell.dice.choice(causes), carcass_condition="fresh", precision="found",
    )  # fmt: skip


def get_away(tell: Telling, animal: Animal, at: datetime, *, back: bool) -> None:
    """An escape, perhaps with a return."""
    escape.escape(
        animal, by=tell.keeper, at=at, circumstances="Branch fell on the roof mesh in the storm.",
        last_seen_at=at - 6 * HOUR,
    )  # fmt: skip
    if back:
        escape.readmit(animal, by=tell.keeper, at=at + 2 * DAY, reason="Caught at the food bowl")


def lift(tell: Telling, case: Case, at: datetime) -> None:
    """The court lifts the hold."""
    order = CourtOrder(
        case=case, kind="lift_hold", authority="Kandal Provincial Court",
        reference=f"{case.number}/LH", issued_on=clock.today(at), recorded_at=at,
        recorded_by_id=tell.people[Role.OFFICER].id,
    )  # fmt: skip
    db.session.add(order)
    db.session.flush()
    animals.lift_case_holds(case, order, by=tell.people[Role.OFFICER], at=at)
