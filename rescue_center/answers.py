"""How a view answers a form: shown, refused with what was typed, or done and on to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, redirect, render_template, request

from rescue_center import clock, face, once
from rescue_center.crossorigin import SAFE
from rescue_center.db import db
from rescue_center.forms import Form
from rescue_center.refusals import refusals_on


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
        if earlier := once.done_before(form, g.staff.id):
            face.say("This was saved already, and was not saved again.")
            return redirect(earlier, 303)
        with refusals_on(form):
            result = act()
            db.session.flush()
            where = to(result)
            words = said(result) if said is not None else ""  # nothing is read after the commit
            once.keep(form, where, by_id=g.staff.id, at=clock.now())
            db.session.commit()
            if words:
                face.say(words)
            return redirect(where, 303)
    status = 200 if request.method in SAFE else 422
    return render_template(template, form=form, **facts()), status
