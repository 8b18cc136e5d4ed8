"""What strangers tell about a tagged animal, and what we did about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.media.models import Media
from rescue_center.staff.models import Person
from rescue_center.tags import check, queries
from rescue_center.tags.models import Finding, FindingPhoto, FindingPosition

explain("tag_finding_facts_stay", "What a finder told us is not changed.")

#: How many reports one address may send, and in what time.
MOST = 5
WITHIN = timedelta(minutes=10)


def is_flooding(address_hash: str, at: datetime) -> bool:
    """Whether too much came from one address just now."""
    told = (
        sa.select(sa.func.count())
        .select_from(Finding)
        .where(Finding.address_hash == address_hash, Finding.at > at - WITHIN)
    )
    return (db.session.scalar(told) or 0) >= MOST


class Position(NamedTuple):
    """Where a stranger's phone says it is, in degrees, and how exact that is."""

    latitude: Decimal
    longitude: Decimal
    accuracy_m: int | None


def report(
    number: str, where: str, *, at: datetime, contact: str = "", message: str = "",
    address_hash: str = "", position: Position | None = None, photo: Media | None = None,
) -> Finding:  # fmt: skip
    """Keep what a stranger tells, for any number: one misread is worth looking at too."""
    tag = queries.by_number(number)
    finding = Finding(
        tag_number=check.tidy(number)[:20], tag_id=tag.id if tag else None, at=at,
        where_text=where, contact=contact, message=message, address_hash=address_hash,
    )  # fmt: skip
    if position is not None:
        finding.position = FindingPosition(**position._asdict())
    if photo is not None:
        finding.photo = FindingPhoto(media=photo)
    db.session.add(finding)
    db.session.flush()
    return finding


def answer(finding: Finding, said: str, *, by: Person, at: datetime) -> None:
    """Write down what was done about a report; once, and for good."""
    lock(finding)
    if finding.answered_at is not None:
        who = finding.answered_by.name if finding.answered_by else "Somebody"
        raise Refused(f"{who} wrote down already what was done: {finding.answer}")
    if not said.strip():
        raise Refused("Say what was done.", field="answer")
    finding.answered_at, finding.answered_by, finding.answer = at, by, said.strip()
    db.session.flush()
    tag = finding.tag
    journal.record(
        "answered a finder", finding, by=by, at=at, reason=said.strip(),
        animal=tag.animal_id if tag else None, unit=tag.unit_id if tag else None,
    )  # fmt: skip
