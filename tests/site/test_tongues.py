"""The keepers' screens are said in seven languages, each of them whole."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g
from flask.testing import FlaskClient

from rescue_center import clock, tongues
from rescue_center.care.dose_forms import GiveForm, NotGivenForm
from rescue_center.care.weight_forms import WeighForm
from rescue_center.db import db
from rescue_center.enclosures.forms import MoveForm
from rescue_center.forms import Form
from rescue_center.staff.models import Person
from rescue_center.tags import rules as tags
from rescue_center.tags.forms import BlankForm, ScanForm
from rescue_center.tags.models import Tag
from tests.makers import make_prescription
from tests.rounds.slices import area_of, housed, ward
from tests.staff.makers import make_person
from tools import words

OTHERS = tuple(sorted(set(tongues.LANGUAGES) - {"en"}))
#: What each language writes in that no other here does, so that a page is seen to be in it.
SIGN = {"km": "[\u1780-\u17ff]", "th": "[\u0e00-\u0e7f]", "vi": "[ạảấầẩẫậắằẳẵặẹẻẽếềểễệ]",
        "es": "Registrar|dosis", "fr": "Noter|dose", "pt": "Registrar|dose"}  # fmt: skip


def placeholders(sentence: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", sentence))


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated_with_its_placeholders(language: str) -> None:
    catalogue = {one.id: one.string for one in tongues.catalogue(language) if one.id}
    assert sorted(catalogue) == sorted(words.sentences()), "run make words, then translate"
    assert [sentence for sentence, said in catalogue.items() if not said] == []
    assert [s for s, said in catalogue.items() if placeholders(s) != placeholders(said)] == []
    assert [said for said in catalogue.values() if set(said) & set("<>&'\"")] == []


def test_every_language_has_a_catalogue_and_no_other() -> None:
    assert words.LANGUAGES == OTHERS
    assert {folder.name for folder in words.FOLDER.iterdir() if folder.is_dir()} == set(OTHERS)


@pytest.mark.parametrize("form", [ScanForm, BlankForm, GiveForm, NotGivenForm, WeighForm, MoveForm])
def test_every_label_of_a_keepers_form_is_in_the_catalogues(app: Flask, form: type[Form]) -> None:
    with app.test_request_context():
        made = form()
        said = [str(field.label.text) for field in made if field.type != "HiddenField"]
        said += [str(field.description) for field in made if field.description]
    known = set(words.sentences())
    assert [sentence for sentence in said if sentence not in known] == []


@pytest.mark.parametrize("language", OTHERS)
def test_days_have_gregorian_years_and_words_of_the_language(app: Flask, language: str) -> None:
    at = datetime(2026, 5, 12, 3, 0, tzinfo=UTC)
    with app.test_request_context():
        g.tongue = language
        text = clock.day_text(at)
    assert text.startswith("12 ") and text.endswith(" 2026")
    assert text != "12 May 2026" or language == "es"


def test_a_thai_year_is_never_a_buddhist_one(app: Flask) -> None:
    with app.test_request_context():
        g.tongue = "th"
        text = clock.moment_text(datetime(2026, 12, 31, 20, 0, tzinfo=UTC))
    assert text == "1 ม.ค. 2027, 03:00"


def reads(language: str, role: str = "keeper") -> Person:
    person = make_person(role)
    person.language = language
    return person


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("language", OTHERS)
def test_keepers_screens_are_in_the_language_of_whoever_reads(
    language: str, page: Callable[..., Any], signed_in: Callable[..., FlaskClient]
) -> None:
    unit, at = ward(), clock.now()
    mali = housed(unit, name="Mali", sex="female")
    order = make_prescription(mali, at=at - timedelta(hours=1), by=make_person("vet"))
    tag = tags.tag_new(mali, by=make_person("keeper"), at=at)
    blank = tags.allocate(1, by=make_person("registrar"), at=at)
    number = db.session.scalars(sa.select(Tag.number).where(Tag.batch_id == blank.id)).one()
    keeper = signed_in(reads(language))
    addresses = (
        f"/T/{tag.number}", "/scan", f"/T/{number}", f"/doses/{order.doses[0].id}",
        f"/animals/{mali.accession}/weigh", f"/moves/new?animal={mali.accession}",
        f"/units/{unit.code}", f"/round-sheet?area={area_of(unit)}",
        f"/roster?area={area_of(unit)}",
    )  # fmt: skip
    for address in addresses:
        response = keeper.get(address)
        assert response.status_code == 200, address
        assert f'<html lang="{language}"' in response.text, address
        assert "<h1" in response.text
        for english in ("Save the weight", "Move them", "Record this dose", "Who lives here",
                        "Skip to the content", "Expected", "Bind the tag"):  # fmt: skip
            assert english not in response.text, (address, english)
    assert re.search(SIGN[language], keeper.get(f"/T/{tag.number}").text)
    office = signed_in(reads(language, "manager")).get("/journal").text
    assert '<html lang="en"' in office and re.search(
        rf'<nav class="rail"[^>]* lang="{language}"', office
    )


@pytest.mark.engine("sqlite")
def test_what_is_refused_in_english_is_marked_as_english(
    page: Callable[..., Any], signed_in: Callable[..., FlaskClient]
) -> None:
    mali = housed(ward(), name="Mali")
    keeper = signed_in(reads("th"))
    known = keeper.post(f"/animals/{mali.accession}/weigh", data={"weight": "", "at": ""})
    assert known.status_code == 422 and "ยังไม่ได้ใส่น้ำหนัก" in known.text
    odd = keeper.post("/scan", data={"number": "48217308"})
    assert '<span lang="en">A digit of 4821 7308 is wrong' in odd.text


@pytest.mark.engine("sqlite")
def test_either_decimal_mark_is_read_in_every_language(
    signed_in: Callable[..., FlaskClient],
) -> None:
    mali = housed(ward(), name="Mali")
    keeper = signed_in(reads("vi"))
    for typed in ("2,4", "2.4"):
        sent = keeper.post(f"/animals/{mali.accession}/weigh", data={
            "weight": typed, "unit": "kg", "unusual_confirmed": "y",
            "at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"})  # fmt: skip
        assert sent.status_code == 303, sent.text
    assert "2.4 kg" in keeper.get(f"/animals/{mali.accession}/weigh").text


def test_a_person_chooses_the_language_of_their_screens(
    page: Callable[..., Any], signed_in: Callable[..., FlaskClient]
) -> None:
    sok = make_person("keeper")
    keeper = signed_in(sok)
    shown = page("/account", by=keeper)
    assert "ភាសាខ្មែរ" in shown.text
    refused = keeper.post("/account/language", data={"language": "xx"})
    assert refused.status_code == 422
    assert keeper.post("/account/language", data={"language": "km"}).status_code == 303
    assert '<html lang="km"' in keeper.get("/scan").text


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("language", tongues.LANGUAGES)
def test_a_phone_is_told_the_words_of_a_language(client: FlaskClient, language: str) -> None:
    response = client.get(f"/m/words/{language}.json")
    said = json.loads(response.data)
    scripts = {s for s, files in words.sentences().items() if any("js/phone" in f for f in files)}
    assert set(said) >= scripts or language == "en"
    assert language != "en" or said == {}
    stamp = response.headers["ETag"].strip('"')
    kept = client.get(f"/m/words/{language}.json?v={stamp}")
    assert "immutable" in kept.headers["Cache-Control"]
    assert "no-cache" in response.headers["Cache-Control"]
    same = client.get(f"/m/words/{language}.json", headers={"If-None-Match": f'"{stamp}"'})
    assert same.status_code == 304


@pytest.mark.engine("sqlite")
def test_no_other_language_is_told(client: FlaskClient) -> None:
    for name in ("xx", "../km", "en-GB"):
        assert client.get(f"/m/words/{name}.json").status_code == 404
