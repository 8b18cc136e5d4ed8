"""Tests and events of a quarantine, as they are entered."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.quarantine import models, rules
from rescue_center.quarantine.event_models import AdverseEvent, Exposure
from tests.enclosures.makers import make_animal, make_group
from tests.pages import Page
from tests.quarantine.at_a_page import ago, begun, post
from tests.quarantine.makers import (
    make_protocol_test,
    make_q_unit,
    make_sampled,
    turtle,
)

Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.usefixtures("session")


def test_the_page_of_a_quarantine_tells_its_whole_story(page: Open, signed_in: SignIn) -> None:
    unit = make_q_unit()
    q = begun(20, make_animal(turtle(), at=ago(20), heads=100), unit)
    begun(5, make_animal(turtle(), at=ago(5), name="Bopha"), unit)
    rules.expose(q.animal, "Poultry at the market", since=ago(30), by=None, at=ago(1))
    text = page(f"/quarantine/{q.id}", by=signed_in("vet")).text
    assert "Restarted because Bopha joined" in text and "Poultry at the market" in text
    assert "sample 25" in text


def test_a_test_goes_from_asked_to_settled(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(9), signed_in("vet")
    url, now = f"/quarantine/{q.id}/tests/new", f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}"
    page(url, by=vet)
    post(page, url, vet, name="Herpes B", due=f"{clock.today()}", mandatory="y")
    test = db.session.query(models.Test).one()
    page(f"/quarantine/tests/{test.id}/sample", by=signed_in("keeper"))
    post(page, f"/quarantine/tests/{test.id}/sample", signed_in("keeper"), at=now,
         laboratory="Pasteur")  # fmt: skip
    page(f"/quarantine/tests/{test.id}/result", by=vet)
    post(page, f"/quarantine/tests/{test.id}/result", vet, at=now, result="negative")
    db.session.refresh(test)
    assert (test.result, test.laboratory) == ("negative", "Pasteur")
    assert "Negative" in page(f"/quarantine/{q.id}", by=vet).text


def test_a_lot_is_offered_its_sample_size(page: Open, signed_in: SignIn) -> None:
    q = begun(9, make_animal(turtle(), at=ago(9), heads=100))
    test = rules.add_test(q, "Ranavirus", due=clock.today(), by=None, at=ago(1))
    form = page(f"/quarantine/tests/{test.id}/sample", by=signed_in("keeper"))
    assert form.labelled("Animals sampled (optional)").attrs["value"] == "25"
    wrong = post(page, f"/quarantine/tests/{test.id}/sample", signed_in("keeper"), 422,
                 sampled_n="101", at=f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}")  # fmt: skip
    assert "There are 100 to sample" in wrong.text


def test_a_result_is_struck_out_repeated_or_waived(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(9), signed_in("vet")
    one, two, three = (make_sampled(q, name, at=ago(2)) for name in ("A", "B", "C"))
    rules.result(one, "negative", by=None, at=ago(1))
    rules.result(two, "inconclusive", by=None, at=ago(1))
    ids = [one.id, two.id, three.id]
    for number, verb in zip(ids, ("void", "repeat", "waive"), strict=True):
        page(f"/quarantine/tests/{number}/{verb}", by=vet)
        post(page, f"/quarantine/tests/{number}/{verb}", vet, reason="x", due=f"{clock.today()}")
    states = sorted(t.state for t in db.session.query(models.Test))
    assert states == ["inconclusive", "pending", "planned", "void", "waived"]


def test_one_test_of_many_is_entered_at_once(page: Open, signed_in: SignIn) -> None:
    make_protocol_test(make_group("old_world_monkey", days=90), first_day=2)
    unit, now = make_q_unit(), f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}"
    qs = [begun(9, unit=unit) for _ in range(3)]
    ids = [q.tests[0].id for q in qs]
    url, vet = "/quarantine/cohorts/q1/order:Primates/tests", signed_in("vet")
    assert len(page(url, by=vet).all("input", type="checkbox")) == 3
    assert "Tick who was sampled" in post(page, url, vet, 422, at=now).text
    post(page, url, vet, at=now, **{f"taken_{ids[0]}": "y", f"taken_{ids[1]}": "y"})
    post(page, url, vet, at=now, **{f"result_{ids[0]}": "negative", f"taken_{ids[2]}": "y"})
    states = [db.session.get(models.Test, number).state for number in ids]  # type: ignore[union-attr]
    assert states == ["negative", "pending", "pending"]


def test_a_keeper_is_asked_for_samples_and_never_for_results(page: Open, signed_in: SignIn) -> None:
    q = begun(9)
    rules.add_test(q, "Herpes B", due=clock.today(), by=None, at=ago(1))
    make_sampled(q, "Tuberculosis", at=ago(2))
    url, keeper = "/quarantine/cohorts/Q1/order:Primates/tests", signed_in("keeper")
    first = page(url, by=keeper)
    assert "The results are a vet's to enter." in first.text
    assert "Herpes B" in first.one("a", aria_current="true").text
    assert "or choose a result" not in post(page, url, keeper, 422, at="2026-01-01T08:00").text
    waits = page(url + "?test=Tuberculosis", by=keeper)
    assert "Result pending" in waits.text and "Record" not in {b.text for b in waits.all("button")}


def test_every_test_of_a_cohort_is_entered_at_once(page: Open, signed_in: SignIn) -> None:
    q, now = begun(9), f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}"
    tests = [rules.add_test(q, name, due=clock.today(), by=None, at=ago(1)) for name in "AB"]
    url, vet = "/quarantine/cohorts/Q1/order:Primates/tests?test=*", signed_in("vet")
    assert {a.text for a in page(url, by=vet).all("a")} >= {"A", "B", "Every test"}
    boxes = page(url, by=vet)
    assert [boxes.labelled(f"Sampled: {t.label}, {q.animal.label}").attrs["name"] for t in tests]
    post(page, url, vet, at=now, **{f"taken_{t.id}": "y" for t in tests})
    post(page, url, vet, at=now, **{f"result_{t.id}": "negative" for t in tests})
    assert {db.session.get_one(models.Test, t.id).state for t in tests} == {"negative"}


def test_a_keeper_is_told_how_many_tests_are_open_and_not_which(
    page: Open, signed_in: SignIn
) -> None:
    q = begun(99)
    for name in ("Herpes B", "TB"):
        rules.add_test(q, name, due=clock.today(), by=None, at=ago(1))
    assert "2 tests are not settled." in page(f"/quarantine/{q.id}", by=signed_in("keeper")).text
    assert "TB is due" in page(f"/quarantine/{q.id}", by=signed_in("vet")).text


def test_a_keeper_samples_a_cohort_and_enters_no_result(page: Open, signed_in: SignIn) -> None:
    q = begun(9)
    test = make_sampled(q, at=ago(1))
    url, number = "/quarantine/cohorts/Q1/order:Primates/tests", test.id
    assert "Result pending" in page(url, by=signed_in("keeper")).text
    post(page, url, signed_in("keeper"), 422, at=f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}",
         **{f"result_{number}": "negative"})  # fmt: skip
    db.session.refresh(test)
    assert test.state == "pending"


# --- events -------------------------------------------------------------------------------------


def test_a_keeper_reports_and_a_vet_explains(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(91), signed_in("vet")
    page("/units/Q1/events/new", by=signed_in("keeper"))
    post(page, "/units/Q1/events/new", signed_in("keeper"), kind="illness", description="Diarrhoea",
         at=f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}", animal=str(q.animal_id))  # fmt: skip
    event = db.session.query(AdverseEvent).one()
    url = f"/quarantine/events/{event.id}"
    assert "is not explained yet" in page(f"/quarantine/{q.id}", by=vet).text
    page(url, by=vet)
    post(page, url, vet, explained="yes", note="New feed")
    db.session.refresh(event)
    assert event.explained and "New feed" in page(url, by=vet).text


def test_an_event_is_struck_out(page: Open, signed_in: SignIn) -> None:
    event = rules.report_event(make_q_unit(), "illness", description="x", by=None, at=ago(1))
    vet, url = signed_in("vet"), f"/quarantine/events/{event.id}"
    page(f"{url}/void", by=vet)
    post(page, f"{url}/void", vet, reason="Wrong unit")
    assert "Struck out" in page(url, by=vet).text


def test_exposure_is_written_down(page: Open, signed_in: SignIn) -> None:
    animal = make_animal(at=ago(9))
    url = f"/animals/{animal.accession}/exposure/new"
    page(url, by=signed_in("vet"))
    post(page, url, signed_in("vet"), source="A rabid dog",
         since=f"{clock.local(ago(3)):%Y-%m-%dT%H:%M}")  # fmt: skip
    assert db.session.query(Exposure).one().source == "A rabid dog"
