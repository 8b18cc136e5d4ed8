"""What a row of animals means here: which species, case and enclosure it names, since when; and why
it cannot stand beside the other rows and what is recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rescue_center import clock
from rescue_center.animals.life import Stage
from rescue_center.care.weight_rules import refuse_absurd
from rescue_center.cases.models import Case
from rescue_center.db import fold
from rescue_center.errors import Refused
from rescue_center.exchange.animal_reading import AnimalFacts, last_day
from rescue_center.exchange.animal_taxa import AnimalNames, Named
from rescue_center.exchange.books import Books, Place
from rescue_center.exchange.cell import Unreadable
from rescue_center.forms.days import PartialDate


class Wrong(ValueError):
    """Why a row cannot be stored, and the column that says so."""

    def __init__(self, column: str, sentence: str):
        super().__init__(sentence)
        self.column = column


@dataclass
class Meant:
    """One row to be stored: its facts, and what they mean here."""

    facts: AnimalFacts
    ref: str
    named: Named
    status: Stage
    came_at: datetime
    since: datetime
    weighed_at: datetime
    case_id: int | None = None
    place: Place | None = None
    doubts: list[str] = field(default_factory=list)


class Meaning:
    """The meaning of the rows of one file, each seen beside those before it."""

    def __init__(self, rows: list[AnimalFacts], at: datetime):
        self.at = at
        self.books = Books(rows, at)
        self.names = AnimalNames()
        self._seen: dict[str, AnimalFacts] = {}
        self._chips: dict[str, AnimalFacts] = {}

    def recorded(self, facts: AnimalFacts) -> tuple[str, dict[str, str]] | None:
        """The accession number and the words of a row that was taken in before."""
        return self.books.recorded.get(self.books.refs[facts.row][0])

    def of(self, facts: AnimalFacts) -> Meant:
        """What a row means. Wrong where it cannot be."""
        ref, nth = self.books.refs[facts.row]
        self._refuse_twin(facts, ref)
        self._refuse_carried(facts)
        named = self._named(facts)
        doubts = ["another row says just the same: two animals?"] if nth > 1 else []
        case = self._case(facts, doubts)
        came = _came(facts, case, doubts)
        came_at = self._noon(came) if came else self.at
        since = self._noon(facts.since) if facts.since else came_at
        weighed = self._noon(facts.weighed) if facts.weighed else came_at
        return Meant(
            facts, ref, named, facts.stage, came_at, max(since, came_at), max(weighed, came_at),
            case.id if case else None, doubts=[*facts.doubts, *named.doubts, *doubts],
        )  # fmt: skip

    def see(self, facts: AnimalFacts) -> None:
        """Remember a row that is stored, or will be."""
        self._seen[self.books.refs[facts.row][0]] = facts
        self._chips.update((chip.code, facts) for chip in facts.chips)

    def settle(self, row: Meant) -> None:
        """Give a row its place, and the stage that goes with it."""
        if row.facts.enclosure:
            self._place(row)
        self._settle_stage(row)

    def _refuse_twin(self, facts: AnimalFacts, ref: str) -> None:
        if twin := self._seen.get(ref):
            same = twin.said == facts.said
            raise Wrong("number", f"It says the same as row {twin.row}." if same else (
                f"Row {twin.row} has this number too: give each animal its own."))  # fmt: skip

    def _named(self, facts: AnimalFacts) -> Named:
        try:
            named = self.names.read(facts.common, facts.scientific)
        except Unreadable as reason:
            column = "scientific_name" if facts.scientific else "species"
            raise Wrong(column, str(reason)) from None
        if named.known is not None and facts.weight_g:
            try:
                refuse_absurd(named.known, facts.weight_g)
            except Refused as refused:
                column = "weight_g" if "weight_g" in facts.written else "weight_kg"
                raise Wrong(column, refused.sentence) from None
        return named

    def _refuse_carried(self, facts: AnimalFacts) -> None:
        for chip in facts.chips:
            if twin := self._chips.get(chip.code):
                raise Wrong("microchip", f"Row {twin.row} has this chip too: which is right?")
            if accession := self.books.chips.get(chip.code):
                raise Wrong("microchip", f"This chip belongs to {accession} already.")

    def _case(self, facts: AnimalFacts, doubts: list[str]) -> Case | None:
        if not facts.case_number:
            return None
        case = self.books.cases.get(facts.case_number)
        if case is None:
            doubts.append(f"case “{facts.case_number}” is not recorded")
        elif case.is_void:
            raise Wrong("case_number", f"Case {case.number} was struck out.")
        return case

    def _noon(self, day: PartialDate) -> datetime:
        return min(clock.start_of(day.day) + timedelta(hours=12), self.at)

    def _place(self, row: Meant) -> None:
        """Its enclosure, where there is one with room; else the doubt."""
        typed = row.facts.enclosure
        place = self.books.places.get(fold(typed))
        if place is None:
            row.doubts.append(f"there is no enclosure “{typed}”: not housed")
        elif place.against:
            row.doubts.append(f"{place.against}: not housed")
        elif place.room < row.facts.count:
            left = f"has room for {place.room}" if place.room > 0 else "is full"
            row.doubts.append(f"{place.code} {left}: not housed")
        else:
            place.room -= row.facts.count
            row.place = place

    def _settle_stage(self, row: Meant) -> None:
        """Quarantine is behind its line, and only there."""
        behind = row.place is not None and row.place.is_quarantine
        if behind and row.status is Stage.ADMITTED:
            row.status = Stage.QUARANTINE
            row.doubts.append("it is housed in quarantine: its quarantine begins")
        elif row.status is Stage.QUARANTINE and not behind:
            row.status = Stage.ADMITTED
            row.doubts.append("no quarantine enclosure is named: begin its quarantine on its page")
        elif behind and row.status is not Stage.QUARANTINE and row.place is not None:
            row.doubts.append(f"{row.place.code} is for quarantine, and it is in none: not housed")
            row.place.room += row.facts.count
            row.place = None


def _came(facts: AnimalFacts, case: Case | None, doubts: list[str]) -> PartialDate | None:
    """The day it came, which is never before its case happened."""
    came, happened_on = facts.received, case.happened_on if case else None
    if case is None or happened_on is None:
        return came
    if came is None:
        doubts.append("it is taken to have come on the day of its case")
        return PartialDate(happened_on, "day")
    if came.day >= happened_on:
        return came
    if last_day(came) < happened_on:
        raise Wrong("received_on", (
            f"Case {case.number} happened on {clock.day_text(happened_on)}; its animals cannot "
            "have come before that."
        ))  # fmt: skip
    return PartialDate(happened_on, came.precision)
