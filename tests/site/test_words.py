"""How pages write names, weights and numbers, and where the navigation leads."""

from decimal import Decimal

import pytest
from flask import Flask
from markupsafe import Markup

from rescue_center import face, measures, navigation
from rescue_center.documents import wording
from rescue_center.policy import Role, allow
from rescue_center.words import spoken


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Mali", "Mali"),
        ("ម៉ាលី Mali", '<span lang="km">ម៉ាលី</span> Mali'),
        ("Q2 ទោច ស្រី 4", 'Q2 <span lang="km">ទោច ស្រី</span> 4'),
        ("ลิ่นชวา (Manis)", '<span lang="th">ลิ่นชวา</span> (Manis)'),
        ("Nguyễn Văn", '<span lang="vi">Nguyễn Văn</span>'),
        ("<b>ម៉ា</b>", '&lt;b&gt;<span lang="km">ម៉ា</span>&lt;/b&gt;'),
        ("", ""), (None, ""), (12, "12"),
    ],
)  # fmt: skip
def test_each_run_of_another_script_says_its_language(text: object, html: str) -> None:
    assert spoken(text) == html


def test_what_is_markup_already_is_left_alone() -> None:
    assert spoken(Markup("<b>ម៉ា</b>")) == "<b>ម៉ា</b>"


@pytest.mark.parametrize(
    ("grams", "text"),
    [(0, "0 g"), (850, "850 g"), (1000, "1 kg"), (2400, "2.4 kg"), (2405, "2.405 kg"),
     (1_250_000, "1250 kg"), (9_999_999, "9999.999 kg"), (None, "Not known")],
)  # fmt: skip
def test_a_weight_is_written_without_losing_a_gram(grams: int | None, text: str) -> None:
    assert measures.weight_text(grams) == text


@pytest.mark.parametrize("digits", range(1, 8))
def test_a_weight_reads_back_as_it_was_written_on_a_screen_a_list_and_a_paper(digits: int) -> None:
    low = 10 ** (digits - 1)
    for grams in {*range(low, 10 * low, max(1, low // 89)), 10 * low - 1}:
        written = {
            measures.weight_text(grams), wording.weight(grams),
            measures.quantity_text(Decimal(grams) / 1000, "kg"),
        }  # fmt: skip
        assert {measures.parse_grams(text) for text in written} == {grams}, written


def test_numbers_are_written_with_marks_and_nothing_is_not_zero() -> None:
    assert measures.number_text(1200) == "1,200"
    assert measures.number_text(0) == "0"
    assert measures.number_text(None) == "Not known"


# --- navigation -----------------------------------------------------------------------------


def places(roles: set[Role], path: str = "/") -> list[navigation.Item]:
    """What somebody finds where only the home, the cases and the people have pages yet."""
    app = Flask(__name__)
    app.add_url_rule("/", "boards.home", allow("staff")(lambda: ""))
    app.add_url_rule("/cases", "cases.index", allow("registrar", "officer")(lambda: ""))
    app.add_url_rule("/people", "people.index", allow("admin")(lambda: ""))
    with app.test_request_context():
        return navigation.items_for(roles, navigation.here_of(roles, path))


def test_only_pages_that_exist_and_are_open_to_the_person_are_offered() -> None:
    assert [p.label for p in places({Role.REGISTRAR})] == ["Home", "Cases"]
    assert [p.label for p in places({Role.MANAGER})] == ["Home"]


def test_several_roles_share_one_list_without_repeats() -> None:
    assert [p.label for p in places({Role.REGISTRAR, Role.OFFICER, Role.ADMIN})] == [
        "Home", "Cases", "People",
    ]  # fmt: skip


def test_the_place_one_is_in_is_marked_and_only_that() -> None:
    for path, here in (
        ("/", "Home"),
        ("/cases", "Cases"),
        ("/cases/KH-001", "Cases"),
        ("/x", None),
    ):
        marked = [p.label for p in places({Role.OFFICER}, path) if p.here]
        assert marked == ([here] if here else [])


# --- theme ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("back", "leads"),
    [("/cases?page=2", "/cases?page=2"), ("//evil.example/", "/"), ("https://evil.example/", "/"),
     ("/\\evil.example", "/"), ("/a\r\nSet-Cookie: x", "/"), ("cases", "/")],
)  # fmt: skip
def test_the_theme_switch_leads_back_and_never_to_another_site(back: str, leads: str) -> None:
    app = Flask(__name__)
    app.config["CENTRE_NAME"] = "Rescue Center"
    face.init_app(app)
    answer = app.test_client().post("/theme", data={"theme": "dark", "next": back})
    assert answer.status_code == 303
    assert answer.headers["Location"] == leads
    assert "theme=dark" in answer.headers["Set-Cookie"]


def test_an_unknown_theme_is_that_of_the_system() -> None:
    app = Flask(__name__)
    app.config["CENTRE_NAME"] = "Rescue Center"
    face.init_app(app)
    answer = app.test_client().post("/theme", data={"theme": '"><script>'})
    assert answer.status_code == 204
    assert "theme=auto" in answer.headers["Set-Cookie"]
