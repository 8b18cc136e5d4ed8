"""What is typed to open a case in a browser."""

from typing import Any

import sqlalchemy as sa

from rescue_center.cases.models import Case
from rescue_center.db import db

FACTS: dict[str, Any] = {
    "kind": "seizure",
    "title": "Boat at Koh Thom",
    "happened": "2016-06-04",
    "happened_at": "05:30",
    "country": "KH",
    "place": "Koh Thom district, Kandal",
    "location_type": "VESSEL",
    "point": "11°15'50.76\"N 105°01'52.32\"E",
    "uncertainty_m": "500",
    "agencies": "Forestry Administration / arrest / Lt. Chan\nCustoms",
    "persons_apprehended": "0",
}


def rows(*lines: dict[str, str]) -> dict[str, str]:
    """The lines of a manifest, as its form sends them."""
    typed = {"rows": "8"}
    for n, one in enumerate(lines):
        typed |= {f"line-{n}-{key}": value for key, value in one.items()}
    return typed


def opened(client: Any, **typed: Any) -> Case:
    """The case that a form opened."""
    answer = client.post("/cases/new", data=typed)
    assert answer.status_code == 303, answer.text
    number = answer.location.rsplit("/", 1)[1]
    return db.session.scalars(sa.select(Case).where(Case.number == number)).one()
