"""A second version of the phone's application comes while keepers work with the first."""

import re
from functools import partial
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
import sqlalchemy as sa
from playwright.sync_api import Route, expect

from rescue_center.config import ROOT
from rescue_center.db import db
from rescue_center.rounds.models import PhoneRecord
from tests.browser.phone_kit import Handheld

pytestmark = pytest.mark.engine("sqlite")

#: What names the version of the scripts that run, and which versions lie on the phone.
RUNS = "script[type=module]"
SHELLS = "caches.keys().then((names) => names.filter((name) => name.startsWith('shell-')))"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The application once more, to be changed."""
    folder = tmp_path / "newer"
    for part in ("rescue_center", "templates", "static"):
        copytree(ROOT / part, folder / part, ignore=ignore_patterns("__pycache__"))
    (folder / "wsgi.py").write_bytes((ROOT / "wsgi.py").read_bytes())
    return folder


def put_in_place(held: Handheld, program: Path, title: str) -> None:
    """A version in which the round is called so takes the place of the centre's, while the phone
    is out of reach; then somebody opens the phone."""
    held.cut()
    script = program / "static" / "js" / "phone" / "screens" / "round.js"
    text, said = re.subn(r"title: [^,]+,", f'title: "{title}",', script.read_text("utf-8"), count=1)
    assert said == 1
    script.write_text(text, "utf-8")
    held.live.kill()
    held.live.start_again(program)
    held.mend()
    held.page.goto("/m/")
    held.unlock("Sok Vanna")


def written(held: Handheld) -> list[tuple[int, str, str]]:
    """What the centre took in."""
    with held.live.app.app_context():
        query = sa.select(PhoneRecord.seq, PhoneRecord.kind, PhoneRecord.outcome)
        rows = sorted(tuple(row) for row in db.session.execute(query))
        db.session.rollback()
    return rows  # type: ignore[return-value]


def weigh(held: Handheld, name: str) -> None:
    held.follow("Animals")
    held.follow(name)
    held.follow("Weigh")
    held.digits("5,2")
    held.tap("Save 5.2 kg")
    held.sees(f"{name} weighs 5.2 kg")


def test_a_new_version_asks_waits_for_the_next_start_and_loses_nothing(
    handheld: Handheld, newer: Path
) -> None:
    held, page = handheld, handheld.page
    lost = partial(Route.abort, error_code="internetdisconnected")
    page.context.route("**/m/records", lost)  # nothing can be sent
    weigh(held, "Sovan")
    held.sees("1 on this phone")
    first, before = page.locator(RUNS).get_attribute("src") or "", page.evaluate(SHELLS)

    put_in_place(held, newer, "Newer round")
    held.sees("A new version is ready. It is used when you open this next.")
    expect(page.locator(RUNS)).to_have_attribute("src", first)  # it asks first
    weigh(held, "Dara")  # and goes on working
    held.sees("2 on this phone")
    held.tap("Later")
    held.follow("Round")
    expect(page).to_have_title(re.compile("^Round"))
    assert len(page.evaluate(SHELLS)) == 2

    page.goto("/m/")  # opened next
    expect(page.locator(RUNS)).not_to_have_attribute("src", first, timeout=20_000)
    held.unlock("Sok Vanna")
    expect(page).to_have_title(re.compile("^Newer round"))
    held.sees("2 on this phone")
    expect(page.get_by_text("A new version is ready.")).to_have_count(0)
    after = page.evaluate(SHELLS)
    assert len(after) == 1 and after != before
    weigh(held, "Chan")
    page.context.unroute("**/m/records")
    held.send()
    assert written(held) == [(n, "weight", "applied") for n in (1, 2, 3)]

    put_in_place(held, newer, "Newest round")
    held.sees("A new version is ready.")
    held.tap("Use it now")
    held.sees("Who is it?")
    held.cut()
    page.goto("/m/")
    held.unlock("Sok Vanna")
    expect(page).to_have_title(re.compile("^Newest round"))
    weigh(held, "Rith")
