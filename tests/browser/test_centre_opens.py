"""The server serves, the browser looks, and neither asks another host for anything."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.server import Live


@pytest.mark.engine("sqlite")  # how a page looks is not the database's doing
def test_an_unknown_address_is_told_plainly(live: Live, page: Page, engine_name: str) -> None:
    response = page.goto("/no-such-page")
    assert response is not None
    assert response.status == 404
    assert page.locator("h1").count() == 1


@pytest.mark.engine("sqlite")  # how a page looks is not the database's doing
def test_axe_finds_a_field_without_a_label(
    live: Live, new_page: Callable[..., Page], axe: Callable[..., None]
) -> None:
    phone = new_page("phone")
    phone.goto("/no-such-page")
    phone.evaluate("document.body.append(document.createElement('input'))")
    with pytest.raises(AssertionError, match="label"):
        axe(phone)
