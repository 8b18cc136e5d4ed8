"""At the crate: one animal out of the lot that was received, or a few that stay together, with the
blank tag that was scanned, its photograph, its condition and weight; and a blank tag for an animal
that has none (design of the interface, 7.7)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from rescue_center.animals import corrections, regroup
from rescue_center.animals import photos as animal_photos
from rescue_center.animals.models import Animal
from rescue_center.care import weight_rules
from rescue_center.db import db
from rescue_center.departures import found_dead
from rescue_center.errors import Refused
from rescue_center.husbandry import concern_rules, keeping_rules, photographs
from rescue_center.husbandry.concern_models import Concern
from rescue_center.media.models import Media
from rescue_center.rounds import photos
from rescue_center.rounds.acts import ACTS, Act, Effect, Written, may_open
from rescue_center.rounds.models import PhoneRecord
from rescue_center.species.models import Taxon
from rescue_center.tags import check, queries
from rescue_center.tags import rules as tags

SEXES = ("female", "male", "unknown")
HOW = ("", "well", "hurt", "dead")
WHERE = "As the crate was sorted"


def _crate(written: Written) -> Effect:
    """One animal of a lot becomes an individual with this tag; several stay a lot of their own."""
    facts = written.facts
    lot, count = facts.row("lot", Animal), facts.count("count", least=1, most=1_000_000)
    how = facts.word("how", HOW) if facts.text("how", longest=10) else ""
    one = _parted(lot, count, written)
    _tag(one, facts.text("tag", longest=20), written)
    if (grams := facts.count_or_none("grams", least=1, most=weight_rules.HEAVIEST_G)) is not None:
        weight_rules.weigh(
            one, grams, by=written.by, at=written.at, sample_n=count if one.is_lot else None,
            unusual_confirmed=facts.yes("confirmed"), recorded_at=written.now,
        )  # fmt: skip
    if (body := facts.count_or_none("body", least=1, most=5)) is not None:
        keeping_rules.observe(one, body=body, note=WHERE, by=written.by, at=written.at,
                              recorded_at=written.now)  # fmt: skip
    sent = photos.arrived(written.photos, written.by.id)
    for media in sent:
        animal_photos.add_photo(one, media, by=written.by, at=written.at)
    concerns = _told(one, how, facts.row_or_none("taxon", Taxon), written)
    for concern in concerns:
        for media in sent:
            photographs.show(concern, media, by=written.by, at=written.at)
    if any(concern.what == "dead" for concern in concerns):
        return Effect(sentence=f"{one.accession}: found dead, to be confirmed by a vet.", made=one)
    return Effect(sentence=f"{one.accession}, tag {facts.text('tag')}", made=one)


def _parted(lot: Animal, count: int, written: Written) -> Animal:
    """The record of those that get the tag: all of a lot keep the lot's."""
    said = {"by": written.by, "at": written.at, "reason": "Sorted at the crate"}
    if count == 1:
        sex = written.facts.word("sex", SEXES)
        return regroup.individualise(lot, sex=sex, **said)  # type: ignore[arg-type]
    return lot if count == lot.count else regroup.split(lot, count, **said)  # type: ignore[arg-type]


def _told(one: Animal, how: str, taxon: Taxon | None, written: Written) -> list[Concern]:
    """What a vet hears of at once: who is hurt, who was found dead and by somebody who may not
    write a death, who is of another species than the books say and held as evidence."""
    raised = []
    if taxon is not None and taxon.id != one.taxon_id and not _identified(one, taxon, written):
        raised.append(
            _raise(
                "other",
                "today",
                one,
                f"Looks like {taxon.label}, {taxon.scientific_name}. {WHERE}.",
                written,
            )
        )
    if how == "hurt":
        raised.append(_raise("injured", "now", one, f"Hurt. {WHERE}.", written))
    if how == "dead" and not _died(one, written):
        raised.append(_raise("dead", "now", one, f"{WHERE}.", written))
    return raised


def _raise(what: str, urgency: str, one: Animal, note: str, written: Written) -> Concern:
    return concern_rules.raise_concern(what, urgency, animal=one, note=note, by=written.by,
                                       at=written.at, recorded_at=written.now)  # fmt: skip


def _identified(one: Animal, taxon: Taxon, written: Written) -> bool:
    """Whether its species could be written down anew; that of evidence asks for an expert."""
    try:
        with db.session.begin_nested():
            corrections.identify(one, taxon, by=written.by, at=written.at, basis=WHERE)
    except Refused:
        return False
    return True


def _died(one: Animal, written: Written) -> bool:
    """Whether its death could be written down, by whoever may do that at the desk."""
    if not may_open("departures.die", written.by, written.at):
        return False
    try:
        with db.session.begin_nested():
            found_dead.record(one, by=written.by, at=written.at, found_by=written.by.name)
    except Refused:
        return False
    return True


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
    animal = db.session.get_one(Animal, int(key))
    if not any(photo.media_id == media.id for photo in animal.photos):
        animal_photos.add_photo(animal, media, by=record.by, at=record.happened_at)
    told = sa.select(Concern).where(Concern.animal_id == animal.id, Concern.by_id == record.by_id,
                                    Concern.at == record.happened_at)  # fmt: skip
    for concern in db.session.scalars(told):
        photographs.show(concern, media, by=record.by, at=record.happened_at)


ACTS["crate"] = Act(_crate, "animals.individualise", _lot)
ACTS["tag"] = Act(_bind, "tags.bind", _animal)
photos.on_arrival.append(_photo_of_a_crate)
