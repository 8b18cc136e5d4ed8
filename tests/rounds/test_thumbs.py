"""A small picture goes ahead of its photograph, with the record: it is seen until the whole one is
here, and holds up nothing where it is of no use."""

import base64
import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image

from rescue_center import clock
from rescue_center.db import db
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.to_come import photos_to_come, previews
from rescue_center.rounds import sealing
from rescue_center.rounds.models import PhonePhoto, PhoneRecord, PhoneThumb
from tests.makers import make_animal
from tests.rounds.handset import Handset, noise, sealed_photo, uuid7
from tests.rounds.test_photos import jpeg
from tests.staff.makers import make_person


def small(side: int = 120, quality: int = 60) -> bytes:
    made = BytesIO()
    Image.effect_noise((side, side), 30).save(made, "JPEG", quality=quality)
    return made.getvalue()


def told(handset: Handset, mine: int, photo: str, thumb: bytes, **facts: Any) -> dict[str, Any]:
    """A concern with a photograph to follow, and what goes ahead of it."""
    animal = make_animal(at=clock.now()).id
    db.session.commit()
    record = handset.write(
        mine, "concern", {"animal": animal, "what": "injured", "urgency": "now"}, photos=[photo],
        thumbs=[facts.get("sha256") or hashlib.sha256(thumb).hexdigest()],
    )  # fmt: skip
    place = sealing.about("thumb", handset.name, facts.get("place", photo))
    sealed = sealing.sealed(facts.get("key") or handset.keys[mine], thumb, place)
    named = facts.get("named", photo)
    return record | {"thumbs": [{"photo": named, "sealed": base64.b64encode(sealed).decode()}]}


def test_the_small_one_is_seen_until_the_whole_one_is_here(
    handset: Handset, signed_in: Callable[..., FlaskClient]
) -> None:
    mine, photo, whole, thumb = handset.join(make_person("keeper")), uuid7(), jpeg(), small()
    record = told(handset, mine, photo, thumb)
    for outcome in ("applied", "duplicate"):
        assert [one["outcome"] for one in handset.send(record)] == [outcome]
    concern = db.session.scalars(sa.select(Concern)).one()
    assert (photos_to_come(concern), previews(concern)) == (1, [photo])
    vet, address = signed_in("vet"), f"/phone-records/thumbs/{photo}"
    page = vet.get(f"/concerns/{concern.id}").text
    assert address in page and "Full photograph still to follow" in page
    seen = vet.get(address)
    assert (seen.data, seen.mimetype) == (thumb, "image/jpeg")
    sealed = sealed_photo(handset, mine, photo, whole)
    handset.post("/m/photos", {
        "id": photo, "record": record["id"], "profile": mine, "size": len(sealed),
        "sha256": hashlib.sha256(sealed).hexdigest()})  # fmt: skip
    handset.client.post(f"/m/photos/{photo}/pieces?at=0", data=sealed, headers=handset.headers())
    db.session.expire_all()
    assert (photos_to_come(concern), previews(concern), len(concern.photos)) == (0, [], 1)
    page = vet.get(f"/concerns/{concern.id}").text
    assert address not in page and concern.photos[0].media.sha256 in page
    kept = db.session.scalars(sa.select(PhoneThumb)).one()
    full = db.session.get_one(PhonePhoto, photo)
    by = db.session.get_one(PhoneRecord, kept.record_id).by_id
    assert (kept.id, kept.profile_id, by) == (full.id, full.profile_id, full.profile.person_id)


@pytest.mark.parametrize("wrong", [
    {"sha256": "0" * 64}, {"place": "another"}, {"key": bytes(32)}, {"named": uuid7()},
    {"thumb": noise(400)}, {"thumb": small(500, 95)}, {"thumb": small(600, 1)},
])  # fmt: skip
def test_one_that_is_wrong_or_too_large_is_left_out_and_its_record_counts(
    handset: Handset, wrong: dict[str, Any]
) -> None:
    mine = handset.join(make_person("keeper"))
    record = told(handset, mine, uuid7(), **({"thumb": small()} | wrong))
    assert [one["outcome"] for one in handset.send(record)] == ["applied"]
    assert db.session.scalars(sa.select(PhoneThumb)).all() == []
    concern = db.session.scalars(sa.select(Concern)).one()
    assert (photos_to_come(concern), previews(concern)) == (1, [])


@pytest.mark.parametrize("odd", [
    "x", [None, 7, {}], [{"photo": 1, "sealed": "x"}], {"photo": "x"}, [{"photo": "x" * 99}],
])  # fmt: skip
def test_what_is_no_list_of_small_pictures_holds_up_nothing(handset: Handset, odd: Any) -> None:
    mine = handset.join(make_person("keeper"))
    record = told(handset, mine, uuid7(), small()) | {"thumbs": odd}
    assert [one["outcome"] for one in handset.send(record)] == ["applied"]
    assert db.session.scalars(sa.select(PhoneThumb)).all() == []


def test_of_a_photograph_there_is_one_small_picture(handset: Handset) -> None:
    mine, photo = handset.join(make_person("keeper")), uuid7()
    first, second = (told(handset, mine, photo, small(side)) for side in (100, 90))
    first["thumbs"] *= 2
    assert [one["outcome"] for one in handset.send(first, second)] == ["applied", "applied"]
    kept = db.session.scalars(sa.select(PhoneThumb)).one()
    assert kept.record_id == first["id"]
