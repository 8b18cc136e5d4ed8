"""The pages of quarantine, as people use them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.quarantine import rules
from rescue_center.quarantine.models import Quarantine
from tests.enclosures.makers import make_animal, make_group, make_person, make_taxon
from tests.pages import Page
from tests.quarantine.at_a_page import again, ago, begun, local, post
from tests.quarantine.makers import (
    loris,
    macaque,
    make_q_unit,
    make_sampled,
)

Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.usefixtures("session")


def test_a_keeper_begins_a_quarantine(page: Open, signed_in: SignIn) -> None:
    animal, unit = make_animal(macaque(), at=ago(2)), make_q_unit()
    keeper, url = signed_in("keeper"), f"/animals/{animal.accession}/quarantine/new"
    assert "Q1 · room for 200 · empty" in page(url, by=keeper).text
    post(page, url, keeper, unit=str(unit.id), at=f"{clock.local(ago(1)):%Y-%m-%dT%H:%M}")
    q = db.session.query(Quarantine).one()
    assert (q.unit_id, q.min_days, again(unit).n) == (unit.id, 90, 1)  # type: ignore[arg-type]


def test_the_choice_of_unit_says_who_would_begin_again(page: Open, signed_in: SignIn) -> None:
    begun(9)
    other = make_animal(loris())
    form = page(f"/animals/{other.accession}/quarantine/new", by=signed_in("vet"))
    assert "with 1 Primates" in form.text


def test_a_species_without_protocol_asks_for_one_beside_its_field(
    page: Open, signed_in: SignIn
) -> None:
    bird = make_animal(make_taxon("Aves sp.", order="", klass="Aves"), at=ago(2))
    unit, url = make_q_unit(), f"/animals/{bird.accession}/quarantine/new"
    now = f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}"
    refused = post(page, url, signed_in("vet"), 422, unit=str(unit.id), at=now)
    assert "has no protocol of its own: choose one" in refused.text
    group = make_group("parrot", days=45, scope="class")
    post(page, url, signed_in("vet"), unit=str(unit.id), at=now, group=str(group.id))


def test_only_a_vet_is_asked_for_another_protocol(page: Open, signed_in: SignIn) -> None:
    animal, unit = make_animal(macaque(), at=ago(2)), make_q_unit()
    bears = make_group("bear", days=30)
    url, typed = f"/animals/{animal.accession}/quarantine/new", {"unit": unit.id, "at": local(1)}
    keeper, vet = signed_in("keeper"), signed_in("vet")
    assert "Only a vet may choose another" in page(url, by=keeper).text
    assert "Bear: 30 days" not in page(url, by=keeper).text
    assert "Bear: 30 days" in page(url, by=vet).text
    refused = post(page, url, vet, 422, group=bears.id, **typed)
    assert "Say why not the protocol of" in refused.text
    post(page, url, vet, group=bears.id, group_reason="Of a known herd", **typed)
    q = db.session.query(Quarantine).one()
    assert "Of a known herd" in page(f"/quarantine/{q.id}", by=vet).text


def test_a_vet_clears_in_three_taps(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(91), signed_in("vet")
    url = f"/quarantine/{q.id}/clearance"
    assert "Nothing stands in the way" in page(url, by=vet).text
    assert "Choose where it goes on to" in post(page, url, vet, 422).text
    post(page, url, vet, to="rehab", at=local(0))
    assert (again(q).outcome, q.stay.stage_label) == ("cleared", "Rehab")


def test_a_clearance_of_yesterday_is_written_down_as_such(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(95), signed_in("vet")
    post(page, f"/quarantine/{q.id}/clearance", vet, to="rehab", at=local(1))
    ended = again(q).ended_at
    assert ended is not None and timedelta(hours=23) < clock.now() - ended < timedelta(hours=25)


def test_no_clearance_is_older_than_the_results_it_rests_on(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(95), signed_in("vet")
    test = make_sampled(q, at=ago(4))
    rules.result(test, "negative", by=None, at=ago(1))
    url = f"/quarantine/{q.id}/clearance"
    refused = post(page, url, vet, 422, to="rehab", at=local(2))
    assert f"The result of {test.name} came after that" in refused.text
    post(page, url, vet, to="rehab", at=local(0))


def test_a_clearance_too_early_is_refused_in_words(page: Open, signed_in: SignIn) -> None:
    q = begun(9)
    refused = post(page, f"/quarantine/{q.id}/clearance", signed_in("vet"), 422, to="rehab",
                   at=local(0))  # fmt: skip
    assert "Quarantine lasts 81 more days" in refused.text


@pytest.mark.parametrize("role", ["keeper", "manager", "inspector"])
def test_nobody_else_signs(page: Open, signed_in: SignIn, role: str) -> None:
    page(f"/quarantine/{begun(91).id}/clearance", by=signed_in(role), status=403)


def test_an_early_exit_needs_the_authority(page: Open, signed_in: SignIn) -> None:
    q, officer, vet = begun(9), make_person("officer"), signed_in("vet")
    url = f"/quarantine/{q.id}/early-exit"
    page(url, by=vet)
    typed = {
        "to": "rehab",
        "at": local(0),
        "reason": "Needs its mother",
        "authority": "Forestry Administration",
    }
    assert "Only a case officer or a manager" in post(page, url, vet, 422, **typed).text
    post(page, url, vet, **typed, consent_by=str(officer.id))
    assert (again(q).outcome, q.authority) == ("early_exit", "Forestry Administration")


def test_a_vet_prolongs(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(9), signed_in("vet")
    url = f"/quarantine/{q.id}/prolong"
    page(url, by=vet)
    post(page, url, vet, days="180", reason="Rabies exposure")
    assert again(q).days == 180
    assert "Prolonged" in page(f"/quarantine/{q.id}", by=vet).text


def test_an_unknown_quarantine_is_not_there(page: Open, signed_in: SignIn) -> None:
    for url in (
        "/quarantine/999",
        "/quarantine/tests/999/sample",
        "/quarantine/events/999",
        "/animals/2019-00001/quarantine/new",
        "/quarantine/cohorts/Q9/x/tests",
    ):
        page(url, by=signed_in("vet"), status=404)
