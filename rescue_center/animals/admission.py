"""How an animal or a lot comes onto our books, and comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.holds import open_hold
from rescue_center.animals.ledger import count_anew
from rescue_center.animals.ledger_models import LedgerEntry
from rescue_center.animals.life import MAY_RETURN, TAKEN_OVER, Stage
from rescue_center.animals.models import AGES, SEXES, Animal, EpiGroup, Identification, Stay
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db, lock, next_number
from rescue_center.errors import Refused, explain
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

#: Asked why an animal that is in our care on the books is not here now: it is on its way, say.
away: list[Callable[[Animal], Sequence[str]]] = []

#: More than this in one record is a slip of the finger (the largest known seizure: 10,196).
MOST_IN_A_LOT = 100_000

explain("uq_stay_open", "This animal is in our care already.")
explain("stay_ends_after_it_began", "It cannot leave before it came. Check the date.")
explain("stay_ends_with_departure", "A stay ends with a departure, and only so.")


@dataclass(frozen=True)
class Newcomer:
    """An animal, or a lot of `count`, at the moment it came. An individual unless it is more than
    one, or `kind` says otherwise. `stage` is where the old books have one that is taken over."""

    taxon: Taxon
    count: int
    at: datetime
    case: Case | None = None
    line: ManifestLine | None = None
    kind: str | None = None
    how: str = "intake"
    ledger_kind: str = "receive"
    sex: str = "unknown"
    age_class: str = "unknown"
    name: str = ""
    qualifier: str = ""
    basis: str = ""
    epi_group: EpiGroup | None = None
    notes: str = ""
    dam: Animal | None = None
    stage: Stage = Stage.ADMITTED
    stage_since: datetime | None = None
    taken_over: bool = False

    @property
    def its_kind(self) -> str:
        """Individual or lot."""
        return self.kind or ("individual" if self.count == 1 else "lot")


def admit(*, taxon: Taxon, count: int, by: Person | None, at: datetime, **facts: Any) -> Animal:
    """Take an animal, or a lot of `count`, onto the books. `facts` are those of a `Newcomer`.

    The animals of a held case are held from the start."""
    return admit_all([Newcomer(taxon=taxon, count=count, at=at, **facts)], by=by)[0]


def admit_all(newcomers: Sequence[Newcomer], *, by: Person | None) -> list[Animal]:
    """Take many onto the books at once, as an import does: all of them or none."""
    cases = {one.case.id: one.case for one in newcomers if one.case is not None}
    lock(*(cases[key] for key in sorted(cases)))
    for one in newcomers:
        _check_admission(one.its_kind, one.count, one.case, one.at)
        check_description(one.its_kind, one.sex, one.age_class)
        if one.stage not in TAKEN_OVER:
            raise ValueError(f"nobody is taken over as {one.stage}")
    groups: dict[int, EpiGroup] = {}
    numbers = _accessions([clock.local(one.at).year for one in newcomers])
    stays = [
        _admitted(one, accession, groups, by=by)
        for one, accession in zip(newcomers, numbers, strict=True)
    ]
    animals = [stay.animal for stay in stays]
    count_anew(*animals, *stays)
    return animals


def _admitted(
    one: Newcomer, accession: str, groups: dict[int, EpiGroup], *, by: Person | None
) -> Stay:
    case, at = one.case, one.at
    group = one.epi_group or (groups.get(case.id) if case else None) or epi_group_of(case, at)
    if case is not None:
        groups.setdefault(case.id, group)
    animal = Animal(
        accession=accession, kind=one.its_kind, taxon=one.taxon, qualifier=one.qualifier,
        sex=one.sex, age_class=one.age_class, case=case, manifest_line=one.line, notes=one.notes,
        admitted_at=at, epi_group=group, dam=one.dam,
    )  # fmt: skip
    animal.rename(one.name.strip())
    stay = Stay(
        animal=animal, began_at=at, began_how=one.how, stage=one.stage.value,
        stage_since=one.stage_since or at,
        taken_over=one.taken_over or one.stage is not Stage.ADMITTED,
    )  # fmt: skip
    row = LedgerEntry(
        animal=animal, kind=one.ledger_kind, delta=one.count, at=at, by_id=by.id if by else None
    )
    db.session.add_all((animal, stay, row))
    identified(animal, one.taxon, one.qualifier, one.basis, by=by, at=at)
    journal.record(
        "admitted", animal, by=by, at=at, case=case,
        after={"species": one.taxon.scientific_name, "count": one.count, "how": one.how}
        | ({"stage": one.stage.value} if one.stage is not Stage.ADMITTED else {})
        | ({"taken over": "from the old books"} if stay.taken_over else {})
        | ({"born of": one.dam.accession} if one.dam else {}),
    )  # fmt: skip
    if case is not None and case.evidence_hold:
        open_hold(stay, case, by=by, at=at, reason=f"Evidence in case {case.number}")
    return stay


def next_accession(at: datetime) -> str:
    """The next accession number of the year of admission: `2026-00123`, without gaps."""
    return _accessions([clock.local(at).year])[0]


def _accessions(years: Sequence[int]) -> list[str]:
    """A number for each, consecutive within its year."""
    following = {
        year: next_number("accession", year, count=count)
        for year, count in sorted(Counter(years).items())
    }
    given = []
    for year in years:
        given.append(f"{year}-{following[year]:05d}")
        following[year] += 1
    return given


def _check_admission(kind: str, count: int, case: Case | None, at: datetime) -> None:
    if not 1 <= count <= MOST_IN_A_LOT:
        raise Refused(f"A count is from 1 to {MOST_IN_A_LOT:,}.", field="count")
    if kind == "individual" and count != 1:
        raise Refused("An individual is one animal. Admit several as a lot.", field="count")
    if case is None:
        return
    if case.is_void:
        raise Refused(f"Case {case.number} was struck out.", field="case")
    if case.happened_on is not None and clock.today(at) < case.happened_on:
        raise Refused(
            f"Case {case.number} happened on {clock.day_text(case.happened_on)}; "
            "its animals cannot have come before that.",
            field="at",
        )


def check_description(kind: str, sex: str, age_class: str) -> None:
    """Refuse a sex or an age class that is not in the list or does not fit an individual."""
    if sex not in SEXES:
        raise Refused("Choose a sex from the list.", field="sex")
    if age_class not in AGES:
        raise Refused("Choose an age class from the list.", field="age_class")
    if kind == "individual" and sex == "mixed":
        raise Refused("Only a lot can be of mixed sex.", field="sex")
    if kind == "individual" and age_class == "mixed":
        raise Refused("Only a lot can be of mixed age.", field="age_class")


def epi_group_of(case: Case | None, at: datetime) -> EpiGroup:
    """The epidemiological group of a case: one seizure is one group, across species. Without a
    case, a group of its own."""
    if case is not None:
        query = sa.select(EpiGroup).where(EpiGroup.case_id == case.id).order_by(EpiGroup.id)
        if group := db.session.scalars(query.limit(1)).first():
            return group
    return new_epi_group(case, at)


def new_epi_group(case: Case | None, at: datetime) -> EpiGroup:
    """A group that met no other: the first of a case, or a transport that came apart."""
    label = f"Case {case.number}" if case else "Admission"
    group = EpiGroup(case_id=case.id if case else None, label=f"{label}, {clock.day_text(at)}")
    db.session.add(group)
    return group


def new_stay(animal: Animal, *, by: Person | None, at: datetime, how: str = "recapture") -> Stay:
    """The same animal is in our care again; the verb that calls it posts the count.

    A hold that stood when it got away, or that its case has now, stands on the new stay."""
    if animal.case is not None:
        lock(animal.case)
    lock(animal)
    last = animal.stay
    if last is None or last.stage not in MAY_RETURN or last.ended_at is None:
        state = last.stage_label.lower() if last else "not known here"
        raise Refused(f"{animal.label} is {state}; it cannot begin a new stay.")
    if at < last.ended_at:
        raise Refused(
            f"{animal.label} left on {clock.moment_text(last.ended_at)}; "
            "it cannot have come back before that.",
            field="at",
        )
    lock(last)  # and see the holds that were placed on it meanwhile
    stay = Stay(
        animal=animal, number=last.number + 1, began_at=at, began_how=how, stage_since=at,
        stage=Stage.ADMITTED.value,
    )  # fmt: skip
    db.session.add(stay)
    journal.record("began a new stay", stay, by=by, at=at, after={"how": how})
    _hold_again(stay, last, by=by, at=at)
    count_anew(animal, stay)
    return stay


def _hold_again(stay: Stay, last: Stay, *, by: Person | None, at: datetime) -> None:
    for hold in last.open_holds:
        open_hold(stay, hold.case, by=by, at=at, reason=hold.reason, inherited_from=hold)
    case = stay.animal.case
    if case and case.evidence_hold and case.id not in {h.case_id for h in last.open_holds}:
        open_hold(stay, case, by=by, at=at, reason=f"Evidence in case {case.number}")


def identified(
    animal: Animal, taxon: Taxon, qualifier: str, basis: str, *, by: Person | None, at: datetime
) -> Identification:
    """Write down who said which species this is."""
    row = Identification(
        animal=animal, taxon=taxon, qualifier=qualifier, basis=basis[:300], at=at, by=by
    )
    db.session.add(row)
    return row


def refuse_void(animal: Animal) -> None:
    """Refuse to work on a record that was struck out."""
    if animal.is_void:
        raise Refused(f"{animal.accession} was struck out: {animal.void_reason}")


def refuse_away(animal: Animal) -> None:
    """Refuse what is only done to an animal that is here."""
    for ask in away:
        for why in ask(animal):
            raise Refused(why)


def refuse_departed(animal: Animal) -> None:
    """Refuse what is only done to an animal in our care."""
    stay = animal.stay
    if stay is None or not stay.is_open:
        state = stay.stage_label.lower() if stay else "not here"
        raise Refused(f"{animal.label} is no longer in our care: it is {state}.")
