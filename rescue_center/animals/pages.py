"""What the pages about an animal share: its blueprint, its frame, and how an act is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for

from rescue_center import clock, face
from rescue_center.animals.models import Animal
from rescue_center.crossorigin import SAFE
from rescue_center.db import db
from rescue_center.forms import Form
from rescue_center.media import rules as media
from rescue_center.media.models import Media
from rescue_center.staff import once
from rescue_center.web import refusals_on

bp = Blueprint("animals", __name__)

#: Who keeps the books: lots, marks, facts. Keepers count and photograph; vets do all but that.
BOOKS = ("registrar", "vet", "coordinator", "manager", "officer")
KEEPING = (*BOOKS, "keeper")


def record_url(animal: Animal) -> str:
    """The page of the animal."""
    return url_for("boards.animal", accession=animal.accession)


def answer(
    form: Form,
    act: Callable[[], Any],
    template: str,
    *,
    to: Callable[[Any], str],
    said: Callable[[Any], str] | None = None,
    facts: Callable[[], dict[str, Any]] = dict,
) -> Any:
    """Show a form, or do what it asks: one verb, one commit, and on to the next page.

    An invalid form or a refusal is the page again, with what was typed and the sentence. `facts`
    is asked when the page is shown, after anything half done was taken back. A form that inherits
    `Once` counts once, however often it is sent."""
    if request.method not in SAFE and form.validate():
        if earlier := once.done_before(form, g.staff):
            face.say("This was saved already, and was not saved again.")
            return redirect(earlier, 303)
        with refusals_on(form):
            result = act()
            db.session.flush()
            where = to(result)
            once.keep(form, where, by=g.staff, at=clock.now())
            db.session.commit()
            if said is not None:
                face.say(said(result))
            return redirect(where, 303)
    status = 200 if request.method in SAFE else 422
    return render_template(template, form=form, **facts()), status


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
