"""Addresses of photographs: the album, the cover, striking out."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, url_for

from rescue_center import clock, face
from rescue_center.animals import photos, queries
from rescue_center.animals.forms import PhotoForm, VoidForm
from rescue_center.animals.models import Animal
from rescue_center.animals.pages import BOOKS, KEEPING, bp, sealed
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.policy import allow


def _url(animal: Animal) -> str:
    return url_for(".add_photo", accession=animal.accession)


@bp.route("/animals/<accession>/photos", methods=["GET", "POST"])
@allow(*KEEPING)
def add_photo(accession: str) -> Any:
    """The album of an animal, and a form to add to it."""
    animal = queries.animal_or_404(accession)
    form = PhotoForm.posted(view="whole")

    def act() -> int:
        pictures = sealed(form.photos)
        for number, picture in enumerate(pictures):
            photos.add_photo(
                animal, picture, by=g.staff, at=clock.now(), view=form.view.data,
                caption=form.caption.data, cover=form.cover.data and number == 0,
            )  # fmt: skip
        return len(pictures)

    return answer(
        form, act, "animals/photos.html",
        to=lambda _: _url(animal),
        said=lambda n: f"{animal.label}: 1 photograph added."
        if n == 1
        else f"{animal.label}: {n} photographs added.",
        facts=lambda: {"animal": animal, "album": queries.photos_of(animal)},
    )  # fmt: skip


@bp.post("/animals/<accession>/photos/<int:photo_id>/cover")
@allow(*KEEPING)
def choose_cover(accession: str, photo_id: int) -> Any:
    """Show this photograph first."""
    animal = queries.animal_or_404(accession)
    photos.choose_cover(queries.photo_or_404(animal, photo_id), by=g.staff, at=clock.now())
    db.session.commit()
    face.say(f"{animal.label} has a new cover.")
    return redirect(_url(animal), 303)


@bp.route("/animals/<accession>/photos/<int:photo_id>/void", methods=["GET", "POST"])
@allow(*BOOKS)
def void_photo(accession: str, photo_id: int) -> Any:
    """Strike out a photograph that is of something else."""
    animal = queries.animal_or_404(accession)
    photo, form = queries.photo_or_404(animal, photo_id), VoidForm.posted()
    return answer(
        form,
        lambda: photos.void_photo(photo, by=g.staff, at=clock.now(), reason=form.reason.data),
        "animals/void_photo.html",
        to=lambda _: _url(animal), said=lambda _: "The photograph is struck out.",
        facts=lambda: {"animal": animal, "photo": photo},
    )  # fmt: skip
