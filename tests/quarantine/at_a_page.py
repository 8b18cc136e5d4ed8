"""Quarantines in the real time, which pages live in, and forms that are sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.quarantine.models import Quarantine
from tests.enclosures.makers import make_animal
from tests.pages import Page
from tests.quarantine.makers import (
    macaque,
    make_quarantine,
)

Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]


def ago(days: float) -> datetime:
    """A moment before the present: pages live in the real time."""
    return clock.now() - timedelta(days=days)


def post(page: Open, url: str, by: FlaskClient, status: int = 303, **typed: object) -> Page:
    return page(url, by=by, status=status, method="POST", data=typed)


def begun(days: float, animal: object = None, unit: object = None) -> Quarantine:
    animal = animal or make_animal(macaque(), at=ago(days))
    return make_quarantine(animal, unit, at=ago(days))  # type: ignore[arg-type]


def local(days: float) -> str:
    """So many days ago, as a form carries it."""
    return f"{clock.local(ago(days)):%Y-%m-%dT%H:%M}"


def again(q: Quarantine) -> Quarantine:
    db.session.refresh(q)
    return q
