"""What a post-mortem examination tells a record of death: of a signed one only."""

from __future__ import annotations

from typing import Any

from rescue_center.departures.models import Death
from rescue_center.documents import gather
from rescue_center.measures import plain
from rescue_center.necropsy import queries, rules

Facts = dict[str, Any]


def opened(death: Death) -> Facts:
    """The carcass, the findings, the cause and the examiner, where somebody signed them; the parts
    that are kept in any case. Only what is known is in it."""
    row = rules.of(death)
    told: Facts = {"parts": _parts(death)}
    if row is None or not row.is_signed:
        return told
    safety = "Not suspected" if row.safety == "not_suspected" else f"Ruled out: {row.safety_note}"
    told["carcass"] = _known(
        condition=row.condition, storage=row.storage, interval_h=str(row.hours), safety=safety
    )
    told["cause"] = _known(
        preliminary=row.preliminary, final=row.final, proximate=row.proximate,
        ultimate=row.ultimate,
    )  # fmt: skip
    told["systems"] = [{"system": one.label, "findings": one.found} for one in row.systems]
    told["organ_weights"] = [
        {"organ": one.label, "weight_g": plain(one.grams)} for one in row.organs
    ]
    return (
        told
        | _known(external=row.external)
        | {"pathologist": gather.person(row.signed_by, "Examiner")}
    )


def _parts(death: Death) -> list[Facts]:
    return [
        {"part": one.what, "quantity": one.amount,
         "kept_at": f"{one.kept_at}, seal {one.seal}" if one.seal else one.kept_at}
        for one in queries.parts_of(death.id) if not one.is_void
    ]  # fmt: skip


def _known(**facts: str) -> Facts:
    return {key: value for key, value in facts.items() if value}
