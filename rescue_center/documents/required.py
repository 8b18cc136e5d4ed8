"""The papers without which animals do not leave: a fitness for release, and where a vet or the
border asks for it, a health statement (domain rules 11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import current_app

from rescue_center import clock
from rescue_center.animals.models import Stay
from rescue_center.db import db
from rescue_center.departures import stops, transfer_stops
from rescue_center.departures.gate import Stop
from rescue_center.departures.past import last_exam, lineage
from rescue_center.departures.transfer_models import Transfer
from rescue_center.documents.models import Issued, IssuedStay

UNFIT = "A vet has found not fit, after the health statement was issued:"


def fitness(stay: Stay, at: datetime) -> list[Stop]:
    """A release needs a valid fitness for release that names the animal, or the lot it was split
    from; the centre may do without (`RESCUE_RELEASE_NEEDS_PAPER`)."""
    if not current_app.config["RELEASE_NEEDS_PAPER"]:
        return []
    line = lineage(stay.animal)[1:] if stay.number == 1 else []
    named = [stay.id, *(one.stay.id for one in line if one.stay is not None)]
    papers = _valid("release_fitness", named).values()
    good = [paper for paper in papers if not paper.is_over(clock.today(at))]
    if not good:
        sentence = f"No valid fitness for release names {stay.animal.label}."
    elif _is_unfit_since(stay, good):
        sentence = f"{stay.animal.label} was found not fit after {good[-1].number} was issued."
    else:
        return []
    return [Stop("paper", sentence, "paper")]


def _is_unfit_since(stay: Stay, papers: Sequence[Issued]) -> bool:
    """Whether a vet who looked after the papers were issued finds it not fit."""
    exam = last_exam(stay)
    if exam is None or exam.fitness != "unfit":
        return False
    return all(paper.issued_at < exam.at for paper in papers)


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
    good = {key: paper for key, paper in known.items() if not paper.is_over(day)}
    lacking = [m.stay.animal.label for m in transfer.members if m.stay_id not in good]
    unfit = [m.stay.animal.label for m in transfer.members
             if m.stay_id in good and _is_unfit_since(m.stay, [good[m.stay_id]])]  # fmt: skip
    return [
        f"{said} {', '.join(whose)}."
        for said, whose in ((transfer_stops.NO_STATEMENT, lacking), (UNFIT, unfit))
        if whose
    ]


stops.asked_last.append(fitness)
transfer_stops.asked_last.append(statement)
