"""Facts for papers, read from the records: who we are, who signs, the animals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from rescue_center import clock
from rescue_center.animals.models import Animal, Mark, Stay
from rescue_center.care.models import Weight
from rescue_center.db import db
from rescue_center.staff.models import Person

Facts = dict[str, Any]
#: What was typed before issue, by the name of its field.
Typed = dict[str, Any]


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
        "email": None, "licence": config["CENTRE_LICENCE"] or None,
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
        w.animal_id: w
        for w in db.session.scalars(
            sa.select(Weight)
            .where(Weight.animal_id.in_(ids), Weight.voided_at.is_(None))
            .order_by(Weight.at, Weight.id)
        )
    }
    return [_animal(stay.animal, marks, weights, (counts or {}).get(stay.id)) for stay in stays]


def _animal(
    animal: Animal, marks: dict[int, list[Facts]], weights: dict[int, Weight], count: int | None
) -> Facts:
    weighed, count = weights.get(animal.id), count or animal.count
    return {
        "local_id": animal.accession, "name": animal.name or None,
        "species": animal.taxon.scientific_name, "common_name": animal.taxon.common_name or None,
        "count": count, "sex": _known(animal.sex, "sexes"), "age": _known(animal.age_class, "ages"),
        "weight_g": str(weighed.weight_g) if weighed else None,
        "weighed_as": _weighed_as(weighed, count) if weighed else None,
        "marks": marks.get(animal.id, []), "features": None,
    }  # fmt: skip


def _weighed_as(weight: Weight, count: int) -> str | None:
    """`mean` of several, `estimated` without a scale; None where the animal was on the scale."""
    if count > 1 or (weight.sample_n or 1) > 1:
        return "mean"
    return "estimated" if weight.is_estimate else None


def _known(word: str, many: str) -> str | None:
    """A code in words: `subadult`, `mixed ages`; None where nobody knows."""
    if word == "mixed":
        return f"mixed {many}"
    return None if word in ("unknown", "") else word.replace("_", " ")


def case_number(stays: Sequence[Stay]) -> str | None:
    """The case or cases they come from."""
    return ", ".join(sorted({s.animal.case.number for s in stays if s.animal.case})) or None
