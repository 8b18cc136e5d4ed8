"""Every address that a page, a button or the navigation names is there."""

import re

from flask import Flask

from rescue_center import navigation
from rescue_center.boards import actions
from rescue_center.config import ROOT

NAMED = re.compile(r"""url_for\(\s*["']([\w.]+)["']""")


def named() -> dict[str, set[str]]:
    """Endpoint -> the files that name it. A name that begins with a dot is of the same file."""
    found: dict[str, set[str]] = {}
    for folder, pattern in (("templates", "*.html"), ("rescue_center", "*.py")):
        for file in (ROOT / folder).rglob(pattern):
            for endpoint in NAMED.findall(file.read_text("utf-8")):
                if not endpoint.startswith("."):
                    found.setdefault(endpoint, set()).add(str(file.relative_to(ROOT)))
    return found


def test_every_page_that_is_linked_to_exists(shared_app: Flask) -> None:
    there = set(shared_app.view_functions)
    assert {e: files for e, files in named().items() if e not in there} == {}


def test_every_button_of_the_boards_leads_somewhere(shared_app: Flask) -> None:
    assert actions.endpoints() - set(shared_app.view_functions) == set()


def test_every_place_of_the_navigation_exists(shared_app: Flask) -> None:
    entries = {entry.endpoint for places in navigation.PLACES.values() for entry in places}
    assert entries - set(shared_app.view_functions) == set()


def test_nobody_is_shown_a_place_that_is_not_theirs(shared_app: Flask) -> None:
    with shared_app.app_context():
        closed = [
            (role.value, entry.label)
            for role, places in navigation.PLACES.items()
            for entry in places
            if not navigation.open_to(entry.endpoint, {role})
        ]
    assert closed == []
