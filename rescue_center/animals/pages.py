"""What the pages about an animal share: its blueprint, and what its forms carry along."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request, url_for

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.crossorigin import SAFE
from rescue_center.forms import Form
from rescue_center.media import rules as media
from rescue_center.media.models import Media

bp = Blueprint("animals", __name__)

#: Who keeps the books: lots, marks, facts. Keepers count and photograph; vets do all but that.
BOOKS = ("registrar", "vet", "coordinator", "manager", "officer")
KEEPING = (*BOOKS, "keeper")


def record_url(animal: Animal) -> str:
    """The page of the animal."""
    return url_for("boards.animal", accession=animal.accession)


def begin_now(form: Form) -> None:
    """On a form that is shown for the first time, put the present moment in its `at`."""
    if request.method in SAFE:
        form["at"].data = clock.now().replace(second=0, microsecond=0)


def see_anew(form: Form, name: str, value: object) -> None:
    """Let a hidden box tell what is so now: after a refusal, the page shows the newer state."""
    field: Any = form[name]
    field.raw_data, field.data = None, str(value)


def number_in(form: Form, name: str) -> int | None:
    """The number in a hidden box; None where there is none to be read."""
    text = str(form[name].data or "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def sealed(field: Any) -> list[Media]:
    """Seal the photographs that were chosen in a field."""
    return [
        media.seal(
            file.stream, file.filename, by=g.staff, at=clock.now(), images_only=True,
            field=field.name,
        )
        for file in field.data or []
    ]  # fmt: skip
