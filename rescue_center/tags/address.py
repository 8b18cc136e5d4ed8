"""The addresses of tags: the blueprint their pages hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from rescue_center.tags.face import Finder

bp = Blueprint("tags", __name__)

#: Who gives tags to animals and enclosures.
WRITERS = ("registrar", "vet", "keeper", "manager", "coordinator")
#: Who makes and prints rolls of them.
PRINTERS = ("registrar", "manager", "vet", "coordinator", "admin")


def finder_of() -> Finder:
    """Whom to call, as every tag says."""
    config = current_app.config
    return Finder(config["CENTRE_NAME"], config["CENTRE_PHONE"])


def pdf(made: bytes, name: str) -> Response:
    """A PDF that the browser shows and never runs."""
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
