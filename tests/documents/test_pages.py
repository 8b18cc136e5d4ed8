"""The page on which a paper is prepared: what it lacks, and where that is entered."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.enclosures.makers import make_animal
from tests.pages import Page

Open = Callable[..., Page]
pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def vet(signed_in: Callable[..., Any]) -> Any:
    return signed_in("vet")


def test_what_only_the_server_says_names_its_setting(page: Open, vet: Any, app: Any) -> None:
    url = f"/papers/new?kind=health_statement&accession={make_animal().accession}"
    lacking = page(url, by=vet).text
    assert "Consignor: address" in lacking and "RESCUE_CENTRE_ADDRESS" in lacking
    assert "RESCUE_CENTRE_NAME" not in lacking


def test_what_the_form_asks_for_is_said_beside_it(page: Open, vet: Any) -> None:
    url = f"/papers/new?kind=health_statement&accession={make_animal().accession}"
    assert "Consignee: name" not in page(url, by=vet).text
    typed = {"purpose": "Space", "valid_until": "2099-01-01", "premises_statement": "None"}
    refused = page(url, by=vet, method="POST", data=typed, status=422)
    assert "Consignee: name is missing." in refused.one("div", id="consignee_name-error").text
    assert "Country of destination is missing." in refused.text
