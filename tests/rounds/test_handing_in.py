"""A phone that can't reach the centre: what it saved as a file is taken in once, under the names of
those who wrote it."""

import base64
import hashlib
import html
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center.care.models import Weight
from rescue_center.db import db
from rescue_center.journal.models import Entry
from rescue_center.rounds.models import PhonePhoto, PhoneRecord
from tests.makers import make_animal
from tests.rounds.handset import Handset, sealed_photo, uuid7
from tests.rounds.test_photos import jpeg
from tests.staff.makers import let_in, make_person

SENT = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def desk(client: FlaskClient) -> Iterator[FlaskClient]:
    """A manager at work."""
    manager = make_person("manager")
    db.session.commit()
    yield let_in(client.application.test_client(), manager)


def saved(handset: Handset, *records: dict[str, Any], **more: Any) -> bytes:
    """The file as the phone saves it."""
    said = {"phone": handset.name, "records": records, "photos": []} | more
    return json.dumps(said).encode()


def bring(desk: FlaskClient, content: bytes) -> Any:
    file = (io.BytesIO(content), "Birds 1 2026-11-22.json")
    return desk.post("/phones/files", data={"file": file}, headers=SENT)


def weighed(handset: Handset, mine: int, grams: int) -> dict[str, Any]:
    facts = {"animal": make_animal(name="Mali").id, "grams": grams, "sample": None,
             "confirmed": True, "note": ""}  # fmt: skip
    db.session.commit()
    return handset.write(mine, "weight", facts)


def test_a_file_counts_once_however_often_it_comes_and_whatever_was_sent(
    handset: Handset, desk: FlaskClient
) -> None:
    keeper = make_person("keeper", name="Sok Vanna")
    mine = handset.join(keeper)
    first, second = (weighed(handset, mine, grams) for grams in (2100, 2200))
    assert handset.send(first)[0]["outcome"] == "applied"  # it got through, once
    for told in ("Records: 1 taken in, 1 here before.", "Records: 0 taken in, 2 here before."):
        answer = bring(desk, saved(handset, first, second))
        assert answer.status_code == 303
        page = desk.get(answer.headers["Location"]).get_data(as_text=True)
        assert told in page
    assert handset.send(second)[0]["outcome"] == "duplicate"
    weights = db.session.execute(sa.select(Weight.weight_g, Weight.recorded_by_id))
    assert sorted(map(tuple, weights)) == [(2100, keeper.id), (2200, keeper.id)]
    acts = db.session.scalars(sa.select(Entry.verb).where(Entry.verb == "took in a phone's file"))
    assert len(acts.all()) == 2


def test_whoever_carries_a_file_can_change_nothing_in_it(
    handset: Handset, make_handset: Any, desk: FlaskClient
) -> None:
    mine = handset.join(make_person("keeper"))
    forged = weighed(handset, mine, 2300) | {"seq": 7}
    sealed = bytearray(base64.b64decode((own := weighed(handset, mine, 2400))["sealed"]))
    sealed[40] ^= 1
    own["sealed"] = base64.b64encode(sealed).decode()
    other = make_handset("Birds 2")
    borrowed = weighed(other, other.join(make_person("keeper")), 2500)
    answer = bring(desk, saved(handset, forged, own, borrowed, "no record"))
    said = desk.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Records: 0 taken in, 4 refused." in said
    assert db.session.scalars(sa.select(PhoneRecord)).all() == []


def test_a_photograph_in_a_file_finds_its_record_and_a_bad_one_stops_nothing(
    handset: Handset, desk: FlaskClient
) -> None:
    mine = handset.join(make_person("keeper"))
    animal, name = make_animal(name="Mali"), uuid7()
    db.session.commit()
    facts = {"animal": animal.id, "what": "injured", "urgency": "today", "note": ""}
    record = handset.write(mine, "concern", facts, photos=[name])
    sealed = sealed_photo(handset, mine, name, jpeg())
    photo = {"id": name, "record": record["id"], "profile": mine, "size": len(sealed),
             "sha256": hashlib.sha256(sealed).hexdigest(),
             "sealed": base64.b64encode(sealed).decode()}  # fmt: skip
    half = photo | {"id": uuid7(), "sealed": photo["sealed"][:400]}
    bad = [half, photo | {"id": "../../etc"}, {"id": name}, 7, photo | {"profile": {"x": 1}},
           photo | {"profile": 10**30}]  # fmt: skip
    answer = bring(desk, saved(handset, record, photos=[*bad, photo, photo]))
    said = desk.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Records: 1 taken in. Photographs: 2. Photographs of no use: 6." in said
    whole = db.session.scalars(sa.select(PhonePhoto).where(PhonePhoto.media_id.is_not(None)))
    assert [one.id for one in whole] == [name]


@pytest.mark.parametrize("content", [
    b"{", b"[]", b"\xff\x00", b'{"phone": "nobody", "records": [], "photos": []}',
    b'{"phone": 7, "records": [], "photos": []}', b'{"phone": "x", "records": 5, "photos": []}',
])  # fmt: skip
def test_what_is_no_such_file_is_said(desk: FlaskClient, content: bytes) -> None:
    answer = bring(desk, content)
    assert answer.status_code == 422
    assert "This is not a file that one of the centre's phones saved." in html.unescape(
        answer.get_data(True)
    )


def test_only_those_who_keep_the_phones_bring_a_file(client: FlaskClient) -> None:
    keeper = make_person("keeper")
    db.session.commit()
    assert bring(let_in(client.application.test_client(), keeper), b"{}").status_code == 403
