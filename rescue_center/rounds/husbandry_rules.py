"""What keepers saw and did on their round, written down on a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused
from rescue_center.husbandry import (
    concern_rules,
    incident_rules,
    keeping_rules,
    photographs,
    roll_rules,
)
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.incident_models import Incident
from rescue_center.husbandry.keeping_models import Observation, Tending
from rescue_center.husbandry.plan_models import CarePlan
from rescue_center.husbandry.roll_models import RollCall
from rescue_center.husbandry.words import INCIDENTS, URGENCY, WATER, WHAT
from rescue_center.measures import weight_text
from rescue_center.media.models import Media
from rescue_center.rounds import husbandry_slice, photos, slice_lately, to_come
from rescue_center.rounds.acts import ACTS, Act, Effect, NotYet, Written
from rescue_center.rounds.correcting_rules import NOTHING, TAKEN_BACK
from rescue_center.rounds.facts import Facts
from rescue_center.rounds.models import PhoneRecord
from rescue_center.staff.models import Person

__all__ = ["husbandry_slice", "slice_lately", "to_come"]


def _seen(written: Written) -> Effect:
    facts = written.facts
    unit = facts.row("unit", Unit)
    row = roll_rules.call(
        unit, expected=facts.count("expected", most=roll_rules.MOST),
        found=facts.count("found", most=roll_rules.MOST),
        seen=facts.rows_or_none("animals", Animal), missing=facts.rows_or_none("missing", Animal),
        note=facts.text("note"), by=written.by, at=written.at, recorded_at=written.now,
    )  # fmt: skip
    return Effect(sentence=f"{row.found} of {row.expected} seen in {unit.code}.", made=row)


def _concern(written: Written) -> Effect:
    facts = written.facts
    concern = concern_rules.raise_concern(
        facts.word("what", WHAT), facts.word("urgency", URGENCY),
        animal=facts.row_or_none("animal", Animal), unit=facts.row_or_none("unit", Unit),
        note=facts.text("note"), by=written.by, at=written.at, recorded_at=written.now,
    )  # fmt: skip
    for media in photos.arrived(written.photos, written.by.id):
        photographs.show(concern, media, by=written.by, at=written.at)
    return Effect(sentence="The vet sees it.", made=concern)


def _tended(kind: str) -> Callable[[Written], Effect]:
    def tend(written: Written) -> Effect:
        facts, most = written.facts, keeping_rules.MOST_G
        slot = facts.text("slot", longest=60).rpartition(":")[2]
        offered, left = (facts.count_or_none(name, most=most) for name in ("offered_g", "left_g"))
        row = keeping_rules.tend(
            kind, facts.row("unit", Unit), animal=facts.row_or_none("animal", Animal),
            plan=facts.row_or_none("plan", CarePlan) if slot else None, slot=slot,
            offered_g=offered or None, left_g=left, note=facts.text("note"), by=written.by,
            at=written.at, recorded_at=written.now,
        )  # fmt: skip
        return Effect(sentence=_told(row, written), made=row)

    return tend


def _left(written: Written) -> Effect:
    """What was left of a meal, weighed later: one of this phone's (`record`), which has to be here
    first, or one that the centre told of (`meal`)."""
    facts, most = written.facts, keeping_rules.MOST_G
    put, dried = (facts.count_or_none(name, most=most) for name in ("control_g", "control_left_g"))
    meal = _meal(written)
    keeping_rules.weigh_back(
        meal, facts.count("left_g", most=most), by=written.by, at=written.at,
        control=None if put is None or dried is None else (put, dried),
    )  # fmt: skip
    return Effect(sentence=f"{weight_text(meal.eaten_g)} eaten in {meal.unit.code}.", made=meal)


def _meal(written: Written) -> Tending:
    name = written.facts.text("record", longest=36)
    if not name:
        return written.facts.row("meal", Tending)
    record = db.session.get(PhoneRecord, name)
    if record is None:
        raise NotYet
    table, _, key = record.made.partition(":")
    if table != "tending" or record.by_id != written.by.id:
        raise Refused("That meal was not written down. Weigh it on paper and tell the office.")
    return db.session.get_one(Tending, int(key))


def _told(row: Tending, written: Written) -> str:
    """What was written down; and who did the same task before, which nobody may miss."""
    plan, slot = written.facts.row_or_none("plan", CarePlan), written.facts.text("slot")
    if plan is not None and slot and row.plan is None:
        first = keeping_rules.first_of(plan, slot.rpartition(":")[2], row.at)
        if first is None:
            return f"{row.label}: {row.unit.code}. It is no longer on the plan."
        who = first.by.name if first.by else "Somebody"
        return f"{who} did this at {clock.local(first.at):%H:%M} already. Both are kept."
    if row.eaten_g is not None:
        return f"{weight_text(row.eaten_g)} eaten in {row.unit.code}."
    return f"{row.label}: {row.unit.code}."


def _observed(written: Written) -> Effect:
    facts = written.facts
    row = keeping_rules.observe(
        facts.row("animal", Animal), appetite=facts.count_or_none("appetite", most=4),
        faeces=facts.count_or_none("faeces", least=1, most=5),
        water=facts.word("water", WATER) if facts.text("water") else "unknown",
        behaviour=facts.text("behaviour"), note=facts.text("note"), by=written.by, at=written.at,
        recorded_at=written.now, photographed=bool(written.photos),
        body=facts.count_or_none("body", least=1, most=5),
    )  # fmt: skip
    for media in photos.arrived(written.photos, written.by.id):
        photographs.show(row, media, by=written.by, at=written.at)
    return Effect(sentence=f"{row.animal.label} is observed.", made=row)


def _incident(written: Written) -> Effect:
    facts = written.facts
    row = incident_rules.report(
        facts.word("what", INCIDENTS), animal=facts.row_or_none("animal", Animal),
        unit=facts.row_or_none("unit", Unit),
        person_hurt=_hurt(facts),
        note=facts.text("note"), by=written.by, at=written.at, recorded_at=written.now,
    )  # fmt: skip
    for media in photos.arrived(written.photos, written.by.id):
        photographs.show(row, media, by=written.by, at=written.at)
    return Effect(sentence=row.advice or "It is written down.", made=row)


def _hurt(facts: Facts) -> str:
    """Who was hurt, by name; or only that somebody was."""
    said = facts.yes_or_no("person_hurt")
    if said is None:
        return facts.text("person_hurt", longest=200)
    return "Somebody" if said else ""


def _its_animal(written: Written) -> Sequence[Animal]:
    animal = written.facts.row_or_none("animal", Animal)
    return () if animal is None else (animal,)


def _photo_that_came_after(record: PhoneRecord, media: Media) -> None:
    table, _, key = record.made.partition(":")
    for model in photographs.OF:
        if model.__tablename__ == table:
            row = db.session.get_one(model, int(key))
            photographs.show(row, media, by=record.by, at=record.happened_at)


def _struck(void: Callable[..., None], words: str) -> Callable[[Any, Written, Person, str], Effect]:
    """Strikes out what a record made, by whoever wrote it."""

    def strike(made: Any, written: Written, by: Person, reason: str) -> Effect:
        if made.is_void:
            return Effect(sentence=NOTHING)
        void(made, by=by, at=written.now, reason=reason)
        return Effect(sentence=f"{words} is struck out.", made=made)

    return strike


TAKEN_BACK["roll_call"] = (RollCall, _struck(roll_rules.void_call, "The roll-call"))
TAKEN_BACK["concern"] = (Concern, _struck(concern_rules.void_concern, "The concern"))
TAKEN_BACK["tending"] = (Tending, _struck(keeping_rules.void_tending, "What was done"))
TAKEN_BACK["observation"] = (Observation, _struck(keeping_rules.void_observation,
                                                  "The observation"))  # fmt: skip
TAKEN_BACK["incident"] = (Incident, _struck(incident_rules.void_incident, "The incident"))
photos.on_arrival.append(_photo_that_came_after)
ACTS["seen"] = Act(_seen, "husbandry.call_roll")
ACTS["concern"] = Act(_concern, "husbandry.raise_concern", _its_animal)
for _kind, _form in (("fed", "feed"), ("cleaned", "clean"), ("watered", "water"),
                     ("enriched", "enrich")):  # fmt: skip
    ACTS[_kind] = Act(_tended(_form), "husbandry.tend", _its_animal)
ACTS["left"] = Act(_left, "husbandry.weigh_back")
ACTS["observed"] = Act(_observed, "husbandry.observe", _its_animal)
ACTS["incident"] = Act(_incident, "husbandry.report_incident", _its_animal)
