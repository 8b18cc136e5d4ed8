"""What each role has before it today: the numbers and the lists of its home page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import url_for

from rescue_center import clock
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.boards.home_queries import Today
from rescue_center.care.models import Exam
from rescue_center.db import rows
from rescue_center.departures.gate_models import Permit, PermitStay
from rescue_center.departures.models import Death, Release, Released
from rescue_center.departures.queries import NOT_TOLD
from rescue_center.departures.transfer_models import Transfer
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry import concern_queries, incident_queries, roll_queries
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.incident_models import Incident
from rescue_center.husbandry.roll_models import RollCall
from rescue_center.navigation import open_to
from rescue_center.policy import Role
from rescue_center.quarantine.board_queries import how_many
from rescue_center.quarantine.models import DiseaseNotice
from rescue_center.rounds.desk_queries import waiting, waiting_for_a_vet
from rescue_center.tags.models import Finding, Tag
from rescue_center.tongues import phrase


@dataclass(frozen=True)
class Kind:
    """A number of a home page: its words for one and for many, where it leads, how it looks.
    `quietly` leaves it out while it is nought."""

    one: str
    many: str
    endpoint: str
    mark: str = ""
    quietly: bool = False
    query: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A number as the page shows it."""

    value: int
    words: str
    href: str
    mark: str
    note: str


KINDS = {
    "findings": Kind("animal found by a stranger", "animals found by strangers", "tags.findings",
                     "problem", True),
    "concerns": Kind("concern waits for an answer", "concerns wait for an answer",
                     "husbandry.concerns", "problem", True),
    "incidents": Kind("incident to follow up", "incidents to follow up", "husbandry.incidents",
                      "problem", True),
    "mismatches": Kind("roll-call to resolve", "roll-calls to resolve", "husbandry.rolls",
                       "missing", True),
    "phone_records": Kind("record from a phone to decide", "records from phones to decide",
                          "phone_records.index", "problem", True),
    "phone_records_vet": Kind("record from a phone to decide", "records from phones to decide",
                              "phone_records.index", "problem", True),
    "doses_overdue": Kind("dose overdue", "doses overdue", "care.treatments", "overdue", True),
    "doses_later": Kind("more dose today", "more doses today", "care.treatments", "due"),
    "samples": Kind("sample to take", "with a sample to take", "quarantine.board", "due",
                    query=(("show", "due"),)),
    "results": Kind("awaits a result", "await a result", "quarantine.board", "waiting",
                    query=(("show", "pending"),)),
    "over": Kind("quarantine is over", "quarantines are over", "quarantine.board", "done",
                 query=(("show", "over"),)),
    "unsigned": Kind("examination to sign", "examinations to sign", "", "draft", True),
    "quarantine": Kind("in quarantine", "in quarantine", "quarantine.board", "quarantine"),
    "held": Kind("held as evidence", "held as evidence", "animal_list.index", "hold",
                 query=(("held", "y"),)),
    "pre_release": Kind("in pre-release", "in pre-release", "departures.board", "prerelease"),
    "released": Kind("released in a year", "released in a year", "departures.releases", "released"),
    "transfers": Kind("transfer under way", "transfers under way", "transfers.index",
                      "transferred"),
    "permits": Kind("permit ends in 30 days", "permits end in 30 days", "departures.permits", "due",
                    True, (("show", "ending"),)),
    "untagged": Kind("record without a tag", "records without a tag", "tags.labels", "problem",
                     True),
    "blank_tags": Kind("blank tag ready", "blank tags ready", "tags.labels"),
    "notices": Kind("disease to report to the authority", "diseases to report to the authority",
                    "quarantine.notices", "problem", True),
    "untold": Kind("death to report to the authority", "deaths to report to the authority",
                   "departures.untold", "problem", True),
    "deaths": Kind("died in 30 days", "died in 30 days", "animal_list.deaths", "dead"),
    "stops": Kind("movement stop", "movement stops", "enclosures.index", "problem", True),
    "no_place": Kind("record without an enclosure", "records without an enclosure",
                     "animal_list.index", "missing", True, (("unit", "none"),)),
    "over_full": Kind("enclosure too full", "enclosures too full", "enclosures.index", "overdue",
                      True),
    "in_care": Kind("animal in care", "animals in care", "animal_list.index"),
}  # fmt: skip
SHOWN: dict[Role, tuple[str, ...]] = {
    Role.KEEPER: ("doses_overdue", "mismatches", "doses_later", "no_place", "quarantine",
                  "in_care"),
    Role.VET: ("concerns", "notices", "incidents", "mismatches", "phone_records_vet",
               "doses_overdue", "doses_later", "unsigned", "samples", "results", "over"),
    Role.COORDINATOR: ("findings", "pre_release", "transfers", "permits", "over", "released",
                       "in_care"),
    Role.REGISTRAR: ("findings", "untold", "untagged", "no_place", "held", "blank_tags",
                     "transfers", "in_care"),
    Role.OFFICER: ("notices", "findings", "untold", "held", "transfers", "quarantine", "in_care"),
    Role.MANAGER: ("concerns", "notices", "incidents", "mismatches", "findings", "phone_records",
                   "doses_overdue", "stops", "over_full", "no_place", "quarantine", "held",
                   "deaths", "in_care"),
    Role.INSPECTOR: ("in_care", "held", "quarantine", "deaths", "released"),
}  # fmt: skip
_TONES = {"overdue": "overdue", "problem": "overdue", "missing": "overdue", "due": "due",
          "quarantine": "quarantine", "hold": "hold"}  # fmt: skip


def figures(now: Today, roles: frozenset[Role], at: datetime) -> list[Figure]:
    """The numbers for a person with these roles, the most pressing first."""
    wanted = dict.fromkeys(key for role in SHOWN if role in roles for key in SHOWN[role])
    if "phone_records" in wanted:  # which are all of them
        wanted.pop("phone_records_vet", None)
    numbers = {
        **now._asdict(), "quarantine": now.stages.get(Stage.QUARANTINE.value, 0),
        "doses_later": now.doses_due - now.doses_overdue,
        **counted(tuple(key for key in wanted if key in COUNTS), at),
    }  # fmt: skip
    notes = {
        "doses_later": phrase("{n} recorded", n=now.doses_given),
        "in_care": _records(now.records),
    }
    return [
        _figure(KINDS[key], numbers[key], notes.get(key, ""), roles)
        for key in wanted
        if numbers[key] or not KINDS[key].quietly
    ]


def _records(n: int) -> str:
    return phrase("1 record") if n == 1 else phrase("{n} records", n=f"{n:,}")


def _figure(kind: Kind, value: int, note: str, roles: frozenset[Role]) -> Figure:
    leads = kind.endpoint and open_to(kind.endpoint, roles)
    query: dict[str, Any] = dict(kind.query)
    return Figure(
        value, phrase(kind.one if value == 1 else kind.many),
        url_for(kind.endpoint, **query) if leads else "", kind.mark, note,
    )  # fmt: skip


def tone_of(figure: Figure) -> str:
    """The colour of a number: none where there is nothing to count."""
    return _TONES.get(figure.mark, "") if figure.value else ""


# --- what is counted only for those who see it --------------------------------------------------


_TODAY = sa.bindparam("today", type_=Permit.expires_on.type)
_MONTH_ON = sa.bindparam("month_on", type_=Permit.expires_on.type)
_MONTH_AGO = sa.bindparam("month_ago", type_=Stay.began_at.type)
_YEAR_AGO = sa.bindparam("year_ago", type_=Stay.began_at.type)
_WORN = sa.exists().where(Tag.animal_id == Stay.animal_id, Tag.status == "bound")


_OF_ONE_HERE = sa.exists().where(
    PermitStay.permit_id == Permit.id, Stay.id == PermitStay.stay_id, Stay.ended_at.is_(None)
)


def _count(model: Any, *where: Any) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(model).where(*where)


def _sum(column: Any) -> sa.Select[Any]:
    return sa.select(sa.func.coalesce(sa.func.sum(column), 0))


COUNTS: dict[str, sa.Select[Any]] = {
    "concerns": _count(Concern, *concern_queries.OPEN),
    "incidents": _count(Incident, *incident_queries.OPEN),
    "mismatches": _count(RollCall, *roll_queries.OPEN),
    "samples": how_many("due"),
    "results": how_many("pending"),
    "over": how_many("over"),
    "pre_release": _sum(Animal.count)
    .join(Stay, Stay.animal_id == Animal.id)
    .where(Stay.ended_at.is_(None), Stay.stage == Stage.PRE_RELEASE.value),
    "unsigned": _count(Exam, Exam.signed_at.is_(None), Exam.voided_at.is_(None)),
    "transfers": _count(Transfer, Transfer.status.in_(("planned", "departed"))),
    "findings": _count(Finding, Finding.answered_at.is_(None)),
    "permits": _count(
        Permit,
        Permit.voided_at.is_(None),
        _OF_ONE_HERE,
        Permit.expires_on.between(_TODAY, _MONTH_ON),
    ),
    "untagged": _count(Stay, Stay.ended_at.is_(None), ~_WORN),
    "blank_tags": _count(Tag, Tag.status == sa.literal_column("'blank'")),
    "stops": _count(Unit, Unit.movement_stop_since.is_not(None)),
    "notices": _count(DiseaseNotice, DiseaseNotice.told_at.is_(None)),
    "untold": _count(Death, *NOT_TOLD),
    "phone_records": waiting(),
    "phone_records_vet": waiting_for_a_vet(),
    "deaths": _sum(Death.count).where(Death.at > _MONTH_AGO, Death.voided_at.is_(None)),
    "released": _sum(Released.count)
    .join(Release, Release.id == Released.release_id)
    .where(Release.at > _YEAR_AGO),
}


@cache
def _statement(keys: tuple[str, ...]) -> sa.Select[Any]:
    """Written once for each set of numbers: that takes longer than the database's answer."""
    return sa.select(*(COUNTS[key].scalar_subquery().label(key) for key in keys))


def counted(keys: tuple[str, ...], at: datetime) -> dict[str, int]:
    """These numbers, in one statement."""
    if not keys:
        return {}
    today, month, year = clock.today(at), timedelta(days=30), timedelta(days=365)
    open_ = {"at": at, "today": today, "month_on": today + month, "month_ago": at - month,
             "year_ago": at - year}  # fmt: skip
    row = rows(_statement(keys), **open_)[0]
    return {key: int(value or 0) for key, value in row._mapping.items()}
