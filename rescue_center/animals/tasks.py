"""The intake of a case as a list of tasks: what is done, what is open, what waits for what.

The tasks of other packages (tags, quarantine, receipt) are added by them, in `more`; one with the
key of a task below takes its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from rescue_center.animals.differences import Difference, differences
from rescue_center.animals.intake import arrivals
from rescue_center.animals.life import IN_CARE, Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.cases.models import Case
from rescue_center.db import db
from rescue_center.tongues import N_, phrase


@dataclass(frozen=True)
class Task:
    """One line of the list. `state` is a word of components/stage.html: done, partly, planned
    (to do), blocked (cannot start yet), problem; `words` says it more exactly."""

    key: str
    title: str
    state: str
    words: str = ""
    note: str = ""
    endpoint: str = ""
    values: dict[str, Any] = field(default_factory=dict)


ORDER = ("facts", "manifest", "received", "differences", "tags", "quarantine", "hold", "receipt")

more: list[Callable[[Case], Task]] = []


def intake_tasks(case: Case) -> list[Task]:
    """The tasks of a case's intake, in the order in which they are usually done."""
    compared = differences(case)
    came = len(arrivals(case))
    found = [
        _facts(case),
        _manifest(case),
        _received(case, compared, came),
        _differences(case, compared, came),
        _quarantine(case),
        _hold(case),
    ]
    by_key = {task.key: task for task in [*found, *(make(case) for make in more)]}
    return [by_key[key] for key in ORDER if key in by_key]


def _facts(case: Case) -> Task:
    missing = [
        word
        for word, known in ((N_("date"), case.happened_on), (N_("place"), case.place),
                            (N_("agency"), case.agencies))
        if not known
    ]  # fmt: skip
    return Task(
        "facts", "Facts of the seizure", "partly" if missing else "done",
        "Not complete" if missing else "Completed",
        phrase("Not known yet: {what}", what=", ".join(map(phrase, missing))) if missing else "",
        "cases.edit", {"number": case.number},
    )  # fmt: skip


def _manifest(case: Case) -> Task:
    n = len(case.open_lines)
    return Task(
        "manifest", "Species and counts as declared", "done" if n else "planned",
        "Completed" if n else "To do", _lines(n) if n else "",
        "cases.show" if n else "cases.add_line", {"number": case.number},
    )  # fmt: skip


def _lines(n: int) -> str:
    return phrase("1 line") if n == 1 else phrase("{n} lines", n=n)


def _received(case: Case, compared: list[Difference], came: int) -> Task:
    alive, dead = sum(d.alive for d in compared), sum(d.dead for d in compared)
    waiting = [d for d in compared if d.line is not None and not d.received]
    state, words = "done", "Completed"
    if not came:
        state, words = "planned", "To do"
    elif waiting:
        state, words = "partly", "Not complete"
    note = phrase("{alive} alive, {dead} dead", alive=f"{alive:,}", dead=f"{dead:,}")
    if came and waiting:
        note += f"; {phrase('nothing yet of {lines}', lines=_lines(len(waiting)))}"
    return Task("received", "Receive the animals", state, words, note if came else "",
                "animals.receive", {"number": case.number})  # fmt: skip


def _differences(case: Case, compared: list[Difference], came: int) -> Task:
    to_sign = sum(d.is_open for d in compared)
    state, words, note = "done", "Completed", ""
    if not came:
        state, words = "blocked", "Cannot start yet"
    elif to_sign:
        state, words = "problem", phrase("{n} to explain", n=to_sign)
    elif not any(d.differs for d in compared):
        note = phrase("What came is what was declared")
    return Task(
        "differences", "Differences, explained and signed", state, words, note,
        "animals.differences" if came else "", {"number": case.number},
    )  # fmt: skip


def _quarantine(case: Case) -> Task:
    stages: dict[str, int] = dict(
        db.session.execute(
            sa.select(Stay.stage, sa.func.count())
            .join(Animal)
            .where(Animal.case_id == case.id, Stay.stage.in_([s.value for s in IN_CARE]))
            .group_by(Stay.stage)
        ).all()
    )
    total, waiting = sum(stages.values()), stages.get(Stage.ADMITTED.value, 0)
    state, words = "done", "Completed"
    if not total:
        state, words = "blocked", "Cannot start yet"
    elif waiting == total:
        state, words = "planned", "To do"
    elif waiting:
        state, words = "partly", phrase("{n} of {all} records", n=total - waiting, all=total)
    return Task(
        "quarantine", "Quarantine", state, words, "",
        "animal_list.index" if waiting else "", {"case": case.number, "stage": "admitted"},
    )  # fmt: skip


def _hold(case: Case) -> Task:
    held = case.evidence_hold
    return Task(
        "hold", "Evidence hold", "done" if held else "planned",
        "Held as evidence" if held else "Not held", "",
        "animals.lift_case" if held else "animals.hold_case", {"number": case.number},
    )  # fmt: skip
