"""The round on paper says what the phone does, and leads back."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from rescue_center import clock
from rescue_center.db import db
from rescue_center.rounds import slice
from rescue_center.tags import rules as tags
from tests.counting import selects
from tests.makers import make_prescription
from tests.rounds.slices import area_of, beside, housed, treated, ward
from tests.staff.makers import make_person


@pytest.fixture
def keeper(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in("keeper")


def test_a_round_sheet_lists_enclosures_with_counts_and_todays_doses(
    page: Callable[..., Any], keeper: FlaskClient
) -> None:
    unit = ward("G4")
    beside(unit, "Q9", biosecurity="quarantine", walking_order=0)
    beside(unit, "G5", walking_order=3)
    mali = housed(unit, name="Mali")
    make_prescription(mali, at=clock.now() - timedelta(hours=5), by=make_person("vet"))
    shown = page(f"/round-sheet?area={area_of(unit)}", by=keeper).text
    assert shown.index("1. G4") < shown.index("2. G5") < shown.index("3. Q9")
    for words in ("Mali", "0.32 ml", "Overdue", "by mouth", "Initials", "Quarantine"):
        assert words in shown
    html = keeper.get(f"/round-sheet?area={area_of(unit)}").text
    assert f"/round-sheet?area={area_of(unit)}" in html and '<svg class="qr"' in html


def test_without_areas_it_asks_for_them_or_takes_ones_own(
    page: Callable[..., Any], keeper: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = ward("G4")
    assert "Choose your areas" in page("/round-sheet", by=keeper).text
    monkeypatch.setattr(slice, "KEEPS", [lambda person, day: [area_of(unit)]])
    assert "1. G4" in page("/round-sheet", by=keeper).text
    page("/round-sheet?area=x&area=999999999", by=keeper)


def test_a_roster_shows_who_lives_where(page: Callable[..., Any], keeper: FlaskClient) -> None:
    unit = ward("G4")
    mali = housed(unit, name="Mali", sex="female")
    tag = tags.tag_new(mali, by=make_person("keeper"), at=clock.now())
    shown = page(f"/roster?area={area_of(unit)}", by=keeper).text
    for words in ("Mali", "Female", mali.accession, tag.number[:4]):
        assert words in shown


def test_cage_cards_of_an_enclosure_print_on_a4_and_letter(
    signed_in: Callable[..., FlaskClient],
) -> None:
    unit, registrar = ward("G4"), signed_in("registrar")
    assert registrar.get("/units/G4/cage-cards.pdf").status_code == 409
    for n in range(5):
        tags.tag_new(housed(unit, name=f"Mali {n}"), by=make_person("keeper"), at=clock.now())
    for paper, size in (("a4", (595, 842)), ("letter", (612, 792))):
        response = registrar.get(f"/units/G4/cage-cards.pdf?paper={paper}")
        assert response.mimetype == "application/pdf"
        sheet = PdfReader(BytesIO(response.data)).pages
        box = sheet[0].mediabox
        assert tuple(sorted((round(float(box.width)), round(float(box.height))))) == size
        assert "Mali 4" in "".join(one.extract_text() for one in sheet)


@pytest.mark.engine("sqlite")
def test_fifty_animals_take_no_more_statements_than_one(keeper: FlaskClient) -> None:
    unit = ward("G4")
    treated(housed(unit))
    area, counts = area_of(unit), {}
    db.session.commit()
    for animals in (1, 50):
        for n in range(animals - 1):
            treated(housed(beside(unit, f"X{n}")))
        for address in ("/round-sheet", "/roster"):
            with selects() as asked:
                assert keeper.get(f"{address}?area={area}").status_code == 200
            counts.setdefault(address, []).append(len(asked))
    assert all(one == fifty for one, fifty in counts.values()), counts
