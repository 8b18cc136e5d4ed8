"""Style sheets, scripts and icons: one address per release, small, kept, and nobody else's."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rescue_center import assets, icons
from rescue_center.config import ROOT

STATIC = ROOT / "static"


@pytest.fixture
def files() -> Iterator[FlaskClient]:
    app = Flask(__name__, static_folder=str(STATIC))
    assets.init_app(app)
    with app.test_request_context():
        yield app.test_client()


def test_a_file_is_kept_for_a_year_under_its_stamp(files: FlaskClient) -> None:
    answer = files.get(assets.address("css/app.css"))
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_older_stamp_still_answers_but_is_not_kept(files: FlaskClient) -> None:
    answer = files.get("/assets/0000000000/js/app.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_files_are_compressed_for_who_can_read_it(files: FlaskClient) -> None:
    url = assets.address("css/app.css")
    plain = files.get(url)
    packed = files.get(url, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "name", ["../wsgi.py", "..%2fwsgi.py", "css/../../wsgi.py", "css", "nothing.css", "/etc/passwd"]
)
def test_nothing_else_is_served(files: FlaskClient, name: str) -> None:
    assert files.get(f"/assets/0000000000/{name}").status_code in (404, 308)


def test_the_stamp_changes_with_any_file(tmp_path: Path) -> None:
    for name, text in (
        ("css/tokens.css", ":root{}"),
        ("css/dark.css", ":root{}"),
        ("js/a.js", "1"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    app = Flask(__name__)
    with app.app_context():
        first = assets.Assets(tmp_path).stamp
        assert assets.Assets(tmp_path).stamp == first
        (tmp_path / "js/a.js").write_text("2")
        assert assets.Assets(tmp_path).stamp != first


def test_the_style_sheets_are_small() -> None:
    """The scan page may weigh 30 KB with its picture; the styles are half of it at most."""
    sizes = assets.bundle_sizes(STATIC / "css")
    assert sizes["app"] < 15_000
    assert sizes["public"] < 8_000
    assert 0 < sizes["clinic"] < 6_000


def test_the_dark_theme_names_only_colours_that_the_light_one_has() -> None:
    def names(file: str) -> set[str]:
        return set(re.findall(r"(--[\w-]+):", (STATIC / "css" / file).read_text("utf-8")))

    assert names("dark.css") <= names("tokens.css")


def test_every_colour_that_is_used_is_one_that_is_named() -> None:
    css = assets.style_sheet(STATIC / "css").decode()
    used = set(re.findall(r"var\((--[\w-]+)\)", css))
    named = set(re.findall(r"(--[\w-]+):", css))
    assert used <= named, used - named


@pytest.mark.parametrize("file", sorted((STATIC / "css").rglob("*.css")), ids=lambda f: f.stem)
def test_a_style_sheet_is_short_closed_and_fetches_nothing(file: Path) -> None:
    css = file.read_text("utf-8")
    assert css.count("{") == css.count("}")
    assert len(css.splitlines()) <= 150
    assert not re.search(r"@import|url\(|https?:|!ie", css)


@pytest.mark.parametrize("file", sorted((STATIC / "js").rglob("*.js")), ids=lambda f: f.stem)
def test_a_script_is_short_and_makes_no_page_from_text(file: Path) -> None:
    js = file.read_text("utf-8")
    assert len(js.splitlines()) <= 80
    assert not re.search(
        r"innerHTML|insertAdjacentHTML|document\.write|\beval\b|https?://(?!www\.w3)", js
    )


# --- icons ----------------------------------------------------------------------------------


def test_the_sprite_holds_our_marks_and_the_icons_that_were_installed(tmp_path: Path) -> None:
    for folder in ("vendor/icons", "img/marks"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "vendor/icons/dose.svg").write_text(
        '<svg viewBox="0 0 24 24">\n <path d="M1"/>\n</svg>'
    )
    (tmp_path / "img/marks/due.svg").write_text('<svg><circle r="2"/></svg>')
    assert icons.sprite(tmp_path).decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg">'
        '<symbol id="dose" viewBox="0 0 24 24"><path d="M1"/></symbol>'
        '<symbol id="mark-due" viewBox="0 0 24 24"><circle r="2"/></symbol></svg>'
    )


def test_every_icon_and_mark_a_template_names_exists() -> None:
    templates = "\n".join(f.read_text("utf-8") for f in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r"\bicon\(\"(\w+)\"\)|(?:icon_name|submit_icon)=\"(\w+)\"", templates))
    missing = {name for pair in named for name in pair if name} - set(icons.LUCIDE)
    assert not missing, f"icons nobody draws: {missing}"
    marks = {file.stem for file in (STATIC / "img/marks").glob("*.svg")}
    wanted = set(re.findall(r"\bmark\(\"(\w+)\"|mark_name=\"(\w+)\"", templates))
    absent = {name for pair in wanted for name in pair if name} - marks
    assert not absent, f"marks nobody draws: {absent}"
