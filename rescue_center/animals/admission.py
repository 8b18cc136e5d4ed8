"""How an animal or a lot comes onto our books, and comes back."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.holds import open_hold
from rescue_center.animals.ledger import count_anew
from rescue_center.animals.ledger_models import LedgerEntry
from rescue_center.animals.life import MAY_RETURN, Stage
from rescue_center.animals.models import AGES, SEXES, Animal, EpiGroup, Identification, Stay
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db, lock, next_number
from rescue_center.errors import Refused, explain
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

#: More than this in one record is a slip of the finger (the largest known seizure: 10,196).
MOST_IN_A_LOT = 100_000

explain("uq_stay_open", "This animal is in our care already.")
explain("stay_ends_after_it_began", "It cannot leave before it came. Check the date.")
explain("stay_ends_with_departure", "A stay ends with a departure, and only so.")


def admit(
    *,
    taxon: Taxon,
    count: int,
    by: Person | None,
    at: datetime,
    case: Case | None = None,
    line: ManifestLine | None = None,
    kind: str | None = None,
    how: str = "intake",
    ledger_kind: str = "receive",
    sex: str = "unknown",
    age_class: str = "unknown",
    name: str = "",
    qualifier: str = "",
    basis: str = "",
    epi_group: EpiGroup | None = None,
    notes: str = "",
) -> Animal:
    """Take an animal, or a lot of `count`, onto the books at the moment it came.

    An individual unless it is more than one (or `kind` says otherwise). The animals of a held
    case are held from the start."""
    if case is not None:
        lock(case)
    kind = kind or ("individual" if count == 1 else "lot")
    _check_admission(kind, count, case, at)
    check_description(kind, sex, age_class)
    animal = Animal(
        accession=next_accession(at), kind=kind, taxon=taxon, qualifier=qualifier, sex=sex,
        age_class=age_class, case=case, manifest_line=line, notes=notes, admitted_at=at,
        epi_group=epi_group or epi_group_of(case, at),
    )  # fmt: skip
    animal.rename(name.strip())
    stay = Stay(animal=animal, began_at=at, began_how=how, stage_since=at)
    db.session.add_all((animal, stay))
    identified(animal, taxon, qualifier, basis, by=by, at=at)
    db.session.add(
        LedgerEntry(
            animal=animal, kind=ledger_kind, delta=count, at=at, by_id=by.id if by else None
        )
    )
    journal.record(
        "admitted", animal, by=by, at=at, case=case,
        after={"species": taxon.scientific_name, "count": count, "how": how},
    )  # fmt: skip
    if case is not None and case.evidence_hold:
        open_hold(stay, case, by=by, at=at, reason=f"Evidence in case {case.number}")
    count_anew(animal, stay)
    return animal


def next_accession(at: datetime) -> str:
    """The next accession number of the year of admission: `2026-00123`, without gaps."""
    year = clock.local(at).year
    return f"{year}-{next_number('accession', year):05d}"


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


def refuse_departed(animal: Animal) -> None:
    """Refuse what is only done to an animal in our care."""
    stay = animal.stay
    if stay is None or not stay.is_open:
        state = stay.stage_label.lower() if stay else "not here"
        raise Refused(f"{animal.label} is no longer in our care: it is {state}.")
