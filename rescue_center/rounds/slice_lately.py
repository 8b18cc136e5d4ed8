"""What happened to the animals of a slice in the last thirty days, as their cards tell it without
network: weights, doses, moves, concerns, how they were. Facts without words, for the phone says
them in its keeper's language; of a dose not why it was ordered, of a move not why it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.care.models import Weight
from rescue_center.care.order_models import Administration, Prescription
from rescue_center.db import rows
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.keeping_models import Observation
from rescue_center.pharmacy.models import Drug
from rescue_center.rounds import slice as slices
from rescue_center.rounds.slice import Scope

#: How far back a card tells, and how much of one animal at most (the newest).
BACK = timedelta(days=30)
MOST_OF_ONE = 60

_IDS: Any = sa.bindparam("animal_ids", expanding=True)


def _since(column: Any) -> Any:
    return column >= sa.bindparam("since", type_=column.type)


_WEIGHTS = sa.select(Weight.animal_id, Weight.at, Weight.weight_g).where(
    Weight.animal_id.in_(_IDS), Weight.voided_at.is_(None), _since(Weight.at)
)
_DOSES = (
    sa.select(Administration.animal_id, Administration.at, Administration.status, Drug.name)
    .join(Prescription, Prescription.id == Administration.prescription_id)
    .join(Drug, Drug.id == Prescription.drug_id)
    .where(Administration.animal_id.in_(_IDS), Administration.voided_at.is_(None),
           Administration.is_conflict.is_(False), _since(Administration.at))
)  # fmt: skip
_MOVES = (
    sa.select(Housing.animal_id, Housing.began_at.label("at"), Unit.code)
    .join(Unit, Unit.id == Housing.unit_id)
    .where(Housing.animal_id.in_(_IDS), _since(Housing.began_at))
)
_CONCERNS = sa.select(
    Concern.animal_id, Concern.at, Concern.what, Concern.answered_at.is_not(None).label("answered")
).where(Concern.animal_id.in_(_IDS), Concern.voided_at.is_(None), _since(Concern.at))
_OBSERVED = sa.select(
    Observation.animal_id, Observation.at, Observation.appetite, Observation.faeces,
    Observation.water, Observation.behaviour, Observation.body_condition,
).where(
    Observation.animal_id.in_(_IDS), Observation.voided_at.is_(None), _since(Observation.at)
)  # fmt: skip

#: An animal, when, and what: a letter and its facts.
Told: TypeAlias = tuple[int, datetime, list[Any]]


def lately(scope: Scope) -> dict[str, Any]:
    """`{"lately": {animal: [[when, letter, facts...], ...]}}`, newest first: `w` grams; `d` drug,
    times given, times not (of one day); `m` enclosure; `c` what, whether answered; `o` appetite,
    faeces, water, behaviour, and body condition where it was judged. Five statements."""
    if not scope.animal_ids:
        return {"lately": {}}
    found: dict[int, list[tuple[datetime, list[Any]]]] = {}
    for animal, at, facts in _all(scope.animal_ids, scope.at - BACK):
        found.setdefault(animal, []).append((at, facts))
    return {"lately": {str(animal): _newest(told) for animal, told in sorted(found.items())}}


def _newest(told: list[tuple[datetime, list[Any]]]) -> list[list[Any]]:
    told.sort(key=lambda one: one[0], reverse=True)
    return [[at.isoformat(timespec="minutes"), *facts] for at, facts in told[:MOST_OF_ONE]]


def _all(animal_ids: Sequence[int], since: datetime) -> Iterator[Told]:
    def of(statement: Any) -> Any:
        return rows(statement, animal_ids=list(animal_ids), since=since)

    for row in of(_WEIGHTS):
        yield row.animal_id, row.at, ["w", row.weight_g]
    for row in of(_MOVES):
        yield row.animal_id, row.at, ["m", row.code]
    for row in of(_CONCERNS):
        yield row.animal_id, row.at, ["c", row.what, bool(row.answered)]
    for row in of(_OBSERVED):
        facts = [row.appetite, row.faeces, row.water, row.behaviour]
        facts += [] if row.body_condition is None else [row.body_condition]
        yield row.animal_id, row.at, ["o", *facts]
    yield from _doses(of(_DOSES))


def _doses(found: Sequence[Any]) -> Iterator[Told]:
    """The doses of one drug on one day are one line: three a day for a month would be ninety."""
    days: dict[tuple[int, date, str], tuple[datetime, list[int]]] = {}
    for row in found:
        key = (row.animal_id, clock.today(row.at), row.name)
        last, times = days.get(key, (row.at, [0, 0]))
        times[row.status not in ("given", "partly")] += 1
        days[key] = (max(last, row.at), times)
    for (animal, _day, drug), (last, times) in days.items():
        yield animal, last, ["d", drug, *times]


slices.PARTS.append(lately)
