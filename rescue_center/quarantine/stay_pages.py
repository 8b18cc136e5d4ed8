"""The board, one quarantine, and the ways in and out of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import g, render_template, request

from rescue_center import clock, panels, policy
from rescue_center.animals.life import Stage
from rescue_center.animals.pages import record_url
from rescue_center.answers import answer
from rescue_center.cases.models import CourtOrder
from rescue_center.db import db
from rescue_center.enclosures import queries as places
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.rules import room_at
from rescue_center.policy import Facts, Role, allow
from rescue_center.quarantine import board as boards
from rescue_center.quarantine import (
    board_queries,
    cells,
    event_queries,
    exemption_rules,
    exposures,
    forms,
    ground_queries,
    queries,
    rules,
)
from rescue_center.quarantine.address import READERS, animal_or_404, bp, url_of
from rescue_center.quarantine.board_queries import SHOWN, Group
from rescue_center.quarantine.counting import scope_words
from rescue_center.quarantine.event_models import AdverseEvent
from rescue_center.quarantine.models import Quarantine
from rescue_center.species.models import TaxonGroup
from rescue_center.staff.models import Person
from rescue_center.tongues import phrase
from rescue_center.web import may

#: Records on one page of the board; a cohort is never parted.
FULL = 25


@bp.get("/quarantine")
@allow(*READERS)
def board() -> str:
    """Every cohort: its days, its tests, what stands in the way."""
    at = clock.now()
    show = request.args.get("show", "all")
    show = show if show in SHOWN else "all"
    every = board_queries.groups(at)
    groups = [group for group in every if group.records[show]]
    pages = paged(groups, show)
    number = min(max(1, request.args.get("page", 1, int)), len(pages))
    events = ground_queries.live_events(at)
    cohorts = _cohorts(pages[number - 1], show, events, at)
    clinical = policy.sees(g.staff.roles, Facts.CLINICAL)
    return render_template(
        "quarantine/board.html", at=at, show=show, shown=SHOWN, cohorts=cohorts, groups=groups,
        counts={name: sum(group.records[name] for group in every) for name in SHOWN},
        total=sum(group.heads[show] for group in groups), page=number, pages=len(pages),
        restarts=board_queries.restarts([c.latest.quarantine.id for c in cohorts]),
        out=board_queries.to_move_out(), events=[e for e in events if e.closed_at is None],
        stopped=event_queries.stopped_units(), clinical=clinical,
        cell=cells.drawing(may, clinical=clinical),
    )  # fmt: skip


def _cohorts(
    groups: Sequence[Group], show: str, events: Sequence[AdverseEvent], at: datetime
) -> list[boards.Cohort]:
    found = board_queries.patients(groups, show, at)
    stopped = {group.unit_id: group.stopped_by for group in groups}
    undecided = {patient.id: exposures.sources(patient.undecided) for patient in found}
    standings = ground_queries.standings(found, events, stopped, undecided, at)
    return boards.cohorts(groups, standings, at)


def paged(groups: Sequence[Group], show: str) -> list[list[Group]]:
    """Cohorts by page: whole ones, until a page is full."""
    pages: list[list[Group]] = [[]]
    size = 0
    for group in groups:
        if pages[-1] and size + group.records[show] > FULL:
            pages.append([])
            size = 0
        pages[-1].append(group)
        size += group.records[show]
    return pages


@bp.get("/quarantine/<int:quarantine_id>")
@allow(*READERS)
def show(quarantine_id: int) -> str:
    """One quarantine: its clock and why, its tests, its events, what blocks it."""
    at = clock.now()
    q = queries.get_or_404(quarantine_id)
    standing = ground_queries.standing(q, at)
    return render_template(
        "quarantine/show.html", q=q, at=at, standing=standing, story=queries.clock_story(q),
        tests=[(test, boards.state_of(test, clock.today(at))) for test in q.tests],
        events=event_queries.events_of(q), exposures=event_queries.exposures_of(q.animal_id),
        pill_of=boards.pill_of, clinical=policy.sees(g.staff.roles, Facts.CLINICAL),
        suggested=boards.suggested(q.animal), scope=scope_words(q.scope_key),
        panels=panels.of("quarantine", q),
    )  # fmt: skip


# --- in -----------------------------------------------------------------------------------------


@bp.route("/animals/<accession>/quarantine/new", methods=["GET", "POST"])
@allow("vet", "keeper", "registrar", "manager", "coordinator")
def begin(accession: str) -> Any:
    """Begin the quarantine of an animal or lot."""
    animal, at = animal_or_404(accession), clock.now()
    units = {unit.id: unit for unit in places.open_enclosures(quarantine=True)}
    form = forms.BeginForm.posted(data={"at": at})
    form.unit.choices = _units(list(units.values()))
    if animal.taxon.group is not None and Role.VET not in g.staff.roles:
        del form.group, form.group_reason  # a vet's decision
    else:
        form.group.choices = _protocols()

    def act() -> Quarantine:
        assert animal.stay is not None  # noqa: S101 (animal_or_404)
        chosen = form.group.data if "group" in form else None
        return rules.begin(
            animal.stay, units[form.unit.data], by=g.staff, at=form.at.data,
            group=_one(TaxonGroup, chosen),
            group_reason=form.group_reason.data if chosen else "",
            uncleaned_reason=form.uncleaned_reason.data,
        )  # fmt: skip

    return answer(
        form, act, "quarantine/begin.html", to=url_of, facts=lambda: {"animal": animal},
        said=lambda q: f"{animal.label} is in quarantine until {clock.day_text(q.min_end)} "
        "at least.",
    )  # fmt: skip


def _protocols() -> list[tuple[int, str]]:
    return [
        (group.id, phrase("{group}: {n} days", group=group.label, n=group.min_days))
        for group in queries.protocols()
    ]


def _units(units: Sequence[Unit]) -> list[tuple[int, str]]:
    at, inside = clock.now(), queries.sharing([unit.id for unit in units])
    words = []
    for unit in units:
        room = max(0, room_at(unit, at))
        who = [f"{heads} {scope_words(scope)}" for scope, heads in inside.get(unit.id, ())]
        company = phrase("with {who}", who=", ".join(who)) if who else phrase("Empty").lower()
        words.append((unit.id, f"{unit.label} · {phrase('room for {n}', n=room)} · {company}"))
    return words


@bp.route("/animals/<accession>/quarantine/exemption", methods=["GET", "POST"])
@allow("vet")
def exempt(accession: str) -> Any:
    """Say that no quarantine is needed."""
    animal, form = animal_or_404(accession), forms.ReasonForm.posted()
    return answer(
        form,
        lambda: exemption_rules.exempt(
            animal, reason=form.reason.data, by=g.staff, at=clock.now()
        ),
        "quarantine/exempt.html", to=lambda _: record_url(animal),
        said=lambda _: f"{animal.label} needs no quarantine; that is on its record.",
        facts=lambda: {"animal": animal},
    )  # fmt: skip


# --- out ----------------------------------------------------------------------------------------


@bp.route("/quarantine/<int:quarantine_id>/clearance", methods=["GET", "POST"])
@allow("vet")
def clear(quarantine_id: int) -> Any:
    """Sign a clearance."""
    q, form = queries.get_or_404(quarantine_id), forms.ClearForm.posted(data={"at": clock.now()})
    return answer(
        form, lambda: rules.clear(q, to=Stage(form.to.data), by=g.staff, at=form.at.data),
        "quarantine/clear.html", to=lambda _: record_url(q.animal),
        said=lambda _: f"{q.animal.label} is cleared from quarantine. Move it out of "
        f"{q.unit.code} next.",
        facts=lambda: {"q": q, "against": rules.blockers(q, clock.now())},
    )  # fmt: skip


@bp.route("/quarantine/<int:quarantine_id>/early-exit", methods=["GET", "POST"])
@allow("vet")
def early_exit(quarantine_id: int) -> Any:
    """Let an animal leave before it is cleared."""
    q, at = queries.get_or_404(quarantine_id), clock.now()
    form = forms.EarlyExitForm.posted(data={"at": at})
    form.consent_by.choices = [(p.id, p.name) for p in queries.consenting(at)]
    orders = [o for o in q.animal.case.orders if not o.is_void] if q.animal.case else []
    form.order.choices = [(o.id, f"{o.authority}, {o.reference}") for o in orders]
    return answer(
        form,
        lambda: rules.early_exit(
            q, to=Stage(form.to.data), by=g.staff, at=form.at.data, reason=form.reason.data,
            authority=form.authority.data, consent_by=_one(Person, form.consent_by.data),
            order=_one(CourtOrder, form.order.data),
        ),
        "quarantine/early_exit.html", to=lambda _: record_url(q.animal),
        said=lambda _: f"{q.animal.label} left quarantine early.",
        facts=lambda: {"q": q, "against": rules.blockers(q, at)},
    )  # fmt: skip


def _one(model: Any, key: int | None) -> Any:
    return db.session.get(model, key) if key else None


@bp.route("/quarantine/<int:quarantine_id>/prolong", methods=["GET", "POST"])
@allow("vet")
def prolong(quarantine_id: int) -> Any:
    """Raise the minimum number of days."""
    q, form = queries.get_or_404(quarantine_id), forms.ProlongForm.posted()
    return answer(
        form,
        lambda: rules.prolong(
            q, form.days.data, reason=form.reason.data, by=g.staff, at=clock.now()
        ),
        "quarantine/prolong.html", to=lambda _: url_of(q), facts=lambda: {"q": q},
        said=lambda _: f"{q.animal.label} stays until {clock.day_text(q.min_end)} at least.",
    )  # fmt: skip
