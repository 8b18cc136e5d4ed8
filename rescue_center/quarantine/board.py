"""The quarantine board: cohorts with their animals, tests and blockers, for the screen.

What may be seen of results is decided here: who does not see clinical facts reads that a result is
there, not what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.quarantine.board_queries import Group
from rescue_center.quarantine.clearance import Blocker, RoundFacts, Standing, is_settled
from rescue_center.quarantine.samples import sample_size
from rescue_center.tongues import phrase

#: The states of a test as a board shows them: the pill's kind, and the word.
STATES = {
    "planned": ("planned", "Planned"),
    "due": ("due", "Due"),
    "overdue": ("overdue", "Overdue"),
    "pending": ("pending", "Result pending"),
    "negative": ("done", "Negative"),
    "acceptable": ("done", "Acceptable"),
    "positive": ("problem", "Positive"),
    "inconclusive": ("problem", "Inconclusive"),
    "waived": ("skipped", "Waived"),
    "void": ("void", "Struck out"),
}
HIDDEN = ("note", "Result in")


def state_of(test: Any, today: date) -> str:
    """The state of a test today: one of STATES."""
    state: str = test.state
    if state != "planned":
        return state
    if test.due_on < today:
        return "overdue"
    return "due" if test.due_on == today else "planned"


def pill_of(state: str, clinical: bool) -> tuple[str, str]:
    """How a state is shown to somebody who does or does not see clinical facts."""
    if not clinical and state in ("negative", "acceptable", "positive", "inconclusive"):
        state, words = HIDDEN
    else:
        state, words = STATES[state]
    return state, phrase(words)


@dataclass(frozen=True)
class Cell:
    """All rounds of one test of one animal: the one that matters now, and how far it is."""

    test: RoundFacts
    state: str
    done: int
    rounds: int


@dataclass
class Line:
    """One animal of a cohort."""

    standing: Standing
    cells: dict[str, Cell]

    @cached_property
    def blockers(self) -> list[Blocker]:
        """Why it cannot be cleared, but for the days, which the bar shows."""
        return [b for b in self.standing.blockers if b.key != "days"]

    @cached_property
    def shortly(self) -> tuple[list[Blocker], int]:
        """What to read first of them: bad results and events, then the next test; and how many
        tests are left out, which the columns show."""
        tests = [b for b in self.blockers if b.key == "test"]
        bad = [b for b in tests if b.sentence.endswith(("positive.", "repeat it."))]
        told = bad or tests[:1]
        others = [b for b in self.blockers if b.key != "test"]
        return told + others, len(tests) - len(told)

    @property
    def is_clear(self) -> bool:
        """Whether a vet may sign."""
        return not self.standing.blockers


@dataclass
class Cohort:
    """Everything in one unit with one scope, or as much of it as a filter shows."""

    group: Group
    lines: list[Line] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Its anchor on the page."""
        return f"{self.group.code}-{self.group.scope}".lower().replace(":", "-").replace(" ", "-")

    @cached_property
    def columns(self) -> list[str]:
        """The tests of the cohort, in the order in which they fall due."""
        first: dict[str, date] = {}
        for line in self.lines:
            for name, cell in line.cells.items():
                first[name] = min(first.get(name, date.max), cell.test.due_on)
        return sorted(first, key=lambda name: (first[name], name))

    @cached_property
    def latest(self) -> Standing:
        """The animal that has longest to wait."""
        return max((line.standing for line in self.lines), key=lambda s: s.quarantine.min_end)

    @cached_property
    def share_one_clock(self) -> bool:
        """Whether all of them end on the same moment."""
        return len({line.standing.quarantine.min_end for line in self.lines}) == 1


def cohorts(groups: Iterable[Group], standings: Iterable[Standing], at: datetime) -> list[Cohort]:
    """The cohorts of a board with their animals, in the order given."""
    today = clock.today(at)
    found = {(group.unit_id, group.scope): Cohort(group) for group in groups}
    for standing in standings:
        q = standing.quarantine
        line = Line(standing, cells_of(standing.grounds.tests, today))
        found[q.unit_id, q.scope_key].lines.append(line)
    return [cohort for cohort in found.values() if cohort.lines]


def cells_of(tests: Sequence[RoundFacts], today: date) -> dict[str, Cell]:
    """Each test by name, with the round that matters: the first unsettled one, else the last."""
    by_name: dict[str, list[RoundFacts]] = {}
    for test in tests:
        by_name.setdefault(test.name, []).append(test)
    cells = {}
    for name, rounds in by_name.items():
        rounds.sort(key=lambda t: t.round)
        unsettled = [t for t in rounds if not is_settled(t)]
        shown = unsettled[0] if unsettled else rounds[-1]
        done = len(rounds) - len(unsettled)
        cells[name] = Cell(shown, state_of(shown, today), done, len(rounds))
    return cells


def suggested(animal: Animal) -> int | None:
    """How many of a lot to sample; nothing to suggest for an individual."""
    return sample_size(animal.count) if animal.is_lot else None
