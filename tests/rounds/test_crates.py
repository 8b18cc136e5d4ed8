"""A lot is sorted at the crate: one animal, one tag, one photograph, one weight at a time."""

import hashlib
from datetime import timedelta

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Animal, Photo
from rescue_center.care.models import Weight
from rescue_center.db import db
from rescue_center.husbandry.concern_models import Concern
from rescue_center.staff.models import Person
from rescue_center.tags import rules as tags
from rescue_center.tags.models import Tag
from tests.makers import make_lot
from tests.rounds.handset import Handset, sealed_photo, uuid7
from tests.rounds.test_photos import jpeg
from tests.staff.makers import make_person

HOUR = timedelta(hours=1)


def blanks(count: int) -> list[str]:
    batch = tags.allocate(count, by=make_person("registrar"), at=clock.now(), label="Roll")
    query = sa.select(Tag.number).where(Tag.batch_id == batch.id)
    return list(db.session.scalars(query))


def test_one_animal_is_taken_out_of_its_lot_with_tag_weight_and_photograph(
    handset: Handset,
) -> None:
    lot, (number, *_) = make_lot(10, at=clock.now() - HOUR).id, blanks(1)
    mine, photo, picture = handset.join(make_person("registrar")), uuid7(), jpeg()
    record = handset.write(
        mine, "crate", {"lot": lot, "tag": number, "count": 1, "sex": "female", "grams": 420,
                        "how": "hurt"},
        photos=[photo],
    )  # fmt: skip
    sealed = sealed_photo(handset, mine, photo, picture)
    handset.post("/m/photos", {
        "id": photo, "record": record["id"], "profile": mine, "size": len(sealed),
        "sha256": hashlib.sha256(sealed).hexdigest()})  # fmt: skip
    assert [one["outcome"] for one in handset.send(record)] == ["applied"]
    handset.client.post(f"/m/photos/{photo}/pieces?at=0", data=sealed, headers=handset.headers())
    one = db.session.scalars(sa.select(Animal).where(Animal.kind == "individual")).one()
    assert (one.sex, db.session.get_one(Animal, lot).count) == ("female", 9)
    tag = tags.live_tag(one)
    assert tag is not None and tag.number == number
    assert db.session.scalars(sa.select(Weight.weight_g)).one() == 420
    assert db.session.scalars(sa.select(Photo)).one().animal_id == one.id
    (beside,) = db.session.scalars(sa.select(Concern)).one().photos
    assert beside.media_id == one.photo_id


@pytest.mark.parametrize(("how", "raised"), [
    ("well", []), ("hurt", [("injured", "now")]), ("dead", [("dead", "now")]),
])  # fmt: skip
def test_whoever_is_hurt_or_dead_in_the_crate_is_told_to_the_vet_at_once(
    handset: Handset, how: str, raised: list[tuple[str, str]]
) -> None:
    lot, (number, *_) = make_lot(10, at=clock.now() - HOUR).id, blanks(1)
    mine = handset.join(make_person("registrar"))
    (told,) = handset.send(handset.write(mine, "crate", {
        "lot": lot, "tag": number, "count": 1, "sex": "unknown", "how": how}))  # fmt: skip
    assert told["outcome"] == "applied"
    one = db.session.scalars(sa.select(Animal).where(Animal.kind == "individual")).one()
    found = db.session.scalars(sa.select(Concern)).all()
    assert [(row.what, row.urgency) for row in found] == raised
    assert all(row.animal_id == one.id for row in found)


def test_a_used_tag_is_refused_and_nothing_half_done(handset: Handset) -> None:
    lot, numbers = make_lot(10, at=clock.now() - HOUR).id, blanks(1)
    mine = handset.join(make_person("registrar"))
    records = [
        handset.write(mine, "crate", {"lot": lot, "tag": numbers[0], "count": 1, "sex": "male"})
        for _ in range(2)
    ]
    told = handset.send(*records)
    assert [one["outcome"] for one in told] == ["applied", "refused"]
    assert "belongs to" in told[1]["sentence"]
    assert db.session.get_one(Animal, lot).count == 9


def test_a_group_stays_a_lot_of_its_own(handset: Handset) -> None:
    lot, (number, *_) = make_lot(30, at=clock.now() - HOUR).id, blanks(1)
    mine = handset.join(make_person("registrar"))
    (told,) = handset.send(handset.write(mine, "crate", {"lot": lot, "tag": number, "count": 24}))
    assert told["outcome"] == "applied"
    counts = sorted(db.session.scalars(sa.select(Animal.count).where(Animal.kind == "lot")))
    assert counts == [6, 24]


def test_a_keeper_may_tag_and_not_write_the_books(handset: Handset) -> None:
    lot, numbers = make_lot(10, at=clock.now() - HOUR).id, blanks(2)
    keeper: Person = make_person("keeper")
    mine = handset.join(keeper)
    told = handset.send(
        handset.write(mine, "crate", {"lot": lot, "tag": numbers[0], "count": 1, "sex": "male"}),
        handset.write(mine, "tag", {"animal": lot, "tag": numbers[1]}),
    )
    assert [one["outcome"] for one in told] == ["held", "applied"]
