"""What keepers saw and did on their round, written down on a phone."""

from __future__ import annotations

from collections.abc import Sequence

from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry import concern_rules, roll_rules
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.words import URGENCY, WHAT
from rescue_center.media.models import Media
from rescue_center.rounds import photos
from rescue_center.rounds.acts import ACTS, Act, Effect, Written
from rescue_center.rounds.models import PhoneRecord


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
        concern_rules.show(concern, media, by=written.by, at=written.at)
    return Effect(sentence="The vet sees it.", made=concern)


def _its_animal(written: Written) -> Sequence[Animal]:
    animal = written.facts.row_or_none("animal", Animal)
    return () if animal is None else (animal,)


def _photo_of_a_concern(record: PhoneRecord, media: Media) -> None:
    table, _, key = record.made.partition(":")
    if table == "concern":
        concern = db.session.get_one(Concern, int(key))
        concern_rules.show(concern, media, by=record.by, at=record.happened_at)


photos.on_arrival.append(_photo_of_a_concern)
ACTS["seen"] = Act(_seen, "husbandry.call_roll")
ACTS["concern"] = Act(_concern, "husbandry.raise_concern", _its_animal)
