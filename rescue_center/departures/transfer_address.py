"""Where the pages of transfers live, who may open them, and the way back to one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, url_for

from rescue_center.answers import answer
from rescue_center.departures.transfer_models import Transfer
from rescue_center.forms import Form

bp = Blueprint("transfers", __name__, url_prefix="/transfers")
READERS = ("coordinator", "registrar", "vet", "manager", "officer", "inspector")
WRITERS = ("coordinator", "registrar", "manager", "vet")


def url(found: Transfer) -> str:
    return url_for(".show", number=found.number)


def answered(
    form: Form, found: Transfer, act: Callable[[], Any], template: str, said: str = ""
) -> Any:
    """What is done to one transfer: the form, then back to it."""
    return answer(
        form, act, f"departures/{template}.html", to=lambda _: url(found),
        said=(lambda _: said) if said else None, facts=lambda: {"transfer": found},
    )  # fmt: skip
