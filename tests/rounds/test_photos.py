"""Photographs come in pieces, over lines that break, and are kept once, whole."""

import hashlib
import io
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from rescue_center.db import db
from rescue_center.media.models import Media
from rescue_center.rounds.models import PhonePhoto
from tests.rounds.handset import Handset, noise, sealed_photo, uuid7
from tests.staff.makers import make_person

PIECE = 10_000


def jpeg(shade: int = 90) -> bytes:
    out = io.BytesIO()
    Image.frombytes("RGB", (120, 90), bytes(noise(120 * 90 * 3))).save(out, "JPEG", quality=shade)
    return out.getvalue()


class Sending:
    """One photograph on its way."""

    def __init__(self, handset: Handset, content: bytes, *, key_of: int | None = None):
        self.handset, self.name = handset, uuid7()
        self.mine = handset.join(make_person("keeper"))
        self.sealed = sealed_photo(handset, key_of or self.mine, self.name, content)
        self.sha256 = hashlib.sha256(self.sealed).hexdigest()

    def begin(self, **changed: Any) -> Any:
        body = {"id": self.name, "record": uuid7(), "profile": self.mine,
                "size": len(self.sealed), "sha256": self.sha256} | changed  # fmt: skip
        self.record = body["record"]
        return self.handset.post("/m/photos", body)

    def piece(self, at: int, content: bytes) -> Any:
        return self.handset.client.post(
            f"/m/photos/{self.name}/pieces?at={at}", data=content,
            headers=self.handset.headers(), content_type="application/octet-stream",
        )  # fmt: skip

    def send(self, start: int = 0) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for at in range(start, len(self.sealed), PIECE):
            response = self.piece(at, self.sealed[at : at + PIECE])
            assert response.status_code == 200, response.get_data(as_text=True)
            told = response.get_json()
        return told


def kept() -> int:
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(Media)) or 0)


def test_a_photograph_in_pieces_is_sealed_as_it_was_taken(handset: Handset) -> None:
    picture = jpeg()
    sending = Sending(handset, picture)
    assert sending.begin().get_json()["have"] == 0
    assert sending.send() == {"have": len(sending.sealed), "size": len(sending.sealed),
                              "arrived": True, "problem": ""}  # fmt: skip
    media = db.session.scalars(sa.select(Media)).one()
    assert media.sha256 == hashlib.sha256(picture).hexdigest()


def test_a_photograph_goes_on_where_the_line_broke(handset: Handset) -> None:
    sending = Sending(handset, jpeg())
    sending.begin()
    sending.piece(0, sending.sealed[:PIECE])
    again = sending.begin(record=sending.record).get_json()
    assert again["have"] == PIECE
    assert sending.send(again["have"])["arrived"]
    assert kept() == 1


def test_a_piece_that_came_before_changes_nothing_and_one_that_leaves_a_gap_is_refused(
    handset: Handset,
) -> None:
    sending = Sending(handset, jpeg())
    sending.begin()
    for _ in range(3):
        assert sending.piece(0, sending.sealed[:PIECE]).get_json()["have"] == PIECE
    assert sending.piece(2 * PIECE, b"x").status_code == 409
    overlapping = sending.piece(PIECE // 2, sending.sealed[PIECE // 2 : PIECE + 500])
    assert overlapping.get_json()["have"] == PIECE + 500
    assert sending.send(PIECE + 500)["arrived"]


def test_a_photograph_that_was_damaged_on_its_way_begins_again(handset: Handset) -> None:
    sending = Sending(handset, jpeg())
    sending.begin()
    whole, sending.sealed = sending.sealed, noise(len(sending.sealed))
    assert sending.send()["have"] == 0 and kept() == 0
    sending.sealed = whole
    assert sending.send()["arrived"] and kept() == 1


@pytest.mark.parametrize("content", [b"no picture", noise(5000), b""])
def test_what_is_no_photograph_is_said_and_not_kept(content: bytes, handset: Handset) -> None:
    sending = Sending(handset, content)
    sending.begin()
    told = sending.send()
    assert told["arrived"] and told["problem"] and kept() == 0


def test_a_photograph_half_of_which_never_comes_is_no_photograph(handset: Handset) -> None:
    sending = Sending(handset, jpeg())
    sending.begin()
    sending.piece(0, sending.sealed[:PIECE])
    photo = db.session.scalars(sa.select(PhonePhoto)).one()
    assert (photo.media_id, photo.arrived_at, kept()) == (None, None, 0)


@pytest.mark.parametrize(
    "changed",
    [{"size": 0}, {"size": 10**9}, {"id": "../../x"}, {"record": "x"}, {"profile": 10**6},
                {"sha256": 5}],
)  # fmt: skip
def test_what_announces_no_photograph_is_refused(changed: dict[str, Any], handset: Handset) -> None:
    assert Sending(handset, jpeg()).begin(**changed).status_code in (404, 409)


def test_anothers_photograph_is_not_written_over(handset: Handset) -> None:
    sending = Sending(handset, jpeg())
    sending.begin()
    other = Sending(handset, jpeg())
    other.name = sending.name
    assert other.begin().status_code == 409


def test_a_piece_that_is_too_large_is_refused(handset: Handset) -> None:
    sending = Sending(handset, jpeg())
    sending.begin()
    assert sending.piece(0, noise(300_000)).status_code == 413
