"""Every screen of a keeper's phone, in both themes, in languages of three scripts and in words half
as long again: fit for gloves, for the sun, for 360 px and for who can't see it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from math import ceil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from rescue_center import clock
from rescue_center.config import ROOT
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.rules import house
from rescue_center.staff.models import Person
from rescue_center.tongues import LANGUAGES
from tests.browser.conftest import AXE, keep_picture
from tests.browser.phone_kit import HOUR, Handheld, Ward
from tests.makers import make_lot, make_taxon
from tests.server import Live

MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
SCRIPTS = ROOT / "static" / "js" / "phone"
#: Of each language, in which themes it is looked at; each engine's phone speaks some.
THEMES = {
    "sqlite": {"en": ("dark", "light"), "km": ("dark", "light"), "vi": ("light",), "es": ("dark",)},
    "postgresql": {"fr": ("dark", "light"), "th": ("dark",), "pt": ("light",)},
}
SENTENCE = re.compile(r'\b(?:t|word)\(\s*"((?:[^"\\]|\\.)+)"')

#: In the colours as they are drawn; measure.js computes contrasts, more strictly than axe would.
ASK_AXE = """() => axe.run({ resultTypes: ["violations"],
    rules: { "color-contrast": { enabled: false } } })
  .then((found) => found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map(
    (n) => n.html.slice(0, 160)).join(" and ")}`))"""
TEACH = """async (words) => {
  const { put } = await import(document.querySelector("link[href$='phone/db.js']").href);
  const { speak } = await import(document.querySelector("link[href$='phone/words.js']").href);
  await put("meta", words, "words:eo");
  await speak("eo");
}"""


#: What this phone's person wrote down first, and the meal that they gave.
FIRST = """async () => {
  const use = (name) => import(document.querySelector(`link[href$='phone/${name}.js']`).href);
  const [{ mine }, { session }] = await Promise.all([use("records"), use("session")]);
  const [meal] = session.day.meals;
  return [(await mine())[0].id, String(meal.id ?? meal.record)];
}"""
FEED = """async (unit) => {
  const { write } = await import(document.querySelector("link[href$='phone/outbox.js']").href);
  const meal = { unit, animal: null, plan: null, slot: "", offered_g: 500, left_g: null, note: "" };
  await write("fed", meal);
}"""


#: Others who joined it before.
OTHERS = """async () => {
  const { get, put } = await import(document.querySelector("link[href$='phone/db.js']").href);
  const one = await get("profiles", 1);
  for (const [id, name] of [[98, "Keo Bopha"], [99, "លឹម ចន្ទ"]]) {
    await put("profiles", { ...one, id, name, used: one.used - id });
  }
}"""


def screens(ward: Ward, record: str, meal: str) -> list[str]:
    """The addresses of all that a person can open."""
    mali, dara, g4, g5, lot = (ward.ids[name] for name in ("Mali", "Dara", "G4", "G5", "lot"))
    return [
        "round", f"unit/{g4}", f"unit/{g5}", f"animal/{mali}", f"animal/{dara}",
        f"story/{mali}", f"story/{dara}", "dose/1",
        f"weigh/{mali}", f"move/{mali}", f"move/{mali}/{g5}", f"concern/animal/{dara}",
        f"concern/unit/{g4}", f"observe/{mali}", f"incident/animal/{mali}", f"count/{g4}",
        "scan", "tag/12345678", "animals", "outbox", "areas", "renew", "leave",
        f"fed/animal/{mali}", f"left/{meal}", f"crate/{lot}", "bind/12345678",
        f"correct/{record}", "faces", "join", "pin/1", "enrol",
    ]  # fmt: skip


def half_as_long_again(sentence: str) -> str:
    """The sentence in a language of long words, with its {places} left as they are."""
    return re.sub(
        r"\{\w+\}|[^\W\d_]+",
        lambda word: word[0] if word[0][0] == "{" else word[0] + "ö" * ceil(len(word[0]) / 2),
        sentence,
    )


def longer_words() -> dict[str, str]:
    """Everything that the screens say, half as long again."""
    said = {
        sentence
        for script in SCRIPTS.rglob("*.js")
        for sentence in SENTENCE.findall(script.read_text(encoding="utf-8"))
    }
    assert len(said) > 100, "the scripts say their words in another way"
    return {sentence: half_as_long_again(sentence) for sentence in said}


def faults(page: Page, name: str, themes: Iterable[str]) -> list[str]:
    """What is wrong with the screen in these themes."""
    found: list[str] = []
    for theme in themes:
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
        keep_picture(page, f"{name}-{theme}")
        measured: list[str] = page.evaluate(MEASURE)
        asked: list[Any] = page.evaluate(ASK_AXE)
        found += [f"{name} {theme}: {fault}" for fault in [*measured, *asked]]
    return found


def speak(held: Handheld, language: str) -> None:
    """Sok's language is chosen at a desk; the phone hears of it with the next day."""
    with held.live.app.app_context():
        db.session.execute(
            sa.update(Person).where(Person.account == "sok").values(language=language)
        )
        db.session.commit()
    held.page.evaluate("location.hash = '#/outbox'")  # its words may change any moment
    held.page.locator("#send-now").click()
    held.page.wait_for_function("(lang) => document.documentElement.lang === lang", arg=language)


def walk(held: Handheld, language: str, themes: Iterable[str]) -> list[str]:
    """Open every screen and say what is wrong with it."""
    held.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = []
    for address in screens(held.ward, *held.page.evaluate(FIRST)):
        held.page.evaluate("(where) => { location.hash = `#/${where}` }", address)
        held.page.wait_for_function("(where) => document.body.dataset.shown === where", arg=address)
        if held.page.locator("h1").count() != 1:
            found.append(f"{address}: no title, or two")
        found += faults(held.page, f"phone-{language}-{address}", themes)
    return found


@pytest.fixture
def ward(ward: Ward, live: Live) -> Ward:
    """With a crate of starlings in G5."""
    with live.app.app_context():
        now = clock.now()
        lot = make_lot(10, taxon=make_taxon("Gracula religiosa"), at=now - 100 * HOUR)
        house([lot], db.session.get_one(Unit, ward.ids["G5"]), by=None, at=now - 99 * HOUR)
        ward.note("lot", lot)
        db.session.commit()
    return ward


@pytest.fixture
def held(handheld: Handheld) -> Handheld:
    """The phone with a meal and a dose given, so that states and the bar to undo show."""
    handheld.page.evaluate(OTHERS)
    handheld.page.evaluate(FEED, handheld.ward.ids["G4"])
    handheld.page.evaluate(
        "(where) => { location.hash = where }", f"#/animal/{handheld.ward.ids['Mali']}"
    )
    handheld.page.locator("#give-1").click()
    expect(handheld.page.locator("#told")).not_to_be_empty()
    return handheld


def test_every_screen_is_fit_for_gloves_sun_and_readers(held: Handheld, engine_name: str) -> None:
    found = []
    for language, themes in THEMES[engine_name].items():
        held.mend()
        if language != "en":
            speak(held, language)
        held.cut()
        found += walk(held, language, themes)
    assert not found, "\n".join(found)


@pytest.mark.engine("sqlite")
def test_the_walk_leaves_no_screen_out() -> None:
    walked = {
        address.partition("/")[0] for address in screens(Ward(ids=defaultdict(int)), "1", "1")
    }
    named = re.findall(r"^  (\w+): \(\)", (SCRIPTS / "screens.js").read_text("utf-8"), re.MULTILINE)
    assert walked == set(named)
    assert {tongue for spoken in THEMES.values() for tongue in spoken} == set(LANGUAGES)


@pytest.mark.engine("sqlite")
def test_what_measures_a_screen_finds_what_is_wrong(phone: Page) -> None:
    phone.set_content(
        "<button style='height: 40px; width: 60px'>low</button>"
        "<button class=is-first style='height: 60px; width: 60px'>low</button>"
        "<p style='color: #595959; background: #eee'>grey</p>"
        "<div style='width: 400px; background: linear-gradient(#fff, #555)'>wide</div>"
        "<p style='width: 40px; overflow-wrap: anywhere'>Parted</p>"
        "<main><div class=pad style='margin-top: 600px'><button class=key>1</button></div></main>"
        "<p style='width: 40px; overflow: hidden'>Overflowing</p>"
    )
    found = " ".join(phone.evaluate(MEASURE))
    for fault in ("target 60x40", "target 60x60", "contrast 6", "contrast 2.", "408 px wide",
                  "over the edge: <div", "cut off: <p", "parted: Parted",
                  "below the edge: <button"):  # fmt: skip
        assert fault in found, f"{fault!r} is not among: {found}"


@pytest.mark.engine("sqlite")
def test_words_half_as_long_again_find_room(held: Handheld) -> None:
    held.cut()
    held.page.evaluate(TEACH, longer_words())
    found = walk(held, "long", ("light",))
    assert not found, "\n".join(found)
