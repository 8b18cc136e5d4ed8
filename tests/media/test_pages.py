"""Who is sent which picture, and what the browser is told about it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.media import rules
from rescue_center.media.models import Media
from tests.media import makers

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def media(app: Flask) -> Media:
    return rules.seal(makers.photograph(), "IMG_1.html", by=None, at=clock.now())


def test_a_keeper_sees_the_picture_and_not_the_original(media: Media, signed_in: SignedIn) -> None:
    keeper = signed_in("keeper")
    response = keeper.get(f"/media/{media.sha256}/320.webp")
    assert (response.status_code, response.mimetype) == (200, "image/webp")
    assert keeper.get(f"/media/{media.sha256}/original").status_code == 403


def test_who_does_not_work_with_animals_sees_none(
    media: Media, signed_in: SignedIn, client: FlaskClient
) -> None:
    assert client.get(f"/media/{media.sha256}/320.webp").status_code == 303
    assert signed_in("admin").get(f"/media/{media.sha256}/320.webp").status_code == 403


def test_a_picture_may_be_kept_by_the_browser_and_runs_nothing(
    media: Media, signed_in: SignedIn
) -> None:
    keeper = signed_in("keeper")
    response = keeper.get(f"/media/{media.sha256}/96.webp")
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" in response.headers["Vary"]
    etag = response.headers["ETag"]
    again = keeper.get(f"/media/{media.sha256}/96.webp", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_the_original_is_saved_and_not_shown(media: Media, signed_in: SignedIn) -> None:
    response = signed_in("vet").get(f"/media/{media.sha256}/original", buffered=True)
    assert response.data == makers.photograph()
    assert response.headers["Content-Disposition"] == (
        f"attachment; filename={media.sha256[:16]}.jpg"
    )
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_paper_is_sent_as_it_is(signed_in: SignedIn) -> None:
    vet = signed_in("vet")
    paper = rules.seal(makers.PDF, "order.pdf", by=None, at=clock.now())
    address = f"/media/{paper.sha256}/1280.webp"
    response = vet.get(address, follow_redirects=True, buffered=True)
    assert (response.data, response.mimetype) == (makers.PDF, "application/pdf")


@pytest.mark.parametrize(
    "address", ["/media/x/320.webp", "/media/../../etc/passwd/320.webp", "/media/x/original",
                "/media/%2e%2e%2fetc/96.webp"],
)  # fmt: skip
def test_what_is_not_there_is_missing(signed_in: SignedIn, address: str) -> None:
    assert signed_in("vet").get(address).status_code == 404


def test_other_sizes_are_missing(media: Media, signed_in: SignedIn) -> None:
    assert signed_in("vet").get(f"/media/{media.sha256}/4000.webp").status_code == 404


# --- sweeping -------------------------------------------------------------------------------


def test_what_no_row_names_is_swept_after_a_day(media: Media, app: Flask, folder: Path) -> None:
    rules.derivative(media, 96)
    old, fresh = folder / "ab" / "cd" / ("ab" * 32), folder / "drafts" / "fresh"
    lost = folder / "derived" / "ab" / "cd" / f"{'ab' * 32}-96.webp"
    for file in (old, fresh, lost):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    kept = {f for f in folder.rglob("*") if f.is_file()} - {old, lost}
    db.session.commit()
    for file in (old, lost, rules.derivative(media, 96)):
        os.utime(file, (1, 1))
    said = app.test_cli_runner().invoke(args=["media", "sweep", "--check"]).output
    assert "2 files to sweep." in said
    assert old.exists()
    assert "2 files swept." in app.test_cli_runner().invoke(args=["media", "sweep"]).output
    assert {f for f in folder.rglob("*") if f.is_file()} == kept
