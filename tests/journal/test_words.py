"""What the journal keeps is told in words, with units and dates that people read."""

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from rescue_center.config import ROOT
from rescue_center.journal import words


def facts(
    before: dict[str, Any], after: dict[str, Any]
) -> list[tuple[str, str | None, str | None]]:
    return [(label, was, now) for _, label, was, now in words.told(before, after)]


@pytest.mark.usefixtures("shared_app")
@pytest.mark.parametrize(
    ("key", "value", "label", "told"),
    [
        ("weight_g", 3200, "Weight", "3.2 kg"),
        ("rate_mg_per_kg", "5.0000", "Rate", "5 mg/kg"),
        ("frequency", "BID", "Frequency", "Twice a day"),
        ("route", "IM", "Route", "Into the muscle (IM)"),
        ("to", "pre_release", "To", "pre-release"),
        ("criterion", "natural_diet", "Criterion", "Feeds on its natural diet"),
        ("happened_on", "2016-06-04", "Day", "4 Jun 2016"),
        ("location_type", "AIRPORT", "Kind of place", "Airport"),
        ("evidence_hold", True, "Evidence hold", "yes"),
        ("manifest", ["3 dead", "4 alive"], "Manifest", "3 dead; 4 alive"),
        ("number", "KH-001", "Number", "KH-001"),
    ],
)
def test_a_fact_is_told_as_people_write_it(key: str, value: Any, label: str, told: str) -> None:
    assert facts({}, {key: value}) == [(label, None, told)]


def test_an_amount_is_told_with_its_unit() -> None:
    assert facts({}, {"amount": "0.3200", "unit": "ml"}) == [("Amount", None, "0.32 ml")]


def test_what_was_and_what_is_stand_side_by_side() -> None:
    assert facts({"name": "Mali"}, {"name": "Dara"}) == [("Name", "Mali", "Dara")]


def test_nothing_and_what_machines_keep_are_left_out() -> None:
    assert facts({"cause": None}, {"cause": "", "sha256": "ab", "doubts": [], "count": 0}) == [
        ("Count", None, "0")
    ]


def kept() -> Iterator[str]:
    """Every key that a verb writes into the journal by name."""
    for file in (ROOT / "rescue_center").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            for word in node.keywords if isinstance(node, ast.Call) else ():
                if word.arg in ("before", "after") and isinstance(word.value, ast.Dict):
                    yield from (k.value for k in word.value.keys if isinstance(k, ast.Constant))


def test_no_fact_goes_by_the_name_of_a_column() -> None:
    labels = {key: words.label(key) for key in kept()}
    assert len(labels) > 50
    assert [label for label in labels.values() if "_" in label or label != label.strip()] == []


@pytest.mark.usefixtures("shared_app")
def test_every_code_that_is_spoken_has_words_without_underscores(shared_app: Flask) -> None:
    assert shared_app
    said = [told for codes in words.spoken.values() for told in codes.values()]
    assert said
    assert [told for told in said if "_" in told] == []
