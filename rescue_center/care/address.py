"""The addresses of care: the blueprint its pages hang on, and what they share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

bp = Blueprint("care", __name__)


def back(default: str) -> str:
    """Where the person came from, when that is a page of ours (`?next=`), else `default`."""
    wanted = request.values.get("next", "")
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\n" not in wanted
    return wanted if ours and wanted.isprintable() else default


def page(template: str, form: Any = None, **facts: Any) -> Any:
    """A page; with a form that was refused, the same page as 422 with what was typed."""
    shown = render_template(template, form=form, **facts)
    return (shown, 422) if form is not None and form.errors else shown
