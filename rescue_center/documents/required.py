"""The papers without which animals do not leave: a fitness for release, and where a vet or the
border asks for it, a health statement (domain rules 11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from flask import current_app

from rescue_center import clock
from rescue_center.animals.models import Stay
from rescue_center.db import db
from rescue_center.departures import stops, transfer_stops
from rescue_center.departures.gate import Stop
from rescue_center.departures.past import lineage
from rescue_center.departures.transfer_models import Transfer
from rescue_center.documents.models import Issued, IssuedStay


def fitness(stay: Stay, at: datetime) -> list[Stop]:
    """A release needs a valid fitness for release that names the animal, or the lot it was split
    from; the centre may do without (`RESCUE_RELEASE_NEEDS_PAPER`)."""
    if not current_app.config["RELEASE_NEEDS_PAPER"]:
        return []
    line = lineage(stay.animal)[1:] if stay.number == 1 else []
    named = [stay.id, *(one.stay.id for one in line if one.stay is not None)]
    if any(_is_in_time(paper, at) for paper in _valid("release_fitness", named).values()):
        return []
    sentence = f"No valid fitness for release names {stay.animal.label}."
    return [Stop("paper", sentence, "paper")]


def _is_in_time(paper: Issued, at: datetime) -> bool:
    """Whether the window of a fitness for release has not passed."""
    until = paper.facts["site"]["window_to"]
    return until is None or clock.today(at) <= date.fromisoformat(until)


def _valid(kind: str, stay_ids: Iterable[int]) -> dict[int, Issued]:
    """The newest paper of a kind, neither revoked nor replaced, by the stay that it names."""
    found = db.session.execute(
        sa.select(IssuedStay.stay_id, Issued)
        .join(Issued, Issued.id == IssuedStay.issued_id)
        .where(
            IssuedStay.stay_id.in_(list(stay_ids)), Issued.kind == kind,
            Issued.revoked_at.is_(None), Issued.superseded_at.is_(None),
        )
        .order_by(Issued.id)
    )  # fmt: skip
    return {stay_id: paper for stay_id, paper in found}  # noqa: C416


def needs_statement(transfer: Transfer) -> bool:
    """Whether a vet asked for a health statement; unless one said, a transfer abroad needs it."""
    if transfer.statement_needed is not None:
        return transfer.statement_needed
    return transfer.to_country not in ("", current_app.config["CENTRE_COUNTRY"])


def statement(transfer: Transfer, at: datetime) -> list[str]:
    """Whom no valid health statement names, where one is needed."""
    if not needs_statement(transfer):
        return []
    day, known = clock.today(at), _valid("health_statement", [m.stay_id for m in transfer.members])
    good = {key for key, paper in known.items() if paper.valid_until and paper.valid_until >= day}
    lacking = [m.stay.animal.label for m in transfer.members if m.stay_id not in good]
    return [f"{transfer_stops.NO_STATEMENT} {', '.join(lacking)}."] if lacking else []


stops.asked_last.append(fitness)
transfer_stops.asked_last.append(statement)
