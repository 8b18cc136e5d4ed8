"""Every page that a link leads to, on a phone and on a desk: nothing hangs over the edge, nothing
keeps people with disabilities out, and no key or code stands where words belong."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from rescue_center import clock
from rescue_center.db import db, writing
from rescue_center.demo import build
from rescue_center.demo.commands import load_published
from rescue_center.policy import Role
from rescue_center.staff import gate, sign_in
from tests.browser.conftest import AXE
from tests.databases import Databases
from tests.server import Live, serving
from tests.site.crawl import Walk
from tests.staff.makers import make_person

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
#: Pages that tell of files and sources as they were written, with the names of their columns.
LITERAL = ("imports.", "codes.", "journal.")
SNAKE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
ONE_OF_MANY = re.compile(r"\b1 (?:animals|doses|tests|cases|days|tags|records|lines|lots)\b")
#: Colours take axe longest, and test_contrast.py computes them: looked at on these pages only,
#: by day and by night.
COLOURFUL = {"boards.home", "boards.animal", "quarantine.board", "care.treatments", "cases.show"}
FIND = """([theme, colours]) => { document.documentElement.dataset.theme = theme; return axe.run({
  resultTypes: ['violations'], rules: {'color-contrast': {enabled: colours}}
  }).then(found => found.violations.map(v => v.id + ' (' + theme + '): ' + v.nodes.slice(0, 3).map(
  n => n.html.slice(0, 160)).join(' and '))) }"""

Visits = list[tuple[Role, str, str, str]]


@pytest.fixture
def centre(databases: Databases, tmp_path: Path) -> Iterator[tuple[Live, Visits]]:
    """A small demo centre, and one address of each kind of page for somebody who may open it."""
    url = databases.fresh()
    with serving(url, tmp_path / "centre") as live:
        with live.app.app_context(), writing():
            load_published()
            build.build(clock.now(), lambda _: None, small=True)
            tokens = {
                role: sign_in.begin(make_person(role, name="Sok Dara"), at=clock.now())[1]
                for role in Role
            }
            db.session.commit()
        visits: dict[str, tuple[Role, str, str, str]] = {}
        for role, token in tokens.items():
            with live.app.test_request_context():
                cookie = gate.cookie_name()
            client = live.app.test_client()
            client.set_cookie(cookie, token)
            for endpoint, address in (
                Walk(live.app, client, frozenset({role}), each=1).go().pages.items()
            ):
                kind = f"{endpoint} {role.value}" if endpoint == "boards.home" else endpoint
                visits.setdefault(kind, (role, token, kind, address))
        yield live, list(visits.values())
    databases.drop(url)


@pytest.mark.engine("sqlite")  # how a page looks is not the database's doing
def test_every_page_is_good_to_look_at(chromium: Browser, centre: tuple[Live, Visits]) -> None:
    live, visits = centre
    with live.app.test_request_context():
        cookie = gate.cookie_name()
    context = chromium.new_context(base_url=live.url, viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_init_script(AXE.read_text("utf-8"))
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    signed: str | None = None
    for _, token, kind, address in visits:
        if token != signed:
            context.add_cookies([{"name": cookie, "value": token, "url": live.url}])
            signed = token
        page.goto(address)
        wrong += [f"{kind} {address}: {fault}" for fault in faults(page, kind)]
    context.close()
    assert wrong == [], "\n".join(wrong)
    assert len(visits) > 100, sorted(kind for _, _, kind, _ in visits)


def faults(page: Page, kind: str) -> list[str]:
    """What is wrong with the page that is open."""
    colours = kind.partition(" ")[0] in COLOURFUL
    found: list[str] = page.evaluate(FIND, ["light", colours])
    words: Any = page.inner_text("body")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > PHONE["width"]:
        found.append(f"{wide} px wide on a phone")
    patterns = [ONE_OF_MANY] if kind.startswith(LITERAL) else [ONE_OF_MANY, SNAKE, ISO]
    found += [f"it says {match}" for one in patterns for match in one.findall(words)]
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > DESK["width"]:
        found.append(f"{wide} px wide on a desk")
    if colours:
        found += page.evaluate(FIND, ["dark", True])
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return found
