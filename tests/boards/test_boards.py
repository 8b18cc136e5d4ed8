"""Home, an animal's six sections, an enclosure, the card behind a tag, and the search box."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.animals import ledger_models, marks
from rescue_center.animals.models import Animal
from rescue_center.boards import search, timeline
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.enclosures import rules as enclosures
from rescue_center.policy import CARE, Role
from rescue_center.tags import queries as tag_queries
from rescue_center.tags import rules as tags
from tests.makers import (
    AT,
    make_case,
    make_lot,
    make_person,
    make_prescription,
    make_ready,
    make_taxon,
    make_unit,
    make_weight,
)

pytestmark = pytest.mark.usefixtures("session")
HOUR = timedelta(hours=1)
SignIn = Callable[..., FlaskClient]


def resident() -> Animal:
    """A ready animal with a case, a weight, a place and a tag."""
    animal = make_ready(until=AT, case=make_case(evidence_hold=False), name="Mali")
    enclosures.house([animal], make_unit("ZZ77"), by=None, at=AT.replace(year=2026, month=7))
    tags.tag_new(animal, by=None, at=AT)
    make_weight(animal)
    db.session.commit()
    return animal


@pytest.mark.parametrize("role", CARE)
def test_everybody_who_meets_animals_has_a_home(signed_in: SignIn, page: Any, role: str) -> None:
    resident()
    assert "Where they stand" in page("/", by=signed_in(role)).text


@pytest.mark.parametrize("section", ["", "/timeline", "/care", "/quarantine", "/moves", "/papers"])
def test_every_section_of_an_animal_shows_who_it_is(
    signed_in: SignIn, page: Any, section: str
) -> None:
    animal = resident()
    assert "Mali" in page(f"/animals/{animal.accession}{section}", by=signed_in("vet")).text


def test_moves_tell_changes_of_the_count_in_the_words_of_the_ledger(
    signed_in: SignIn, page: Any
) -> None:
    assert set(ledger_models.KIND_WORDS) == {
        *ledger_models.GAINS, *ledger_models.LOSSES, *ledger_models.PAIRED, *ledger_models.EITHER,
    }  # fmt: skip
    shown = page(f"/animals/{resident().accession}/moves", by=signed_in("vet"))
    assert "Received" in [cell.text for cell in shown.all("td", data_label="What")]


def test_an_enclosure_shows_who_lives_there(signed_in: SignIn, page: Any) -> None:
    resident()
    assert "Mali" in page("/units/ZZ77", by=signed_in("keeper")).text


def test_the_story_of_an_enclosure_names_who_moved(signed_in: SignIn, page: Any) -> None:
    resident()
    told = page("/units/ZZ77", by=signed_in("keeper")).one("ol", class_="timeline")
    assert "Mali" in told.text


def test_a_place_that_nobody_lives_in_offers_no_move(signed_in: SignIn, page: Any) -> None:
    enclosure = make_unit("ZZ1")
    db.session.commit()
    assert enclosure.parent is not None
    area = page(f"/units/{enclosure.parent.code}", by=signed_in("manager"))
    assert "ZZ1" in area.text
    assert "Move animals in" not in area.text
    assert "Move animals in" in page("/units/ZZ1", by=signed_in("manager")).text


def test_more_is_allowed_where_animals_live_by_who_may(signed_in: SignIn, page: Any) -> None:
    enclosure = make_unit("ZZ1")
    db.session.commit()
    assert enclosure.parent is not None
    vet, keeper = signed_in("vet"), signed_in("keeper")
    assert "Allow more" in page("/units/ZZ1", by=vet).text
    assert "Allow more" not in page("/units/ZZ1", by=keeper).text
    assert "Allow more" not in page(f"/units/{enclosure.parent.code}", by=vet).text


def test_an_animal_leads_to_its_case_who_reads_cases(signed_in: SignIn, page: Any) -> None:
    animal = resident()
    assert animal.case is not None
    url, case = f"/animals/{animal.accession}", f"/cases/{animal.case.number}"
    assert page(url, by=signed_in("registrar")).all("a", href=case)
    assert not page(url, by=signed_in("keeper")).all("a", href=case)


@pytest.mark.parametrize(("role", "leads"), [("registrar", ""), ("keeper", "/intake")])
def test_a_case_that_is_found_leads_to_what_one_does_there(
    signed_in: SignIn, role: str, leads: str
) -> None:
    number = make_case(evidence_hold=False).number
    db.session.commit()
    answer = signed_in(role).get("/search", query_string={"q": number})
    assert answer.headers["Location"] == f"/cases/{number}{leads}"


def test_who_has_no_role_yet_comes_to_their_account(signed_in: SignIn, page: Any) -> None:
    nobody = signed_in(make_person())
    assert nobody.get("/").headers["Location"] == "/account"
    assert "None yet" in page("/account", by=nobody).text


def test_what_was_recorded_at_once_is_told_once() -> None:
    animal, at = resident(), clock.now()
    for ring in ("17", "18"):
        marks.add_mark(animal, marks.Reading("ring", code=ring), by=None, at=at)
    db.session.commit()
    told = timeline.story("animal", animal.id, {Role.VET})
    (ringed,) = [one for one in told if one.what == "Added a mark"]
    assert [dict(facts)["Number"] for facts in ringed.details] == ["18", "17"]


def test_a_record_of_death_is_offered_of_the_dead_alone(signed_in: SignIn, page: Any) -> None:
    animal, vet = resident(), signed_in("vet")
    assert "Death record" not in page(f"/animals/{animal.accession}/papers", by=vet).text
    death.die(animal, manner="natural", by=make_person("vet"), at=clock.now())
    db.session.commit()
    assert "Death record" in page(f"/animals/{animal.accession}/papers", by=vet).text


def test_the_card_behind_a_tag_names_the_animal(signed_in: SignIn, page: Any) -> None:
    animal = resident()
    tag = tags.live_tag(animal)
    assert tag is not None
    assert "Mali" in page(f"/T/{tag.number}", by=signed_in("keeper")).text


def test_a_stranger_learns_nothing_from_a_tag(client: FlaskClient) -> None:
    animal = resident()
    tag = tags.live_tag(animal)
    assert tag is not None
    text = client.get(f"/t/{tag.number}").get_data(as_text=True)
    for secret in ("Mali", animal.accession, "ZZ77", animal.taxon.scientific_name):
        assert secret not in text
    unknown = client.get("/T/00000000").get_data(as_text=True)
    assert unknown.replace("00000000", "") == text.replace(tag.number, "")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("mali", "animal"), ("MA", "animal"), ("zz77", "unit"), ("2026-0", "animal")],
)
def test_the_search_box_takes_names_numbers_and_codes(typed: str, kind: str) -> None:
    resident()
    assert kind in {hit.kind for hit in search.find(typed)}


def test_the_search_box_takes_a_tag_with_its_blank_and_a_species_by_any_word() -> None:
    animal = resident()
    tag = tags.live_tag(animal)
    assert tag is not None
    spoken = f"{tag.number[:4]} {tag.number[4:]}"
    assert [(h.kind, h.key) for h in search.find(spoken)] == [("tag", animal.accession)]
    make_lot(2, taxon=make_taxon("Cuora amboinensis", common_name="Southeast Asian box turtle"))
    db.session.commit()
    assert "species" in {hit.kind for hit in search.find("BOX")}


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "\\", "'", "0" * 300, "🐢", "a%b"])
def test_whatever_is_typed_the_search_answers(signed_in: SignIn, page: Any, typed: str) -> None:
    resident()
    answer = page("/search", by=signed_in("vet"), query_string={"q": typed, "stay": "1"})
    assert "Search" in answer.text


def test_a_revoked_tag_says_so_and_shows_who_wore_it(signed_in: SignIn, page: Any) -> None:
    animal = resident()
    old = tags.live_tag(animal)
    assert old is not None
    number = old.number
    tags.tag_new(animal, by=None, at=AT, replace=True, reason="Chewed")
    db.session.commit()
    shown = page(f"/T/{number}", by=signed_in("keeper")).text
    assert "This tag was revoked" in shown and "Chewed" in shown and "Mali" in shown


def test_a_revoked_tag_that_nobody_wore_says_why(signed_in: SignIn, page: Any) -> None:
    vet = make_person("vet")
    roll = tags.allocate(1, by=vet, at=AT)
    blank = tag_queries.tags_of(roll)[0]
    tags.revoke(blank, by=vet, at=AT, reason="Torn")
    db.session.commit()
    assert "Torn" in page(f"/T/{blank.number}", by=signed_in("keeper")).text


def test_a_round_volume_is_written_in_digits_wherever_a_dose_is_shown(
    page: Callable[..., Any], signed_in: SignIn
) -> None:
    animal, now = resident(), clock.now()
    make_weight(animal, 100_000, at=now - HOUR, unusual_confirmed=True)
    order = make_prescription(animal, at=now - HOUR, frequency="BID")
    assert str(order.amount.normalize()) == "1E+1"
    tag = tags.live_tag(animal)
    assert tag is not None
    db.session.commit()
    vet = signed_in("vet")
    for url in ("/", f"/animals/{animal.accession}", f"/animals/{animal.accession}/care",
                "/units/ZZ77", f"/T/{tag.number}", "/treatments"):  # fmt: skip
        shown = page(url, by=vet).text
        assert "10 ml" in shown, url
        assert "E+" not in shown, url
