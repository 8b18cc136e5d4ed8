"""Nobody takes back, photographs or finishes what is another's; nobody is told what they may not
know any more."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals import photos as animal_photos
from rescue_center.care.models import Weight
from rescue_center.db import db
from rescue_center.departures import escape
from rescue_center.husbandry.concern_models import ConcernPhoto
from rescue_center.media.rules import seal
from rescue_center.rounds.models import PhonePhoto
from rescue_center.staff import phone_rules, rules
from rescue_center.staff.phone_models import PhoneProfile
from tests.media.makers import photograph
from tests.rounds.handset import Handset, uuid7
from tests.rounds.slices import ask, housed, ward
from tests.rounds.test_odd_records import send_photo
from tests.staff.makers import make_person


def two(handset: Handset) -> tuple[int, int]:
    """Two keepers on one phone."""
    return handset.join(make_person("keeper")), handset.join(make_person("keeper"))


def test_anothers_record_is_not_taken_back(handset: Handset) -> None:
    mali, (mine, theirs) = housed(ward()).id, two(handset)
    weighed = handset.write(theirs, "weight", {"animal": mali, "grams": 2400})
    back = handset.write(mine, "correct", {"record": weighed["id"], "reason": "not so"})
    told = handset.send(weighed, back)
    assert [one["outcome"] for one in told] == ["applied", "refused"]
    assert "somebody else's record" in told[1]["sentence"]
    assert not db.session.scalars(sa.select(Weight)).one().is_void


@pytest.mark.parametrize("first", ["photograph", "record"])
def test_anothers_photograph_and_ones_own_are_not_mixed(handset: Handset, first: str) -> None:
    mali, (mine, theirs), photo = housed(ward()).id, two(handset), uuid7()
    facts = {"animal": mali, "what": "injured", "urgency": "now"}
    record = handset.write(mine, "concern", facts, photos=[photo])
    if first == "photograph":
        send_photo(handset, theirs, photo, record["id"])
    assert [one["outcome"] for one in handset.send(record)] == ["applied"]
    if first == "record":
        send_photo(handset, theirs, photo, record["id"])
    assert db.session.get_one(PhonePhoto, photo).media_id is not None
    assert db.session.scalars(sa.select(ConcernPhoto)).all() == []


def test_another_phone_adds_nothing_to_a_photograph(
    handset: Handset, make_handset: Callable[..., Handset]
) -> None:
    mine, photo, other = handset.join(make_person("keeper")), uuid7(), make_handset("Birds 2")
    said = {"id": photo, "record": uuid7(), "profile": mine, "size": 9, "sha256": "x" * 64}
    assert handset.post("/m/photos", said).status_code == 200
    where = f"/m/photos/{photo}/pieces?at=0"
    assert other.client.post(where, data=b"123", headers=other.headers()).status_code == 404
    assert handset.client.post(where, data=b"123", headers=handset.headers()).status_code == 200
    assert db.session.get_one(PhonePhoto, photo).have == 3


def test_the_face_of_who_left_is_given_no_more(handset: Handset) -> None:
    mali, mine, vet = housed(ward()), handset.join(make_person("keeper")), make_person("vet")
    media = seal(BytesIO(photograph(64, 48)), "a.jpg", by=vet, at=clock.now())
    animal_photos.add_photo(mali, media, by=vet, at=clock.now())
    mali.photo_id = media.id
    db.session.commit()

    def asked() -> Any:
        address = f"/m/thumbs/{media.sha256}"
        return handset.client.get(address, headers=handset.headers(mine)).status_code

    assert asked() == 200
    escape.escape(mali, by=vet, at=clock.now(), circumstances="A torn net")
    db.session.commit()
    assert asked() == 404


@pytest.mark.parametrize("why", ["left", "password changed", "disabled", "a month"])
def test_a_key_that_counts_no_more_opens_no_day(handset: Handset, why: str) -> None:
    sok, unit = make_person("keeper"), ward()
    housed(unit)
    mine = handset.join(sok)
    ask(handset, mine)
    profile = db.session.get_one(PhoneProfile, mine)
    if why == "left":
        phone_rules.leave(profile, at=clock.now())
    if why == "password changed":
        sok.password_set_at = clock.now()
    if why == "disabled":
        rules.disable(sok, by=make_person("manager"), at=clock.now(), reason="Left")
    if why == "a month":
        profile.renewed_at -= phone_rules.RENEWED_FOR
    told = ask(handset, mine, status=401).get_json()
    assert told["sign_in"] is True
    face = handset.client.get(f"/m/thumbs/{'0' * 64}", headers=handset.headers(mine))
    assert face.status_code == 401
