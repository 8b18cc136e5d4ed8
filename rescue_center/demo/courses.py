"""Courses of treatment as a ward gives them: why, with what, by which route and how often."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from rescue_center import clock
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.animals.stages import change_stage, choices
from rescue_center.care import batch_rules, change_rules
from rescue_center.care import rules as care
from rescue_center.care.order_models import Prescription
from rescue_center.care.queries import last_weight
from rescue_center.db import db
from rescue_center.demo.stories import HOUR, Telling, stay_of, usual_weight
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused
from rescue_center.pharmacy.models import Drug

#: What the ward gives for pain.
PAIN = "Meloxicam injection"
#: And against worms.
WORMS = "Fenbendazole oral"


class Course(NamedTuple):
    """A drug of the formulary with the findings that call for it. The rate is the least of the
    drug's own limits."""

    drug: str
    route: str
    frequency: str
    days: int
    subjective: str
    objective: str
    assessment: str


COURSES = (
    Course("Enrofloxacin injection", "IM", "SID", 7, "Quiet since yesterday, ate half.",
           "Bite wound at the flank, warm and swollen.", "Infected wound"),
    Course("Ceftazidime injection", "IM", "SID", 7, "Breathes with its mouth open.",
           "Mucus at the nostrils, crackles on the left.", "Pneumonia"),
    Course("Amoxicillin long-acting", "SC", "SID", 5, "Limps since the snare came off.",
           "Snare wound down to the tendon, pus.", "Snare wound"),
    Course("Doxycycline oral", "PO", "SID", 10, "Sneezes, eyes half closed.",
           "Discharge from both eyes, green droppings.", "Chlamydiosis suspected"),
    Course("Metronidazole oral", "PO", "BID", 7, "Loose faeces for three days.",
           "Giardia in the smear, belly tense.", "Giardiasis"),
    Course("Trimethoprim-sulfa oral", "PO", "BID", 7, "Thin faeces, still eats.",
           "Coccidia, many, in the flotation.", "Coccidiosis"),
    Course("Meloxicam oral", "PO", "SID", 5, "Puts no weight on its left arm.",
           "Old fracture, callus sore to the touch.", "Painful callus"),
    Course("Fenbendazole oral", "PO", "SID", 5, "Thin although it eats all.",
           "Strongyle eggs, many, in the flotation.", "Strongyles"),
    Course("Itraconazole oral", "PO", "SID", 14, "Hair comes out in rings.",
           "Four bare rings with scales, glow under the lamp.", "Ringworm"),
    Course("Calcium gluconate injection", "SC", "BID", 5, "Trembles when it climbs.",
           "Soft jaw, bowed long bones.", "Metabolic bone disease"),
)  # fmt: skip


def drugs() -> dict[str, Drug]:
    """The drugs of the courses by name, with their limits."""
    names = {course.drug for course in COURSES}
    found = db.session.scalars(
        sa.select(Drug).where(Drug.name.in_(names), ~Drug.retired)
        .options(selectinload(Drug.limits))
    )  # fmt: skip
    named = {drug.name: drug for drug in found}
    if missing := names - set(named):
        raise Refused(
            f"Not in the formulary: {', '.join(sorted(missing))}. Run: flask load-reference"
        )
    return named


def treat(
    tell: Telling, animal: Animal, course: Course, drug: Drug, *, days_in: float, missed: int
) -> bool:
    """A course that began `days_in` days ago; its doses given but for the last ones."""
    begins = tell.ago(days_in)
    if begins <= stay_of(animal).began_at:
        begins = stay_of(animal).began_at + 2 * HOUR
    try:
        last = last_weight(animal.id)
        grams = round(last.weight_g * 0.98) if last else usual_weight(tell, animal.taxon)
        care.weigh(animal, grams, by=tell.keeper, at=begins - HOUR, unusual_confirmed=True)
        exam = care.examine(
            animal,
            {
                "purpose": "sick", "subjective": course.subjective, "attitude": "quiet",
                "objective": course.objective, "assessment": course.assessment,
                "plan": f"{drug.name} for {course.days} days, recheck then.",
                "recheck_on": clock.today(begins + course.days * 24 * HOUR),
            },
            by=tell.vet, at=begins,
        )  # fmt: skip
        care.sign(exam, by=tell.vet, at=begins + HOUR / 4, version=exam.version)
        limits = sorted(drug.limits, key=lambda one: one.group_id is not None)
        rate = (limits[0].min_mg_per_kg if limits else None) or Decimal(5)
        order = care.prescribe(
            animal, drug, by=tell.vet, at=begins + HOUR / 2, rate_mg_per_kg=rate,
            route=course.route, frequency=course.frequency, days=course.days,
            indication=course.assessment,
            outside_limits_reason="", starts_at=begins + HOUR,
        )  # fmt: skip
    except Refused:
        return False
    past = [dose for dose in order.doses if dose.due_at < tell.now]
    for dose in past[: len(past) - missed] if missed else past:
        if tell.dice.random() < 0.06:
            care.not_given(dose, "refused", by=tell.keeper, at=dose.due_at + HOUR / 6)
        else:
            care.give(dose, by=tell.keeper, at=dose.due_at + HOUR / 6)
    return True


def put_to_bed(tell: Telling, animal: Animal, why: str) -> None:
    """Take a patient to the hospital, where its stage allows that; it may be given something for
    pain as needed there."""
    if Stage.HOSPITAL not in choices(stay_of(animal)):
        return
    change_stage(animal, Stage.HOSPITAL, by=tell.vet, at=tell.now - HOUR, reason=why)
    pain = db.session.scalars(sa.select(Drug).where(Drug.name == PAIN, ~Drug.retired)).first()
    if pain is None:
        return
    try:
        order = care.prescribe(
            animal, pain, by=tell.vet, at=tell.now - HOUR, rate_mg_per_kg=Decimal("0.2"),
            route="IM", frequency="PRN", min_interval_h=24, max_per_day=1,
            indication="Pain", instructions="When it hunches its back, or does not eat.",
        )  # fmt: skip
    except Refused:  # a group with limits of its own, or too small to measure it for
        return
    care.give_as_needed(order, by=tell.vet, at=tell.now - HOUR / 2)


def worm(tell: Telling, living: Sequence[Animal], unit: Unit) -> bool:
    """What is given to a whole enclosure at once; who has no weight is named."""
    drug = db.session.scalars(sa.select(Drug).where(Drug.name == WORMS, ~Drug.retired)).first()
    weighable = [one for one in living if not one.is_lot and one.taxon.weight_min_g]
    if drug is None or len(weighable) < 2:
        return False
    for animal in weighable[:-1]:  # one is in its box and will not come out
        care.weigh(animal, usual_weight(tell, animal.taxon), by=tell.keeper,
                   at=tell.now - 2 * HOUR, unusual_confirmed=True)  # fmt: skip
    try:
        batch_rules.order_for_many(
            living, drug, unit=unit, whom=f"Everybody in {unit.code}", by=tell.vet,
            at=tell.now - HOUR / 2, rate_mg_per_kg=Decimal(20), route="PO", frequency="SID",
            days=3, starts_at=tell.now + HOUR, indication="Strongyles in the pooled sample",
            dilution=1, outside_limits_reason="",
        )  # fmt: skip
    except Refused:  # nobody there can have it
        return False
    return True


def change_for_the_better(tell: Telling, order: Prescription) -> None:
    """What a vet does on the third day: the same drug, for longer, with the reason."""
    change_rules.change(
        order, order.drug, by=tell.vet, at=tell.now - HOUR / 4, version=order.version,
        reason="Better, but not well: three days more", rate_mg_per_kg=order.rate_mg_per_kg,
        route=order.route, frequency=order.frequency, days=3, indication=order.indication,
        instructions=order.instructions,
    )  # fmt: skip
