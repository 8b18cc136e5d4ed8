"""At the crate: one animal out of the lot that was received, with the blank tag that was scanned,
its photograph and weight; and a blank tag for an animal that has none (design of the interface,
7.7)."""

from __future__ import annotations

from collections.abc import Sequence

from rescue_center.animals import photos as animal_photos
from rescue_center.animals import regroup
from rescue_center.animals.models import Animal
from rescue_center.care import weight_rules
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.husbandry import concern_rules
from rescue_center.media.models import Media
from rescue_center.rounds import photos
from rescue_center.rounds.acts import ACTS, Act, Effect, Written
from rescue_center.rounds.models import PhoneRecord
from rescue_center.staff.models import Person
from rescue_center.tags import check, queries
from rescue_center.tags import rules as tags

SEXES = ("female", "male", "unknown")
#: How it was at the crate, and the concern that tells a vet at once. A death is written down by
#: whoever may, after a vet has looked.
HOW = {"hurt": ("injured", "Hurt, seen as the crate was sorted."),
       "dead": ("other", "Dead in the crate.")}  # fmt: skip


def _crate(written: Written) -> Effect:
    """One animal of a lot becomes an individual with this tag; several stay a lot of their own."""
    facts = written.facts
    lot, count = facts.row("lot", Animal), facts.count("count", least=1, most=1_000_000)
    said = {"by": written.by, "at": written.at, "reason": "Sorted at the crate"}
    if count == 1:
        one = regroup.individualise(lot, sex=facts.word("sex", SEXES), **said)  # type: ignore[arg-type]
    else:
        one = lot if count == lot.count else regroup.split(lot, count, **said)  # type: ignore[arg-type]
    _tag(one, facts.text("tag", longest=20), written)
    if (grams := facts.count_or_none("grams", least=1, most=weight_rules.HEAVIEST_G)) is not None:
        weight_rules.weigh(
            one, grams, by=written.by, at=written.at, sample_n=count if one.is_lot else None,
            unusual_confirmed=facts.yes("confirmed"), recorded_at=written.now,
        )  # fmt: skip
    for media in photos.arrived(written.photos, written.by.id):
        animal_photos.add_photo(one, media, by=written.by, at=written.at)
    if (how := HOW.get(facts.text("how", longest=10))) is not None:
        concern_rules.raise_concern(how[0], "now", animal=one, note=how[1], by=written.by,
                                    at=written.at, recorded_at=written.now)  # fmt: skip
    return Effect(sentence=f"{one.accession}, tag {facts.text('tag')}", made=one)


def _bind(written: Written) -> Effect:
    """A blank tag for an animal or lot that wears none."""
    animal = written.facts.row("animal", Animal)
    _tag(animal, written.facts.text("tag", longest=20), written)
    return Effect(made=tags.live_tag(animal))


def _tag(animal: Animal, typed: str, written: Written) -> None:
    tag = queries.by_number(typed)
    if tag is None:
        raise Refused(f"There is no tag {check.spoken(check.tidy(typed))}. Look at it again.",
                      field="tag")  # fmt: skip
    tags.bind(tag, animal, by=written.by, at=written.at)


def _lot(written: Written) -> Sequence[Animal]:
    return [written.facts.row("lot", Animal)]


def _animal(written: Written) -> Sequence[Animal]:
    return [written.facts.row("animal", Animal)]


def _photo_of_a_crate(record: PhoneRecord, media: Media) -> None:
    """A photograph that came after its record was carried out, at once or by whoever decided."""
    table, _, key = record.made.partition(":")
    if record.kind != "crate" or table != Animal.__tablename__:
        return
    animal = db.session.get(Animal, int(key))
    by = db.session.get(Person, record.by_id)
    if animal is not None and not any(p.media_id == media.id for p in animal.photos):
        animal_photos.add_photo(animal, media, by=by, at=record.happened_at)


ACTS["crate"] = Act(_crate, "animals.individualise", _lot)
ACTS["tag"] = Act(_bind, "tags.bind", _animal)
photos.on_arrival.append(_photo_of_a_crate)
