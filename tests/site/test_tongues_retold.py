"""What rules say of facts is said again in the reader's language, or stays English as a whole."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from rescue_center import clock, tongues
from rescue_center.db import db
from rescue_center.husbandry import roll_rules
from rescue_center.retold import retold
from rescue_center.staff.models import Person
from tests.rounds.slices import housed, ward
from tests.staff.makers import make_person
from tools import words

OTHERS = tuple(sorted(set(tongues.LANGUAGES) - {"en"}))
_PLACE = re.compile(r"\{(\w+)\}")


def reads(language: str, *roles: str) -> Person:
    person = make_person(*(roles or ("keeper",)))
    person.language = language
    return person


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_with_facts_is_found_again_with_them(language: str) -> None:
    wrong = []
    for sentence in words.sentences():
        names = list(dict.fromkeys(_PLACE.findall(sentence)))
        own = sum(letter.isalpha() for letter in _PLACE.sub("", sentence))
        if not names or own < 12:
            continue
        facts = {name: f"Xq{n}" for n, name in enumerate(names)}
        said = retold(sentence.format(**facts), language)
        if said is None or any(fact not in said for fact in facts.values()):
            wrong.append(sentence)
    assert wrong == []


def test_facts_are_said_in_the_language_too() -> None:
    assert retold("This plan ended on 12 May 2026.", "th") == "แผนนี้จบไปเมื่อ 12 พ.ค. 2026"
    resolved = retold("This is resolved already: it died.", "es")
    assert resolved == "Esto ya está aclarado: murió."


def test_what_could_be_read_in_two_ways_stays_english() -> None:
    assert retold("A of B of C seen in D seen in E.", "es") is None
    assert retold("Nobody ever wrote this sentence.", "es") is None


@pytest.mark.engine("sqlite")
def test_a_refusal_with_facts_is_said_in_the_readers_language(
    signed_in: Callable[..., FlaskClient],
) -> None:
    unit = ward()
    times = " ".join(f"{hour}:00" for hour in range(13))
    said = signed_in(reads("vi", "manager")).post(f"/units/{unit.code}/plans/new", data={
        "kind": "clean", "times": times, "weekdays": ["1"],
        "from_on": str(clock.today())})  # fmt: skip
    assert said.status_code == 422
    assert "Hơn 12 lần một ngày" in said.text and "times a day cannot" not in said.text


@pytest.mark.engine("sqlite")
def test_what_an_act_keeps_has_english_days_whoever_reads_them(
    signed_in: Callable[..., FlaskClient],
) -> None:
    """A roll-call that finds everybody notes on the open one before it when that was."""
    unit, keeper = ward(), reads("th")
    mali = housed(unit, name="Mali")
    earlier = clock.now() - timedelta(hours=2)
    missed = roll_rules.call(unit, expected=1, found=0, missing=[mali], by=keeper, at=earlier)
    client = signed_in(keeper)
    sent = client.post(f"/units/{unit.code}/roll-call/new", data={
        "found": "1", "at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"})  # fmt: skip
    assert sent.status_code == 303
    db.session.refresh(missed)
    assert re.fullmatch(
        r"All 1 were there at \d+ [A-Z][a-z]{2} \d+, [\d:]+\.", missed.resolution_note
    )
    assert "เห็น 1 จาก 1" in client.get(sent.headers["Location"]).text
