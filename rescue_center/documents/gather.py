"""Facts for papers, read from the records: who we are, the animals, their quarantine and care."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from rescue_center import clock
from rescue_center.animals.models import Animal, Mark, Stay
from rescue_center.care import dosing
from rescue_center.care.models import Exam, Weight
from rescue_center.care.order_models import Administration, Prescription
from rescue_center.db import db
from rescue_center.departures import readiness
from rescue_center.departures.gate_models import Permit, PermitStay
from rescue_center.pharmacy.models import Drug
from rescue_center.quarantine.models import Quarantine, Test
from rescue_center.staff.models import Person

Facts = dict[str, Any]
#: What was typed before issue, by the name of its field.
Typed = dict[str, Any]
PERMIT_WORDS = {
    "release": "Release permit", "movement": "Movement permit",
    "cites_export": "CITES export permit", "cites_import": "CITES import permit",
    "cites_reexport": "CITES re-export certificate",
    "health_endorsement": "Endorsed health certificate", "other": "Permit",
}  # fmt: skip

#: How far back treatments stand on a health statement.
TREATMENT_DAYS = 60


def day(value: Any) -> str | None:
    """A day as ISO text on the facility's calendar."""
    if value is None:
        return None
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return str(value.isoformat())


def moment(value: datetime | None) -> str | None:
    """A moment as ISO text on the facility's clock."""
    return clock.local(value).isoformat(timespec="minutes") if value else None


def centre() -> Facts:
    """Who issues the paper, from the settings."""
    config = current_app.config
    return {
        "name": config["CENTRE_NAME"], "name_local": None,
        "address": config["CENTRE_ADDRESS"] or None, "phone": config["CENTRE_PHONE"] or None,
        "email": None, "licence": None,
    }  # fmt: skip


def person(who: Person | None, role: str = "") -> Facts:
    """Somebody who signs; without a name where nobody is known."""
    if who is None:
        return {"name": None, "role": role or None, "licence": None}
    return {"name": who.name, "role": who.job_title or role or None,
            "licence": who.licence_no or None}  # fmt: skip


def animals(stays: Sequence[Stay], counts: dict[int, int] | None = None) -> list[Facts]:
    """Each animal or lot with its marks and last weight."""
    ids = [stay.animal_id for stay in stays]
    marks: dict[int, list[Facts]] = {}
    for mark in db.session.scalars(
        sa.select(Mark)
        .where(Mark.animal_id.in_(ids), Mark.voided_at.is_(None), Mark.status == "in_place")
        .order_by(Mark.id)
    ):
        marks.setdefault(mark.animal_id, []).append(
            {"kind": mark.kind.capitalize(), "number": mark.code or mark.description,
             "position": mark.position or None}
        )  # fmt: skip
    weights = {
        w.animal_id: w.weight_g
        for w in db.session.scalars(
            sa.select(Weight)
            .where(Weight.animal_id.in_(ids), Weight.voided_at.is_(None))
            .order_by(Weight.at, Weight.id)
        )
    }
    return [_animal(stay.animal, marks, weights, (counts or {}).get(stay.id)) for stay in stays]


def _animal(
    animal: Animal, marks: dict[int, list[Facts]], weights: dict[int, int], count: int | None
) -> Facts:
    grams = weights.get(animal.id)
    return {
        "local_id": animal.accession, "name": animal.name or None,
        "species": animal.taxon.scientific_name, "common_name": animal.taxon.common_name or None,
        "count": count or animal.count, "sex": _known(animal.sex), "age": _known(animal.age_class),
        "weight_g": str(grams) if grams else None, "marks": marks.get(animal.id, []),
        "features": None,
    }  # fmt: skip


def _known(word: str) -> str | None:
    return None if word in ("unknown", "") else word.replace("_", " ")


def case_number(stays: Sequence[Stay]) -> str | None:
    """The case or cases they come from."""
    return ", ".join(sorted({s.animal.case.number for s in stays if s.animal.case})) or None


def quarantine(stays: Sequence[Stay], at: datetime) -> tuple[Facts, list[Quarantine]]:
    """The quarantine they went through until `at`, the longest span of all of them."""
    kept = [q for stay in stays if (q := readiness.last_quarantine(stay)) is not None]
    ended = [q.ended_at for q in kept if q.ended_at is not None]
    if not kept:
        return {"unit": None, "began_on": None, "ended_on": None, "days": 0}, []
    began = min(q.began_at for q in kept)
    last = max(ended) if len(ended) == len(kept) else None
    units = ", ".join(sorted({q.unit.label for q in kept}))
    return {
        "unit": units, "began_on": day(began), "ended_on": day(last),
        "days": ((last or at) - began).days,
    }, kept  # fmt: skip


def tests(kept: Sequence[Quarantine]) -> list[Facts]:
    """The tests of these quarantines that have a result."""
    rows = db.session.scalars(
        sa.select(Test)
        .where(
            Test.quarantine_id.in_([q.id for q in kept]), Test.voided_at.is_(None),
            Test.result != "",
        )
        .order_by(Test.sampled_at)
    )  # fmt: skip
    whose = {q.id: q.animal.accession for q in kept}
    return [
        {
            "animals": whose[row.quarantine_id], "disease": row.name, "method": row.method or None,
            "sample": row.sample or None, "taken_on": day(row.sampled_at),
            "laboratory": row.laboratory or None, "result": row.result,
        }
        for row in rows
    ]  # fmt: skip


def treatments(stays: Sequence[Stay], at: datetime) -> list[Facts]:
    """What was given in the last weeks: product, dose, last day."""
    since = at - timedelta(days=TREATMENT_DAYS)
    rows = db.session.execute(
        sa.select(
            Prescription.id, Drug.name, Prescription.amount, Prescription.amount_unit,
            Prescription.route, Prescription.rate_mg_per_kg, Animal.accession,
            sa.func.max(Administration.at).label("last"),
        )
        .join(Prescription, Prescription.id == Administration.prescription_id)
        .join(Drug, Drug.id == Prescription.drug_id)
        .join(Animal, Animal.id == Administration.animal_id)
        .where(
            Administration.animal_id.in_([s.animal_id for s in stays]),
            Administration.status.in_(("given", "partly")), Administration.voided_at.is_(None),
            Administration.at >= since,
        )
        .group_by(Prescription.id, Drug.name, Prescription.amount, Prescription.amount_unit,
                  Prescription.route, Prescription.rate_mg_per_kg, Animal.accession)
        .order_by(sa.desc("last"))
    )  # fmt: skip
    return [
        {
            "animals": row.accession,
            "product": row.name,
            "dose": f"{dosing.rate_text(row.rate_mg_per_kg)} {row.route}",
            "given_on": day(row.last),
        }
        for row in rows
    ]


def last_exam(stays: Sequence[Stay], fitness: str = "") -> Exam | None:
    """The newest signed examination of any of them; of a lot's parts, of the lot."""
    ids = {a.id for stay in stays for a in readiness.lineage(stay.animal)}
    asked = sa.select(Exam).where(
        Exam.animal_id.in_(ids), Exam.signed_at.is_not(None), Exam.voided_at.is_(None)
    )
    if fitness:
        asked = asked.where(Exam.fitness == fitness)
    return db.session.scalars(asked.order_by(Exam.at.desc()).limit(1)).first()


def findings(exam: Exam | None) -> Facts:
    """What a signed examination found."""
    if exam is None:
        return {"examined_on": None, "findings": None}
    parts = [exam.objective, exam.assessment]
    if exam.fitness == "fit_for_transport":
        parts.append("Fit for transport; no clinical sign of infectious disease.")
    if exam.fitness == "fit_for_release":
        parts.append("Fit for release.")
    told = [part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part]
    return {"examined_on": day(exam.at), "findings": " ".join(told) or None}


def permits(stays: Sequence[Stay]) -> list[Permit]:
    """Every permit that covers any of them."""
    return list(
        db.session.scalars(
            sa.select(Permit)
            .join(PermitStay, PermitStay.permit_id == Permit.id)
            .where(PermitStay.stay_id.in_([s.id for s in stays]), Permit.voided_at.is_(None))
            .distinct()
            .order_by(Permit.id)
        )
    )


def evidence(stays: Sequence[Stay]) -> tuple[str, Facts]:
    """The evidence status, and the order that lifted the last hold."""
    holds = [h for stay in stays for h in stay.evidence_holds]
    nothing = {"order_number": None, "order_authority": None, "ordered_on": None}
    if any(h.stands for h in holds):
        return "Held as evidence", nothing
    lifted = [h.lift_order for h in holds if h.lift_order is not None]
    if not lifted:
        return "None", nothing
    order = max(lifted, key=lambda one: one.issued_on)
    return "Lifted", {
        "order_number": order.reference, "order_authority": order.authority,
        "ordered_on": day(order.issued_on),
    }  # fmt: skip
