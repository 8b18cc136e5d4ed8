"""What the pages about departures show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center import clock, panels
from rescue_center.animals.finding import animal_by_number
from rescue_center.animals.life import DEPARTED, Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.cases.models import CourtOrder
from rescue_center.db import db, get_or_missing, one_or_missing
from rescue_center.departures import readiness
from rescue_center.departures.gate import Judged, thawed
from rescue_center.departures.models import Death, DeathNote, Release, Released
from rescue_center.departures.transfer_models import Transfer, Transferred
from rescue_center.errors import Refused
from rescue_center.paging import Page, cut
from rescue_center.policy import Facts, sees
from rescue_center.staff.models import Person

#: How many of a lot, as digits of any script.
COUNT = re.compile(r"\d{1,9}")


def picks_of(typed: str) -> list[tuple[Animal, int | None]]:
    """`2026-00012 120` a line: animals and how many of each. Refuses a line it cannot read."""
    picks: dict[int, tuple[Animal, int | None]] = {}
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        words = line.replace(",", " ").split()
        animal, count = animal_by_number(line), None
        if animal is None and len(words) > 1 and COUNT.fullmatch(words[-1]):
            animal, count = animal_by_number(" ".join(words[:-1])), int(words[-1])
        if animal is None:
            raise Refused(f"“{line}” is no number of an animal here.", field="animals")
        if animal.id in picks:
            raise Refused(f"{animal.label} stands in the list twice.", field="animals")
        picks[animal.id] = (animal, count)
    return list(picks.values())


class Candidate(NamedTuple):
    """A row of the readiness board."""

    stay: Stay
    gate: readiness.Gate


def candidates(at: datetime, page: int = 1) -> Page[Candidate]:
    """Those in rehab or pre-release, pre-release first, with what each still lacks."""
    where = sa.and_(
        Stay.ended_at.is_(None), Stay.stage.in_((Stage.PRE_RELEASE.value, Stage.REHAB.value))
    )
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Stay).where(where)) or 0
    part = cut(total, page)
    stays = db.session.scalars(
        sa.select(Stay)
        .where(where)
        .options(
            joinedload(Stay.animal).joinedload(Animal.taxon), selectinload(Stay.evidence_holds)
        )
        .order_by(sa.case((Stay.stage == Stage.PRE_RELEASE.value, 0), else_=1), Stay.stage_since)
        .limit(part.size)
        .offset(part.offset)
    ).all()
    return part.holding([Candidate(stay, readiness.gate(stay, at)) for stay in stays])


def release_or_404(release_id: int) -> Release:
    """A release with its members."""
    return one_or_missing(
        sa.select(Release)
        .where(Release.id == release_id)
        .options(
            selectinload(Release.members)
            .joinedload(Released.stay)
            .joinedload(Stay.animal)
            .joinedload(Animal.taxon)
        )
    )


def judged(release: Release) -> tuple[dict[int, list[Judged]], dict[int, str]]:
    """What the gate said of each stay when it left, and the names of those who judged."""
    found = {member.stay_id: thawed(member.gate) for member in release.members}
    ids = {one.by_id for each in found.values() for one in each if one.by_id is not None}
    names = sa.select(Person.id, Person.name).where(Person.id.in_(ids))
    return found, {row.id: row.name for row in db.session.execute(names)}


def releases(page: int) -> Page[Any]:
    """Releases, newest first, with how many animals each set free."""
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Release)) or 0
    part = cut(total, page)
    rows = db.session.execute(
        sa.select(Release, sa.func.coalesce(sa.func.sum(Released.count), 0).label("animals"))
        .outerjoin(Released, Released.release_id == Release.id)
        .group_by(Release.id)
        .order_by(Release.at.desc(), Release.id.desc())
        .limit(part.size)
        .offset(part.offset)
    ).all()
    return part.holding(rows)


def shown_place(release: Release, roles: Any) -> str:
    """Where it was, for those whose work needs it; for others only that it is kept secret."""
    return release.place if sees(roles, Facts.COORDINATES) else "Kept secret"


def transfer_or_404(number: str) -> Transfer:
    """A transfer with its animals and crates."""
    return one_or_missing(
        sa.select(Transfer)
        .where(Transfer.number == number)
        .options(
            selectinload(Transfer.members)
            .joinedload(Transferred.stay)
            .options(
                joinedload(Stay.animal).joinedload(Animal.taxon),
                selectinload(Stay.evidence_holds),
            ),
            selectinload(Transfer.crates),
            joinedload(Transfer.given_by),
        )
    )


def transfer_orders(animals: Iterable[Animal]) -> list[tuple[int, str]]:
    """The orders that stand in the cases of these animals and order a transfer, as a form lists
    them."""
    cases = {animal.case_id for animal in animals if animal.case_id is not None}
    orders = db.session.scalars(
        sa.select(CourtOrder)
        .where(CourtOrder.case_id.in_(cases), CourtOrder.kind == "transfer",
               CourtOrder.voided_at.is_(None))
        .options(joinedload(CourtOrder.case))
        .order_by(CourtOrder.issued_on.desc(), CourtOrder.id.desc())
    )  # fmt: skip
    return [(one.id, f"{one.reference}, {one.authority}, {clock.day_text(one.issued_on)} "
             f"(case {one.case.number})") for one in orders]  # fmt: skip


def transfers(page: int) -> Page[Any]:
    """Transfers, open ones first, then the newest."""
    when = sa.func.coalesce(
        Transfer.received_at, Transfer.given_at, Transfer.planned_for, Transfer.recorded_at
    )
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Transfer)) or 0
    part = cut(total, page)
    rows = db.session.execute(
        sa.select(Transfer, sa.func.coalesce(sa.func.sum(Transferred.count), 0).label("animals"))
        .outerjoin(Transferred, Transferred.transfer_id == Transfer.id)
        .group_by(Transfer.id)
        .order_by(
            sa.case((Transfer.status.in_(("planned", "departed")), 0), else_=1),
            when.desc(),
            Transfer.id.desc(),
        )
        .limit(part.size)
        .offset(part.offset)
    ).all()
    return part.holding(rows)


def death_or_404(death_id: int) -> Death:
    """A death."""
    return get_or_missing(Death, death_id)


#: Nobody told the authority yet of the death of an animal that was held as evidence.
NOT_TOLD = (Death.authority_due, Death.authority_notified_at.is_(None), Death.voided_at.is_(None))


def untold() -> list[Death]:
    """Deaths of held animals of which the authority is still to be told, the oldest first."""
    return list(
        db.session.scalars(
            sa.select(Death)
            .where(*NOT_TOLD)
            .options(joinedload(Death.stay).joinedload(Stay.animal).options(
                joinedload(Animal.taxon), joinedload(Animal.case)
            ))
            .order_by(Death.at, Death.id)
            .limit(200)
        )
    )  # fmt: skip


def notes_of(death: Death) -> list[DeathNote]:
    """Later findings."""
    return list(
        db.session.scalars(
            sa.select(DeathNote)
            .where(DeathNote.death_id == death.id)
            .options(joinedload(DeathNote.by))
            .order_by(DeathNote.id)
        )
    )


class Left(NamedTuple):
    """How a stay ended, and the page that tells."""

    words: str
    endpoint: str
    key: dict[str, Any]


def left(stay_id: int, stage: str) -> Left | None:
    """The record of a departure, for a stay that has ended."""
    if Stage(stage) not in DEPARTED:
        return None
    if release := db.session.scalar(
        sa.select(Released.release_id).where(Released.stay_id == stay_id)
    ):
        return Left("Released", "departures.show_release", {"release_id": release})
    if death := db.session.scalar(
        sa.select(Death.id).where(Death.stay_id == stay_id, Death.voided_at.is_(None))
    ):
        return Left("Died", "departures.show_death", {"death_id": death})
    number = db.session.scalar(
        sa.select(Transfer.number)
        .join(Transferred, Transferred.transfer_id == Transfer.id)
        .where(Transferred.stay_id == stay_id, Transfer.status == "received")
    )
    return Left("Transferred", "transfers.show", {"number": number}) if number else None


def struck_out_deaths(animal_id: int) -> list[Death] | None:
    """The deaths of an animal that were reversed; None where there are none."""
    found = db.session.scalars(
        sa.select(Death)
        .join(Stay, Stay.id == Death.stay_id)
        .where(Stay.animal_id == animal_id, Death.voided_at.is_not(None))
        .options(joinedload(Death.voided_by))
        .order_by(Death.id)
    ).all()
    return list(found) or None


panels.add("animal_moves", "departures/_struck_out.html", struck_out_deaths)
