"""The card for an animal's crate, from its page."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from PIL import Image

from rescue_center.animals import photos
from rescue_center.db import db
from rescue_center.media import rules as media
from rescue_center.tags import check, rules
from tests.documents.reading import by_pdfium, codes
from tests.makers import AT, HOUR, make_animal, make_case, make_person
from tests.pages import Page
from tests.staff.makers import let_in


def test_an_animal_that_wears_a_tag_has_a_card_and_another_is_told_why_not(
    page: Callable[..., Page], client: FlaskClient
) -> None:
    chan = make_person("registrar")
    mali = make_animal(name="Mali", case=make_case())
    file = io.BytesIO()
    Image.new("RGB", (640, 400), "#6a8a62").save(file, "JPEG")
    sealed = media.seal(file.getvalue(), "mali.jpg", by=chan, at=AT + HOUR)
    photos.add_photo(mali, sealed, by=chan, at=AT + HOUR)
    db.session.commit()
    desk = let_in(client.application.test_client(), chan)
    url = f"/animals/{mali.accession}/crate-card.pdf"
    assert "It wears no tag yet" in page(url, by=desk, status=409).text
    assert url not in page(f"/animals/{mali.accession}", by=desk).html
    number = rules.tag_new(mali, by=chan, at=AT + HOUR).number
    db.session.commit()
    assert url in page(f"/animals/{mali.accession}", by=desk).html
    card = desk.get(url)
    assert (card.status_code, card.mimetype) == (200, "application/pdf")
    said = by_pdfium(card.data)
    assert mali.case is not None
    for part in ("Mali", mali.case.number, mali.taxon.scientific_name, check.spoken(number)):
        assert part in said
    assert [code.rpartition("/")[2] for code in codes(card.data)] == [number]
    assert b"/Subtype /Image" in card.data or b"/Image" in card.data
