"""The addresses of quarantine: the blueprint its pages hang on, and what they share."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, redirect, render_template, request, url_for

from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.errors import Missing
from rescue_center.quarantine.models import Quarantine

bp = Blueprint("quarantine", __name__)

#: Who sees quarantine at all; results only with the right to clinical facts.
READERS = ("keeper", "vet", "coordinator", "officer", "manager", "inspector")


def to(q: Quarantine) -> Any:
    """Back to a quarantine."""
    return redirect(url_for("quarantine.show", quarantine_id=q.id), 303)


def page(template: str, form: Any = None, **facts: Any) -> Any:
    """A page; when a form was sent and not accepted, the same page as 422 with what was typed."""
    shown = render_template(template, form=form, **facts)
    return (shown, 422) if form is not None and request.method == "POST" else shown


def animal_or_404(accession: str) -> Animal:
    """The animal with that number."""
    animal = db.session.scalar(sa.select(Animal).where(Animal.accession == accession))
    if animal is None or animal.stay is None:
        raise Missing
    return animal
