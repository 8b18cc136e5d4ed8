"""Long lists, a page at a time."""

import pytest
from flask import Flask

from rescue_center import paging


@pytest.mark.parametrize(
    ("total", "asked", "number", "pages", "offset"),
    [(0, 1, 1, 1, 0), (50, 2, 1, 1, 0), (51, 2, 2, 2, 50), (51, 99, 2, 2, 50), (200, -3, 1, 4, 0)],
)
def test_the_page_that_was_asked_for_or_the_nearest(
    total: int, asked: int, number: int, pages: int, offset: int
) -> None:
    part = paging.cut(total, asked)
    assert (part.number, part.pages, part.offset) == (number, pages, offset)


def test_another_page_keeps_what_the_address_asks_for_and_nothing_of_it_is_obeyed() -> None:
    asked = "/cases?text=a%26b&kind=&page=2&endpoint=x&_scheme=javascript&_external=1"
    with Flask("paging").test_request_context(asked):
        address = paging.address(3)
    assert address == "/cases?text=a%26b&endpoint=x&_scheme=javascript&_external=1&page=3"
