"""Weighing: whole grams, questioned when they do not fit the species or the last reading."""

from __future__ import annotations

from datetime import datetime, timedelta

from rescue_center import clock, journal
from rescue_center.animals import marks
from rescue_center.animals.models import Animal, Stay
from rescue_center.care.models import Weight
from rescue_center.care.queries import last_weight
from rescue_center.db import db
from rescue_center.errors import Refused, explain
from rescue_center.measures import weight_text
from rescue_center.policy import Role
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

explain("weight_is_positive", "A weight is more than zero.")

#: Nothing in our care weighs more than this; where the species has a range, ten times its top.
HEAVIEST_G = 10_000_000
ABSURD_TIMES = 10

#: A change against the last reading by more than this share is asked about (interface 5).
JUMP = 0.20

#: How far a clock may run ahead of the centre's before a record counts as in the future.
AHEAD = timedelta(minutes=5)

#: Ages at which being lighter than an adult is nothing unusual.
GROWING = ("egg", "neonate", "infant", "juvenile", "subadult", "mixed")


class Unusual(Refused):
    """A reading to be looked at again; it is kept when the person confirms it."""

    def __init__(self, doubts: list[str]):
        super().__init__(
            f"{' '.join(doubts)} If it is right, tick the box and save again.",
            field="unusual_confirmed",
        )
        self.doubts = doubts


def weigh(
    animal: Animal,
    weight_g: int,
    *,
    by: Person | None,
    at: datetime,
    method: str = "weighed",
    sample_n: int | None = None,
    unusual_confirmed: bool = False,
    note: str = "",
    recorded_at: datetime | None = None,
) -> Weight:
    """Record a weight in grams; of a lot, the mean of the `sample_n` animals on the scale.

    An unusual one (:func:`doubts_about`) must be confirmed; an absurd one is refused."""
    recorded_at = recorded_at or at
    refuse_future(at, recorded_at)
    stay_at(animal, at)
    refuse_absurd(animal.taxon, weight_g)
    check_sample(animal, sample_n)
    doubts = doubts_about(animal, weight_g, last_weight(animal.id, before=at))
    if doubts and not unusual_confirmed:
        raise Unusual(doubts)
    weight = Weight(
        animal=animal, at=at, weight_g=weight_g, method=method, sample_n=sample_n,
        unusual_confirmed=bool(doubts), note=note, recorded_at=recorded_at, recorded_by=by,
    )  # fmt: skip
    db.session.add(weight)
    db.session.flush()
    journal.record(
        "weighed", weight, by=by, at=at,
        after={"weight_g": weight_g, "method": method, "sample_n": sample_n, "doubts": doubts},
    )  # fmt: skip
    return weight


def doubts_about(animal: Animal, weight_g: int, last: Weight | None) -> list[str]:
    """What is unusual about a reading, each as a sentence; an empty list when nothing is."""
    return [*_against_species(animal, weight_g), *_against_last(weight_g, last)]


def _against_species(animal: Animal, weight_g: int) -> list[str]:
    low, high = animal.taxon.weight_min_g, animal.taxon.weight_max_g
    said = f"Adults of {animal.taxon.label} weigh {weight_text(low)} to {weight_text(high)}"
    if high is not None and weight_g > high:
        return [f"{said}; this is {weight_text(weight_g)}."]
    if low is not None and weight_g < low and animal.age_class not in GROWING:
        return [f"{said}; this is {weight_text(weight_g)}."]
    return []


def _against_last(weight_g: int, last: Weight | None) -> list[str]:
    if last is None or abs(weight_g - last.weight_g) <= last.weight_g * JUMP:
        return []
    change = round((weight_g - last.weight_g) / last.weight_g * 100)
    return [
        f"The last reading was {weight_text(last.weight_g)} on {clock.day_text(last.at)}; "
        f"this is {abs(change)} % {'more' if change > 0 else 'less'}."
    ]


def refuse_absurd(taxon: Taxon, weight_g: int) -> None:
    """Refuse a weight that no animal of this species can have."""
    high = taxon.weight_max_g
    most = min(HEAVIEST_G, ABSURD_TIMES * high) if high else HEAVIEST_G
    if weight_g <= 0:
        raise Refused("A weight is more than zero.", field="weight")
    if weight_g > most:
        raise Refused(
            f"{weight_text(weight_g)} cannot be right for {taxon.label}: "
            f"the most accepted is {weight_text(most)}. Check the unit.",
            field="weight",
        )


def check_sample(animal: Animal, sample_n: int | None) -> None:
    """Refuse a number of animals on the scale that cannot be."""
    if not animal.is_lot:
        if sample_n not in (None, 1):
            raise Refused(f"{animal.label} is one animal.", field="sample_n")
        return
    if sample_n is None:
        raise Refused("Say how many animals were on the scale.", field="sample_n")
    if not 1 <= sample_n <= animal.count:
        raise Refused(f"There are {animal.count:,} animals in this lot.", field="sample_n")


def void_weight(weight: Weight, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out a reading: by whoever took it, a vet or the registrar, with the reason."""
    if weight.is_void:
        raise Refused("This reading was struck out before.")
    if not reason.strip():
        raise Refused("Say why it is struck out.", field="reason")
    if by.id != weight.recorded_by_id and not by.roles_at(at) & {Role.VET, Role.REGISTRAR}:
        raise Refused("Only whoever took this reading, or a vet, strikes it out.")
    weight.voided_at, weight.voided_by_id, weight.void_reason = at, by.id, reason.strip()
    db.session.flush()
    journal.record(
        "struck out a weight", weight, by=by, at=at, reason=reason,
        before={"weight_g": weight.weight_g},
    )  # fmt: skip


def refuse_future(at: datetime, recorded_at: datetime) -> None:
    """Refuse what is dated after the moment it is recorded."""
    if at > recorded_at + AHEAD:
        raise Refused("This is in the future. Check the date and time.", field="at")


def stay_at(animal: Animal, at: datetime) -> Stay:
    """The stay in which an animal was with us at a moment. Refuses when it was not."""
    for stay in reversed(animal.stays):
        began = stay.began_at.replace(second=0, microsecond=0)  # forms know minutes only
        if began <= at and (stay.ended_at is None or at <= stay.ended_at):
            return stay
    last = animal.stay
    if last is not None and last.ended_at is not None and at > last.ended_at:
        raise Refused(
            f"{animal.label} left our care on {clock.moment_text(last.ended_at)} "
            f"({last.stage_label.lower()}).",
            field="at",
        )
    raise Refused(
        f"{animal.label} was not in our care on {clock.moment_text(at)}. Check the date.",
        field="at",
    )


def _grams(animal: Animal) -> int | None:
    last = last_weight(animal.id)
    return last.weight_g if last else None


marks.known_weight.append(_grams)
