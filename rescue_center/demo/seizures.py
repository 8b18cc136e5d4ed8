"""The invented seizures of the last months: declared, received with differences, in quarantine in
all states of its clock."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals import corrections, differences, intake
from rescue_center.animals.intake import Received
from rescue_center.animals.models import Animal
from rescue_center.animals.rules import place_case_hold
from rescue_center.cases import order_rules
from rescue_center.cases import rules as cases
from rescue_center.cases.facts import AgencyFacts, CaseFacts, LineFacts, OrderFacts
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db
from rescue_center.demo import stories
from rescue_center.demo.residents import Residents
from rescue_center.demo.stories import DAY, HOUR, SEXES, Telling, turn_page
from rescue_center.policy import Role


class Row(NamedTuple):
    """Who came how many days ago, with which share of results in; from which case, to which room;
    how many more were declared or came dead, and why."""

    species: str
    heads: int
    days: int
    share: float
    which: int
    room: int
    positive: bool = False
    short: int = 0
    dead: int = 0
    why: str = ""


ROWS = (
    Row("Macaca fascicularis", 3, 12, 0.2, 0, 0),
    Row("Hylobates pileatus", 2, 100, 1.0, 0, 1),
    Row("Nycticebus bengalensis", 1, 40, 0.5, 1, 2, dead=1,
        why="One loris was dead in the basket on arrival; necropsy asked for."),
    Row("Paradoxurus hermaphroditus", 3, 45, 1.0, 2, 3),
    Row("Viverra zibetha", 2, 9, 0.0, 2, 4, short=1,
        why="One broke out of its crate at the checkpoint, seen by Lt. Chea Samnang."),
    Row("Manis javanica", 1, 20, 0.4, 3, 5),
    Row("Python bivittatus", 2, 60, 0.6, 4, 6),
    Row("Ptyas mucosa", 12, 60, 0.6, 4, 7, short=2,
        why="Counted twice at the roadside: two sacks were opened again in the dark."),
    Row("Indotestudo elongata", 18, 35, 0.3, 5, 8, positive=True, dead=2,
        why="Two died on the road of crushing; photographed and kept cold."),
    Row("Cuora amboinensis", 14, 35, 0.3, 5, 9, short=1),
    Row("Heosemys grandis", 9, 8, 0.0, 5, 9),
    Row("Psittacula alexandri", 9, 30, 0.5, 6, 10),
    Row("Gracula religiosa", 6, 2, 0.0, 6, 10),
)  # fmt: skip
TOWNS = (
    ("Poipet", "Two crates under a tarpaulin on a pick-up that did not stop at the checkpoint."),
    ("Kampong Thom", "A basket on a motorcycle taxi, reported by a passer-by."),
    ("Kratie", "Wire cages behind the seats of a night bus."),
    ("Pailin", "A sack in the luggage hold; the driver says that he was paid to carry it."),
    ("Koh Kong", "Net bags among ice boxes on a fish lorry."),
    ("Svay Rieng", "Sacks of turtles and tortoises in a minivan on the way to the border."),
    ("Takeo", "Small cages in the boot of a car, under clothes."),
)


def quarantined(tell: Telling, wanted: dict[str, Residents], here: dict[str, int]) -> None:
    """A recent seizure for each case number; clocks in all states, one restarted, one positive."""
    opened = [_open(tell, wanted, which) for which in range(len(TOWNS))]
    for row in sorted(ROWS, key=lambda row: -row.days):
        case = opened[row.which]
        for animal in _receive(tell, case, row):
            unit = tell.places.units["Q"][row.room]
            kept = stories.quarantine_of(tell, animal, unit, animal.admitted_at + 2 * HOUR)
            if not animal.is_lot:
                stories.weigh(tell, animal, kept.began_at, 1)
            stories.run_tests(tell, kept, share=row.share, positive=row.positive)
        here[row.species] += row.heads
        turn_page()
    _orders(tell, opened)


def _open(tell: Telling, wanted: dict[str, Residents], which: int) -> Case:
    town, summary = TOWNS[which]
    rows = [row for row in ROWS if row.which == which]
    at = tell.ago(max(row.days for row in rows) + 0.6)
    return cases.open_case(
        CaseFacts(
            title=f"Road check near {town}", happened_on=clock.today(at), precision="day",
            country="KH", place=f"{town} (invented for the demo)", location_type="ROADBLOCK",
            persons_apprehended=1 + which % 3, summary=summary, source="Invented for the demo",
            agencies=(AgencyFacts("Forestry Administration", "arrest", "Lt. Chea Samnang"),),
        ),
        by=tell.people[Role.REGISTRAR], at=at,
        lines=[
            LineFacts(
                declared_name=tell.taxa[row.species].label.lower(), declared_scientific=row.species,
                taxon=tell.taxa[row.species], quantity=row.heads + row.short + row.dead,
            )
            for row in rows
        ],
    )  # fmt: skip


def _receive(tell: Telling, case: Case, row: Row) -> list[Animal]:
    """What came of one line; few are individuals with names, many are a lot."""
    line = db.session.scalars(
        sa.select(ManifestLine)
        .where(ManifestLine.case_id == case.id, ManifestLine.declared_scientific == row.species)
    ).one()  # fmt: skip
    by, at = tell.people[Role.REGISTRAR], max(tell.ago(row.days), case.opened_at + HOUR)
    parts = [row.heads] if row.heads > 3 else [1] * row.heads
    came = intake.receive(
        case, by=by, at=at, delivered_by="Lt. Chea Samnang", agency="Forestry Administration",
        container="Wire cages and sacks", condition="Thirsty, stressed, some with rubbed noses.",
        lines=[
            Received(
                line=line, alive=n, dead=row.dead if first == 0 else 0,
                sex="mixed" if n > 1 else tell.dice.choice(SEXES),
                age_class="mixed" if n > 1 else tell.dice.choice(("juvenile", "adult")),
            )
            for first, n in enumerate(parts)
        ],
    )  # fmt: skip
    animals = [one.alive_animal for one in came.lines if one.alive_animal is not None]
    for animal in animals:
        if not animal.is_lot:
            corrections.amend(animal, {"name": tell.names()}, by=by, at=at + HOUR)
    if row.why:
        differences.explain_difference(case, line=line, explanation=row.why, by=by, at=at + DAY / 2)
    return animals


def _orders(tell: Telling, opened: list[Case]) -> None:
    """Every second case is held as evidence, by an order."""
    boss = tell.people[Role.OFFICER]
    for n, case in enumerate(opened[::2]):
        at = case.opened_at + 3 * DAY
        order_rules.add_order(
            case,
            OrderFacts(
                kind="place_hold", authority="Provincial Court of First Instance",
                reference=f"{40 + n}/{at.year}", issued_on=clock.today(at),
                signed_by="Judge Heng Sopheak", scope="All live animals of the case",
            ),
            by=boss, at=at,
        )  # fmt: skip
        place_case_hold(case, by=boss, at=tell.now - HOUR, reason="Live evidence until trial")
