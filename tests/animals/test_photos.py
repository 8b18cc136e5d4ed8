"""Photographs on an animal's record: the cover, the view, striking out."""

from itertools import count

import pytest

from rescue_center.animals import photos
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.media.models import Media
from tests.makers import AT, make_animal, make_person

pytestmark = pytest.mark.usefixtures("session")
_numbers = count(1)


def sealed(sha256: str = "") -> Media:
    """A sealed file, as far as these rules look at one."""
    media = Media(
        sha256=sha256 or f"{next(_numbers):064x}", size=10, mime="image/jpeg",
        original_name="a.jpg", sealed_at=AT,
    )  # fmt: skip
    db.session.add(media)
    db.session.flush()
    return media


def test_the_first_photograph_is_the_cover_until_another_is_chosen() -> None:
    animal, sok = make_animal(), make_person()
    first = photos.add_photo(animal, sealed(), by=sok, at=AT, view="left")
    second = photos.add_photo(animal, sealed(), by=sok, at=AT, view="face")
    assert animal.photo is first.media
    photos.choose_cover(second, by=sok, at=AT)
    assert animal.photo is second.media
    third = photos.add_photo(animal, sealed(), by=sok, at=AT, cover=True)
    assert animal.photo is third.media


def test_striking_out_the_cover_shows_another_one() -> None:
    animal, sok = make_animal(), make_person()
    first = photos.add_photo(animal, sealed(), by=sok, at=AT)
    second = photos.add_photo(animal, sealed(), by=sok, at=AT)
    photos.void_photo(first, by=sok, at=AT, reason="Of another turtle")
    assert animal.photo is second.media
    photos.void_photo(second, by=sok, at=AT, reason="Of another turtle")
    assert animal.photo is None
    with pytest.raises(Refused, match="struck out"):
        photos.choose_cover(second, by=sok, at=AT)


def test_the_same_photograph_is_put_on_a_record_once() -> None:
    animal, media = make_animal(), sealed()
    photos.add_photo(animal, media, by=None, at=AT)
    with pytest.raises(Refused, match="already"):
        photos.add_photo(animal, media, by=None, at=AT)
    photos.add_photo(make_animal(), media, by=None, at=AT)


def test_a_view_is_one_of_the_list() -> None:
    with pytest.raises(Refused, match="view"):
        photos.add_photo(make_animal(), sealed(), by=None, at=AT, view="above")
