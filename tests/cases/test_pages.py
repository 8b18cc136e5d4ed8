"""Cases in a browser without JavaScript: found, opened, read, corrected, by those who may."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center.cases.facts import AgencyFacts
from rescue_center.cases.models import Case
from rescue_center.db import db
from tests.cases.at_a_form import FACTS, opened, rows
from tests.cases.makers import line, open_case, order
from tests.counting import selects
from tests.makers import make_taxon
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")
Open = Callable[..., Page]
SignIn = Callable[..., Any]


def test_a_case_is_opened_with_its_manifest_in_one_form(page: Open, registrar: Any) -> None:
    make_taxon("Python bivittatus", common_name="Burmese python")
    form = page("/cases/new", by=registrar)
    assert len(form.all("li", class_="manifest-row")) == 8
    case = opened(
        registrar,
        **FACTS,
        **rows(
            {"quantity": "468", "declared_name": "rat snake"},
            {"quantity": "2", "species": "Burmese python (Python bivittatus)"},
            {},
            {"quantity": "3", "declared_name": "leaf turtle", "condition": "dead"},
        ),
        pasted="8 temple turtles\n10 kg snakes",
    )
    assert (case.number, case.happened_text) == ("2016-001", "4 Jun 2016")
    assert (case.latitude, case.longitude) == (Decimal("11.2641"), Decimal("105.0312"))
    assert [(a.name, a.role, a.officer) for a in case.agencies] == [
        ("Forestry Administration", "arrest", "Lt. Chan"), ("Customs", "", ""),
    ]  # fmt: skip
    assert [one.text for one in case.lines] == [
        "468 rat snake, alive",
        "2 Burmese python (Python bivittatus), alive",
        "3 leaf turtle, dead",
        "8 temple turtles, alive",
        "10 kg snakes, alive",
    ]
    assert [one.specimen for one in case.lines] == ["LIV", "LIV", "BOD", "LIV", "LIV"]
    shown = page("/cases/2016-001", by=registrar)
    for words in ("Boat at Koh Thom", "468", "rat snake", "11.2641, 105.0312", "± 500 m",
                  "Lt. Chan", "4 Jun 2016", "05:30", "Opened the case"):  # fmt: skip
        assert words in shown.text, words


def test_more_rows_keep_what_was_typed_and_save_nothing(page: Open, registrar: Any) -> None:
    typed = FACTS | rows({"quantity": "468", "declared_name": "rat snake"}) | {"more": "yes"}
    form = page("/cases/new", by=registrar, method="POST", data=typed)
    assert len(form.all("li", class_="manifest-row")) == 16
    assert form.labelled("Number , line 1").attrs["value"] == "468"
    assert form.labelled("Place (optional)").attrs["value"] == FACTS["place"]
    assert "Nothing was saved" not in form.text
    assert db.session.scalar(sa.select(sa.func.count(Case.id))) == 0
    many = page("/cases/new", by=registrar, method="POST", data={"rows": "9999", "more": "yes"})
    assert len(many.all("li", class_="manifest-row")) == 200


BAD: list[tuple[dict[str, str], str, str]] = [
    ({"happened": "04/06/2016"}, "Day (optional)", "read two ways"),
    ({"happened": "2099-01-01"}, "Day (optional)", "in the future"),
    ({"happened": "2016", "happened_at": "05:30"}, "Time (optional)", "needs the day"),
    ({"happened_at": "25:00"}, "Time (optional)", "not a time"),
    ({"point": "105.03, 11.26"}, "Coordinates (optional)", "Latitude comes first"),
    ({"point": "somewhere"}, "Coordinates (optional)", "Write latitude and longitude"),
    ({"point": "0, 0"}, "Coordinates (optional)", "in the sea"),
    ({"point": ""}, "Within (optional)", "no point"),
    ({"uncertainty_m": "-5"}, "Within (optional)", "1 or more"),
    ({"persons_apprehended": "-1"}, "People apprehended (optional)", "0 or more"),
    ({"agencies": "Police\npolice"}, "Agencies (optional)", "named twice"),
    ({"follows": "1999-001"}, "Continues case (optional)", "There is no case 1999-001"),
    ({"line-0-quantity": "-3"}, "Number , line 1", "0 or more"),
    ({"line-0-quantity": "2.5"}, "Number , line 1", "whole numbers"),
    ({"line-0-quantity": "99999999"}, "Number , line 1", "10,000,000 or less"),
    ({"line-0-quantity": "many"}, "Number , line 1", "not a number"),
    ({"line-0-species": "unicorn"}, "Species, if known , line 1", "no species in the list"),
    ({"line-0-declared_name": ""}, "Animals as declared , line 1", "says no species"),
    ({"pasted": "2 pythons\n7"}, "Or paste a list (optional)", "Line 2 of the list"),
    ({"kind": ""}, "What happened", "Say what happened"),
    ({"country": "ZQ"}, "Country (optional)", "choose one of the list"),
]


@pytest.mark.parametrize(("wrong", "label", "words"), BAD, ids=[b[2] for b in BAD])
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    page: Open, registrar: Any, wrong: dict[str, str], label: str, words: str
) -> None:
    typed = FACTS | rows({"quantity": "468", "declared_name": "rat snake"}) | wrong
    form = page("/cases/new", by=registrar, status=422, method="POST", data=typed)
    field = form.labelled(label)
    errors = [e for e in form.walk() if e.attrs.get("id") == f"{field.attrs['id']}-error"]
    assert len(errors) == 1 and words in errors[0].text
    assert form.labelled("Short title (optional)").attrs["value"] == "Boat at Koh Thom"
    assert form.labelled("Animals as declared , line 1").attrs["value"] == typed[
        "line-0-declared_name"
    ]  # fmt: skip
    assert db.session.scalar(sa.select(sa.func.count(Case.id))) == 0


def test_a_common_name_that_is_one_species_is_taken_with_the_doubt(registrar: Any) -> None:
    make_taxon("Heosemys grandis", common_name="Giant pond turtle")
    from rescue_center.species.models import TaxonName

    taxon = make_taxon("Manis javanica")
    taxon.names.append(TaxonName(name="Sunda pangolin", kind="common"))
    case = opened(registrar, **FACTS, **rows({"declared_name": "sunda PANGOLIN"}))
    assert case.lines[0].taxon is taxon
    assert "common name alone" in case.lines[0].doubts


def test_holding_from_the_start_is_one_box(page: Open, registrar: Any) -> None:
    case = opened(registrar, **FACTS, legal_stage="EVIDENCE", evidence_hold="y")
    assert case.evidence_hold
    assert "held as evidence" in page(f"/cases/{case.number}", by=registrar).text
    form = page("/cases/new", by=registrar, status=422, method="POST",
                data=FACTS | {"legal_stage": "EVIDENCE"})  # fmt: skip
    assert "goes with an evidence hold" in form.text


# --- reading ------------------------------------------------------------------------------------


def test_the_place_is_shown_as_exactly_as_each_role_may_know_it(
    page: Open, signed_in: SignIn
) -> None:
    point = {"latitude": Decimal("11.2641"), "longitude": Decimal("105.0312")}
    case = open_case(line(make_taxon(cites="I")), by=None, uncertainty_m=500, **point)
    for role in ("registrar", "officer", "manager", "coordinator"):
        shown = page(f"/cases/{case.number}", by=signed_in(role))
        assert "11.2641, 105.0312" in shown.text
    for role in ("vet", "inspector"):
        shown = page(f"/cases/{case.number}", by=signed_in(role))
        assert "11.5, 105.5" in shown.text
        assert "withheld" in shown.text
        for secret in ("11.2641", "105.0312", "0312", "2641"):
            assert secret not in shown.html


@pytest.mark.parametrize("role", ["keeper", "admin"])
@pytest.mark.parametrize("address", ["/cases", "/cases/2026-001", "/cases/new"])
def test_a_case_is_not_shown_to_those_outside_custody(
    page: Open, signed_in: SignIn, role: str, address: str
) -> None:
    open_case()
    page(address, by=signed_in(role), status=403)


def test_readers_see_no_button_that_is_not_theirs(page: Open, signed_in: SignIn) -> None:
    case = open_case()
    order(case)
    shown = page(f"/cases/{case.number}", by=signed_in("inspector"))
    words = {e.text for e in shown.all("a")}
    assert not words & {"Correct", "Add a line", "Record an order", "Change the stage"}
    assert not [w for w in words if w.startswith("Strike out")]


def test_an_empty_list_is_told_from_a_search_that_found_none(page: Open, registrar: Any) -> None:
    assert "No case yet" in page("/cases", by=registrar).text
    assert "No case fits" in page("/cases?q=pailin", by=registrar).text


def test_the_list_finds_cases_by_anything_a_person_remembers(page: Open, signed_in: SignIn) -> None:
    turtle = make_taxon("Heosemys grandis", common_name="Giant Asian pond turtle")
    open_case(line(turtle, 21, declared_name="terrapin"), title="The boat", external_ref="KH-001",
              agencies=(AgencyFacts("Customs"),))  # fmt: skip
    open_case(line(None, 5, declared_name="rat snake"), title="A market", place="Siem Reap",
              happened_on=date(2015, 2, 1), precision="month", evidence_hold=True)  # fmt: skip
    officer = signed_in("officer")

    def found(query: str) -> list[str]:
        shown = page(f"/cases?{query}", by=officer)
        return [e.text.split()[0] for e in shown.all("th", scope="row")]

    assert found("") == ["2026-001", "2015-001"]
    for text in ("kh-001", "2026-001", "pond turtle", "heosemys", "TERRAPIN", "customs boat"):
        assert found(f"q={text}") == ["2026-001"], text
    for query in ("q=siem+reap", "year=2015", "held=y", "q=rat+snake"):
        assert found(query) == ["2015-001"], query
    assert found("kind=release") == []
    for odd in ("q=%25", "q=_", "q=%5C", "q=customs+snake"):
        assert found(odd) == [], odd
    page("/cases?year=two", by=officer, status=422)
    assert "February 2015" in page("/cases?year=2015", by=officer).text
    assert found("page=999") == ["2026-001", "2015-001"]
    page("/cases?page=x", by=officer)


def test_the_list_shows_how_many_animals_are_declared(page: Open, signed_in: SignIn) -> None:
    open_case(line(None, 21), line(None, 4), line(None, 10, unit="kg"))
    open_case(line(None, None))
    shown = page("/cases", by=signed_in("officer"))
    cells = [e.text for e in shown.all("td", data_label="Declared")]
    assert cells == ["Not counted in 1 line", "25 in 3 lines"]


def test_the_list_asks_as_little_of_50_cases_as_of_one(signed_in: SignIn) -> None:
    officer = signed_in("officer")
    counts = []
    for number in (1, 49):
        for _ in range(number):
            open_case(line(None, 2), line(None, 3), agencies=(AgencyFacts("Customs"),))
        with selects() as asked:
            assert officer.get("/cases").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 5


def test_a_case_asks_as_little_of_50_lines_as_of_one(signed_in: SignIn) -> None:
    officer = signed_in("officer")
    counts = []
    for number in (1, 50):
        address = f"/cases/{open_case(*(line(make_taxon()) for _ in range(number))).number}"
        db.session.commit()
        db.session.expunge_all()
        with selects() as asked:
            assert officer.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_case_names_those_that_continue_it(page: Open, signed_in: SignIn) -> None:
    seizure = open_case()
    release = open_case(kind="release", follows=seizure, title="Set free")
    officer = signed_in("officer")
    assert release.number in page(f"/cases/{seizure.number}", by=officer).text
    assert "Continues" in page(f"/cases/{release.number}", by=officer).text
    page("/cases/1999-999", by=officer, status=404)
