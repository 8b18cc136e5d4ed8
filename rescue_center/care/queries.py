"""What pages and other packages ask about weights, examinations and treatment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.models import Animal
from rescue_center.care.models import Addendum, Attachment, Exam, Weight
from rescue_center.care.order_models import Administration, Prescription
from rescue_center.db import UtcDateTime, db
from rescue_center.errors import Missing
from rescue_center.pharmacy.models import Drug
from rescue_center.species.models import Taxon

# What is asked whenever a dose or a weight is recorded is written once, here: making a statement
# anew takes longer than asking it.

_LAST_WEIGHT = (
    sa.select(Weight)
    .where(Weight.animal_id == sa.bindparam("animal_id"), Weight.voided_at.is_(None))
    .order_by(Weight.at.desc(), Weight.id.desc())
    .limit(1)
)
_LAST_WEIGHT_BEFORE = _LAST_WEIGHT.where(Weight.at <= sa.bindparam("before"))

#: The id of an animal's newest valid reading, for statements about many animals.
NEWEST_WEIGHT = (
    sa.select(Weight.id)
    .where(Weight.animal_id == Animal.id, Weight.voided_at.is_(None))
    .order_by(Weight.at.desc(), Weight.id.desc())
    .limit(1)
    .correlate(Animal)
    .scalar_subquery()
)


def last_weight(animal_id: int, *, before: datetime | None = None) -> Weight | None:
    """The newest valid reading (at or before a moment); None where nobody weighed it."""
    if before is None:
        return db.session.scalars(_LAST_WEIGHT, {"animal_id": animal_id}).first()
    asked = {"animal_id": animal_id, "before": before}
    return db.session.scalars(_LAST_WEIGHT_BEFORE, asked).first()


def weights(animal_id: int, *, most: int = 500) -> list[Weight]:
    """The readings of an animal, newest first, those struck out included."""
    query = (
        sa.select(Weight)
        .where(Weight.animal_id == animal_id)
        .options(joinedload(Weight.recorded_by))
        .order_by(Weight.at.desc(), Weight.id.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


# --- what an animal was given, whatever record it was part of then ------------------------------

_ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)


def kin_of(animal_id: int | None = None) -> sa.CTE:
    """The record and those it came from by splitting or merging, each with the moment until which
    what happened there happened to these animals too. Without an id, the statement is given it
    when it is asked, as `animal_id`."""
    whose = sa.bindparam("animal_id", animal_id, sa.Integer, required=animal_id is None)
    kin = sa.select(whose.label("id"), sa.literal(_ALWAYS, UtcDateTime()).label("until")).cte(
        "kin", recursive=True
    )
    earlier = sa.select(Regroup.from_id, Regroup.at).where(
        Regroup.to_id == kin.c.id, Regroup.at <= kin.c.until
    )
    return kin.union(earlier)


def _taken_near() -> sa.Select[Administration]:
    kin = kin_of()
    return (
        sa.select(Administration)
        .join(kin, kin.c.id == Administration.animal_id)
        .where(
            Administration.at <= kin.c.until,
            Administration.at > sa.bindparam("since"),
            Administration.at < sa.bindparam("until"),
            Administration.ingredient == sa.bindparam("ingredient"),
            sa.or_(Administration.status == "given", Administration.status == "partly"),
            Administration.voided_at.is_(None),
        )
        .options(joinedload(Administration.by))
        .order_by(Administration.at.desc())
    )


_TAKEN_NEAR = _taken_near()


def taken_near(
    animal_id: int, ingredient: str, since: datetime, until: datetime
) -> list[Administration]:
    """What these animals were given of an ingredient between two moments, newest first, in this
    record or in one it came from. Records that wait for review count too: the animal may really
    have had it."""
    asked = {"animal_id": animal_id, "ingredient": ingredient, "since": since, "until": until}
    return list(db.session.scalars(_TAKEN_NEAR, asked))


def withdrawal_ends(animal: Animal) -> datetime | None:
    """When the last residue of anything given is gone: last dose + withdrawal days, the latest
    over all drugs (domain rules 6.1). None where nothing given has a withdrawal time."""
    kin = kin_of(animal.id)
    query = (
        sa.select(sa.func.max(Administration.at), Drug.withdrawal_days)
        .join(kin, kin.c.id == Administration.animal_id)
        .join(Prescription, Prescription.id == Administration.prescription_id)
        .join(Drug, Drug.id == Prescription.drug_id)
        .where(
            Administration.at <= kin.c.until,
            Administration.status.in_(("given", "partly")),
            Administration.voided_at.is_(None),
            Drug.withdrawal_days.is_not(None),
        )
        .group_by(Drug.withdrawal_days)
    )
    ends = [last + timedelta(days=days or 0) for last, days in db.session.execute(query)]
    return max(ends, default=None)


def without_withdrawal(animal: Animal, *, since: datetime | None = None) -> list[str]:
    """The drugs given (after a moment) whose withdrawal time nobody entered: a vet decides for
    edible species."""
    kin = kin_of(animal.id)
    query = (
        sa.select(Drug.name)
        .join(Prescription, Prescription.drug_id == Drug.id)
        .join(Administration, Administration.prescription_id == Prescription.id)
        .join(kin, kin.c.id == Administration.animal_id)
        .where(
            Administration.at <= kin.c.until,
            Administration.status.in_(("given", "partly")),
            Administration.voided_at.is_(None),
            Drug.withdrawal_days.is_(None),
        )
        .distinct()
        .order_by(Drug.name)
    )
    if since is not None:
        query = query.where(Administration.at > since)
    return list(db.session.scalars(query))


Thing = TypeVar("Thing")

# --- what an address names ------------------------------------------------------------------


_ANIMAL = (
    sa.select(Animal)
    .where(Animal.accession == sa.bindparam("accession"))
    .options(joinedload(Animal.taxon).joinedload(Taxon.group), joinedload(Animal.stays))
)


def get_animal(accession: str) -> Animal:
    """An animal with its species and stays. Raises Missing."""
    asked = db.session.scalars(_ANIMAL, {"accession": accession})
    return found(asked.unique().one_or_none())


def get_weight(weight_id: int) -> Weight:
    """A reading with its animal. Raises Missing."""
    query = sa.select(Weight).where(Weight.id == weight_id).options(joinedload(Weight.animal))
    return found(db.session.scalars(query).one_or_none())


#: For how long what a vet thought it was stands as the reason of an order.
LATELY = timedelta(days=14)


def last_assessed(animal_id: int, at: datetime) -> Exam | None:
    """The last signed examination of two weeks that says what it is."""
    query = (
        sa.select(Exam)
        .where(
            Exam.animal_id == animal_id, Exam.signed_at.is_not(None), Exam.voided_at.is_(None),
            Exam.at > at - LATELY, Exam.assessment != "",
        )
        .order_by(Exam.at.desc(), Exam.id.desc())
        .limit(1)
    )  # fmt: skip
    return db.session.scalars(query).first()


def get_exam(exam_id: int) -> Exam:
    """An examination with its animal, people, addenda and files. Raises Missing."""
    query = (
        sa.select(Exam)
        .where(Exam.id == exam_id)
        .options(
            joinedload(Exam.animal).joinedload(Animal.taxon),
            joinedload(Exam.animal).selectinload(Animal.stays),
            joinedload(Exam.weight),
            joinedload(Exam.by),
            joinedload(Exam.signed_by),
            selectinload(Exam.addenda).joinedload(Addendum.by),
            selectinload(Exam.attachments).joinedload(Attachment.media),
        )
    )
    return found(db.session.scalars(query).one_or_none())


def found(thing: Thing | None) -> Thing:
    """What was looked for. Raises Missing where there is none."""
    if thing is None:
        raise Missing
    return thing
