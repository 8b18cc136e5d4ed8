"""A case and the animals that came from it: what depends on it keeps it, and its page counts it."""

from collections.abc import Callable
from typing import Any

import pytest

from rescue_center.animals import rules
from rescue_center.cases.manifest_rules import strike_line
from rescue_center.cases.rules import void_case
from rescue_center.errors import Refused
from tests.cases import makers
from tests.makers import AT, make_person, make_taxon
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")


def received(**facts: Any) -> Any:
    taxon = make_taxon()
    case = makers.open_case(makers.line(taxon, 8), **facts)
    rules.admit(taxon=taxon, count=8, case=case, line=case.lines[0], by=None, at=AT)
    return case


def test_a_case_that_animals_came_from_is_not_struck_out() -> None:
    with pytest.raises(Refused, match="Animals came from this case"):
        void_case(received(), by=make_person(), at=AT, reason="entered twice")


def test_a_line_that_animals_were_received_against_stays() -> None:
    with pytest.raises(Refused, match="were received against this line"):
        strike_line(received().lines[0], by=make_person(), at=AT, reason="miscounted")


def test_the_page_of_a_case_shows_what_came_and_where_it_is(
    page: Callable[..., Page], signed_in: Callable[..., Any]
) -> None:
    case = received()
    shown = page(f"/cases/{case.number}", by=signed_in("officer"))
    table = next(t for t in shown.all("table") if "The account of case" in t.text)
    assert [c.text for c in table.all("td", data_label="Received")] == ["8", "8"]
    assert [c.text for c in table.all("td", data_label="Here")] == ["8", "8"]
