"""All in, all out: a unit is cleaned and left empty before a new batch comes in."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from rescue_center.enclosures import cleaning_rules
from rescue_center.enclosures import rules as housing
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused
from tests.enclosures.makers import day, make_animal, make_person
from tests.pages import Page
from tests.quarantine.at_a_page import ago, local, post
from tests.quarantine.makers import macaque, make_q_unit, make_quarantine, otter

pytestmark = pytest.mark.usefixtures("session")


def used(until: float = 10) -> Unit:
    """A quarantine unit whose batch left on a day."""
    unit = make_q_unit()
    one = make_animal(otter())
    q = make_quarantine(one, unit)
    housing.house([one], make_q_unit("Q9"), by=None, at=day(until))
    assert (unit.n, q.unit.code) == (0, "Q9")
    return unit


def test_the_next_batch_finds_it_cleaned() -> None:
    unit = used()
    with pytest.raises(Refused, match="nobody wrote down that it was cleaned since") as refused:
        make_quarantine(unit=unit, at=day(12))
    assert refused.value.field == "uncleaned_reason"
    cleaning_rules.clean(unit, by=None, at=day(11))
    make_quarantine(unit=unit, at=day(12))
    make_quarantine(make_animal(macaque()), unit, at=day(13))


def test_a_vet_or_a_keeper_takes_it_as_it_is_with_a_reason() -> None:
    unit, facts = used(), {"at": day(12), "uncleaned_reason": "Of the same boat"}
    with pytest.raises(Refused, match="Only a"):
        make_quarantine(unit=unit, by=make_person("registrar"), **facts)
    make_quarantine(unit=unit, by=make_person("keeper"), **facts)


def test_a_unit_that_nobody_used_or_that_is_in_use_asks_for_nothing() -> None:
    unit = make_q_unit("Q5")
    make_quarantine(unit=unit, at=day(0))
    make_quarantine(make_animal(macaque()), unit, at=day(1))
    make_quarantine(make_animal(otter(), taken_over=True), used(), at=day(12))


def test_it_is_cleaned_when_all_are_out() -> None:
    unit = make_q_unit()
    make_quarantine(unit=unit)
    with pytest.raises(Refused, match="1 still live in Q1"):
        cleaning_rules.clean(unit, by=None, at=day(1))


def test_it_was_not_cleaned_before_the_last_had_left() -> None:
    with pytest.raises(Refused, match="The last left Q1 on") as refused:
        cleaning_rules.clean(used(until=10), by=None, at=day(9))
    assert refused.value.field == "at"


def test_a_keeper_cleans_it_by_its_page_and_begins(
    page: Callable[..., Page], signed_in: Callable[..., FlaskClient]
) -> None:
    unit, animal, keeper = used(), make_animal(macaque(), at=ago(3)), signed_in("keeper")
    url, typed = f"/animals/{animal.accession}/quarantine/new", {"unit": unit.id, "at": local(0)}
    refused = post(page, url, keeper, 422, **typed)
    assert "nobody wrote down that it was cleaned" in refused.text
    assert refused.one("input", name="uncleaned_reason")
    assert "Cleaned and empty" in page("/units/Q1", by=keeper).text
    page("/units/Q1/cleaned", by=keeper)
    post(page, "/units/Q1/cleaned", keeper, at=local(0.01), note="Virkon")
    post(page, url, keeper, **typed)
