"""The smallest parts of a page: what people type never becomes markup, no state is colour alone."""

from collections.abc import Iterator

import pytest
from flask import Flask
from markupsafe import Markup

from rescue_center import assets, marks
from rescue_center.animals.life import Stage
from rescue_center.config import ROOT

BAD = "<script>\"'&"
SHAPES = {file.stem for file in (ROOT / "static/img/marks").glob("*.svg")}


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    app = Flask(__name__, static_folder=str(ROOT / "static"))
    assets.init_app(app)
    with app.test_request_context():
        yield


def test_nothing_typed_becomes_markup() -> None:
    made = (
        marks.status("due", BAD), marks.status(BAD), marks.pill(BAD, BAD), marks.stage(BAD),
        marks.icon(BAD, BAD), marks.mark(BAD), marks.tag_number(BAD), marks.td(BAD, BAD, BAD),
        marks.species_name(BAD, BAD, BAD), marks.known_or(BAD), marks.known_or(None, BAD),
    )  # fmt: skip
    for html in made:
        assert isinstance(html, Markup)
        assert "<script>" not in html
        assert "\"'" not in html


def test_what_was_escaped_once_is_not_mistaken_for_what_was_not() -> None:
    assert "<b>x</b>" in marks.status("due", Markup("<b>x</b>"))
    assert "&lt;b&gt;x" in marks.status("due", "<b>x</b>")


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_a_shape_and_a_word(stage: Stage) -> None:
    html = marks.stage(stage)
    shape = marks.SHAPES.get(stage.value, stage.value)
    assert shape in SHAPES
    assert f"#mark-{shape}" in html
    assert marks.word_of(stage.value)[0].isupper()


def test_every_named_state_has_a_shape() -> None:
    assert {marks.SHAPES.get(kind, kind) for kind in marks.TONES} <= SHAPES


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "Not known"), ("", "Not known"), (0, "0"), (1200, "1,200")]
)
def test_nothing_is_not_known_and_a_zero_is_a_zero(value: object, shown: str) -> None:
    assert Markup(marks.td("Count", value)).striptags() == shown


def test_a_tag_number_is_read_in_two_groups() -> None:
    assert "4821&nbsp;7307" in marks.tag_number("48217307")
    assert "No tag" in marks.tag_number(None)
