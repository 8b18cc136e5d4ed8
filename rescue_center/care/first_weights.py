"""The weights that animals from old books come with: many at once, with no reading before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rescue_center import journal
from rescue_center.animals.models import Animal
from rescue_center.care.models import Weight
from rescue_center.care.weight_rules import (
    check_sample,
    doubts_about,
    refuse_absurd,
    refuse_future,
    stay_at,
)
from rescue_center.db import db
from rescue_center.staff.models import Person


@dataclass(frozen=True)
class FirstWeight:
    """A weight that the old books have of an animal; of a lot, the mean of `sample_n`."""

    animal: Animal
    weight_g: int
    at: datetime
    sample_n: int | None = None


def weigh_first(
    readings: Sequence[FirstWeight], *, by: Person | None, recorded_at: datetime
) -> list[tuple[Weight, list[str]]]:
    """Record the first weights of many animals, all of them or none, each with what is unusual
    about it. An unusual one is kept, because nobody can weigh the animal of then again."""
    rows = [_row(one, by, recorded_at) for one in readings]
    db.session.add_all(weight for weight, _ in rows)
    db.session.flush()
    for weight, doubts in rows:
        journal.record(
            "weighed", weight, by=by, at=weight.at,
            after={"weight_g": weight.weight_g, "method": weight.method,
                   "sample_n": weight.sample_n, "doubts": doubts},
        )  # fmt: skip
    return rows


def _row(one: FirstWeight, by: Person | None, recorded_at: datetime) -> tuple[Weight, list[str]]:
    refuse_future(one.at, recorded_at)
    stay_at(one.animal, one.at)
    refuse_absurd(one.animal.taxon, one.weight_g)
    check_sample(one.animal, one.sample_n)
    doubts = doubts_about(one.animal, one.weight_g, None)
    weight = Weight(
        animal=one.animal, at=one.at, weight_g=one.weight_g, sample_n=one.sample_n,
        unusual_confirmed=bool(doubts), note=" ".join(doubts), recorded_at=recorded_at,
        recorded_by=by,
    )  # fmt: skip
    return weight, doubts
