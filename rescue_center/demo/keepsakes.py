"""Pictures of some of the demo's animals, and papers issued for a few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from rescue_center import clock
from rescue_center.animals import photos
from rescue_center.animals.intake_models import Intake
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.care.order_models import Prescription
from rescue_center.db import db
from rescue_center.demo import drawings, leavers, postmortems
from rescue_center.demo.stories import DAY, HOUR, Telling
from rescue_center.departures import readiness
from rescue_center.departures.models import Death
from rescue_center.departures.transfer_models import Transfer
from rescue_center.documents import compose, queries
from rescue_center.documents import rules as documents
from rescue_center.errors import Refused
from rescue_center.media import rules as media
from rescue_center.policy import Role
from rescue_center.quarantine.models import Quarantine
from rescue_center.species.models import Taxon

PICTURED = 72
RECEIPTS, HANDOVERS, DEATHS, FIT = 3, 3, 2, 2


def pictures(tell: Telling) -> None:
    """Draw those under treatment and in quarantine, then others, of as many species as may be."""
    pressing = sa.or_(
        Animal.id.in_(sa.select(Prescription.animal_id)),
        Animal.id.in_(sa.select(Quarantine.animal_id).where(Quarantine.ended_at.is_(None))),
    )
    first = sa.select(sa.func.min(Animal.id)).where(Animal.count > 0).group_by(Animal.taxon_id)
    found = db.session.scalars(
        sa.select(Animal)
        .where(Animal.count > 0, sa.or_(pressing, Animal.id.in_(first)))
        .options(joinedload(Animal.taxon).joinedload(Taxon.group))
        .order_by(sa.case((pressing, 0), else_=1), Animal.id)
        .limit(PICTURED)
    ).all()
    for animal in found:
        _picture(tell, animal)


def _picture(tell: Telling, animal: Animal) -> None:
    group = animal.taxon.group.key if animal.taxon.group else ""
    body = drawings.body_of(group, animal.taxon.scientific_name)
    at = min(animal.admitted_at + 3 * HOUR, tell.now - HOUR)
    sealed = media.seal(
        drawings.draw(body, animal.accession), f"{animal.accession}.jpg", by=tell.keeper, at=at,
        images_only=True,
    )  # fmt: skip
    photos.add_photo(animal, sealed, by=tell.keeper, at=at, caption="Drawn for the demo")


def papers(tell: Telling) -> None:
    """Receipts, handovers and death records of the last months; one receipt is revoked."""
    registrar = tell.people[Role.REGISTRAR]
    arrivals = db.session.scalars(
        sa.select(Intake).where(Intake.case_id.is_not(None)).order_by(Intake.id.desc())
        .limit(RECEIPTS)
    ).all()  # fmt: skip
    issued = [
        _issue(tell, "intake_receipt", queries.stays_of_intake(one), (one,),
               {"place": "At the centre's gate", "officer": one.delivered_by,
                "agency": one.agency, "condition": one.condition}, case=one.case)
        for one in arrivals
    ]  # fmt: skip
    moved = db.session.scalars(
        sa.select(Transfer).where(Transfer.status == "received").order_by(Transfer.id.desc())
        .limit(HANDOVERS)
    ).all()  # fmt: skip
    for one in moved:
        _issue(tell, "handover", [m.stay for m in one.members], (one,), {"place": "At our gate"})
    postmortems.open_the_last(tell)
    _deaths(tell)
    _fitness(tell)
    if issued and (wrong := issued[-1]):
        documents.revoke(wrong, by=registrar, at=tell.now - HOUR, reason="Wrong officer named")


def _deaths(tell: Telling) -> None:
    """Records of the last two deaths of which enough is known: what came dead was not opened."""
    died = db.session.scalars(sa.select(Death).order_by(Death.at.desc(), Death.id)).all()
    issued = (
        _issue(tell, "death_record", [one.stay], (one,), {"approver": "Helen Marsh"}, role=Role.VET)
        for one in died
    )
    list(islice((paper for paper in issued if paper is not None), DEATHS))


def _fitness(tell: Telling) -> None:
    """Two of the lots in pre-release were looked at again, have their paper and may go; another
    still lacks it."""
    today = clock.today(tell.now)
    typed = {
        "law_basis": "Forestry Law 2002, permit of the Forestry Administration",
        "site_name": "Southern Cardamom", "habitat": "Evergreen forest, stream", "method": "soft",
        "release_kind": "Welfare release", "window_from": today,
        "window_to": today + timedelta(days=30), "team": "Sok Dara, two rangers",
        "monitoring": "Camera traps and weekly walks for 90 days",
    }  # fmt: skip
    waiting = db.session.scalars(
        sa.select(Stay)
        .where(Stay.ended_at.is_(None), Stay.stage == Stage.PRE_RELEASE.value)
        .order_by(Stay.id)
    ).all()
    ready = (stay for stay in waiting if readiness.gate(stay, tell.now).is_open)
    for stay in islice(ready, FIT):
        leavers.make_ready(tell, stay.animal, tell.now - 3 * DAY)
        _issue(tell, "release_fitness", [stay], ([stay],), typed, role=Role.COORDINATOR)


def _issue(
    tell: Telling, kind: str, stays: Sequence[Stay], first: tuple[Any, ...],
    typed: dict[str, Any], role: Role = Role.REGISTRAR, **more: Any,
) -> Any:  # fmt: skip
    """A paper as the page would issue it; none where the records do not know enough."""
    by, at = tell.people[role], tell.now - DAY
    composer: Callable[..., dict[str, Any]] = compose.COMPOSERS[kind]
    try:
        return documents.issue(
            kind, composer(*first, typed, by=by, at=at), stays, by=by, at=at,
            base_url=current_app.config["BASE_URL"], paper=current_app.config["PAPER"], **more,
        )  # fmt: skip
    except Refused:
        return None
