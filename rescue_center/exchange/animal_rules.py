"""Taking animals of the old books onto ours: some hundred rows at a time, each row whole, by the
same verbs that the forms call.

`store_animals` stops after each part of the file so that its caller can commit: others wait for
the database no longer than a part takes, and what was taken in before a power cut is taken in
whole. The second import of the file then goes on where the first one stopped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from rescue_center import journal
from rescue_center.animals import chips
from rescue_center.animals.admission import Newcomer, admit_all
from rescue_center.animals.life import Stage
from rescue_center.animals.marks import Reading, add_marks
from rescue_center.animals.models import Animal
from rescue_center.care.first_weights import FirstWeight, weigh_first
from rescue_center.cases.models import Case
from rescue_center.db import db, lock_all
from rescue_center.errors import Refused, explain
from rescue_center.exchange.accounts import refusal
from rescue_center.exchange.animal_meaning import Meant
from rescue_center.exchange.animal_places import place_all
from rescue_center.exchange.animal_plan import AnimalPlan
from rescue_center.exchange.animal_taxa import taxon_ids
from rescue_center.exchange.models import ImportRun, OldRecord
from rescue_center.exchange.sheet import Report
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

explain("old_record_is_append_only", "What the old books say is never changed.")
explain("uq_old_record_ref", "Somebody took this row in a moment ago.")
explain("uq_old_record_animal_id", "This animal has its row of the old books already.")

#: Rows that are written together: about a second's work.
PART = 250


def store_animals(
    plan: AnimalPlan, *, file_name: str, raw: bytes, by: Person | None, at: datetime
) -> Iterator[None]:
    """Store what the plan says, part by part, and at the end what became of each row. Commit after
    each part, or once after the last. A row that is refused meanwhile is reported."""
    if not plan.rows:
        return
    by_id = by.id if by else None
    ids = taxon_ids((row.named for row in plan.rows), by=by, at=at)
    rows = sorted(plan.rows, key=lambda row: (row.place.code if row.place else "", row.facts.row))
    for start in range(0, len(rows), PART):
        part = rows[start : start + PART]
        refused = _store_part(part, ids, file_name=file_name[:200], by_id=by_id, at=at)
        plan.reports += refused
        gone = {report.row for report in refused}
        plan.rows = [row for row in plan.rows if row.facts.row not in gone]
        yield
    plan.reports.sort(key=lambda report: report.row)
    _write_run(plan, file_name[:200], raw, by_id, at)
    yield


def _store_part(
    part: Sequence[Meant], ids: dict[str, int], *, file_name: str, by_id: int | None, at: datetime
) -> list[Report]:
    """Store these rows, all at once; where one is refused, each by itself."""
    try:
        with db.session.begin_nested():
            said = _take_in(part, ids, file_name=file_name, by_id=by_id, at=at)
    except (Refused, DBAPIError) as error:
        refused = refusal(error)
    else:
        for row, doubts in zip(part, said, strict=True):
            row.doubts = doubts
        return []
    if len(part) == 1:
        return [Report(part[0].facts.row, refused.field or "species", refused.sentence)]
    half = len(part) // 2
    return [
        report
        for some in (part[:half], part[half:])
        for report in _store_part(some, ids, file_name=file_name, by_id=by_id, at=at)
    ]


def _take_in(
    part: Sequence[Meant], ids: dict[str, int], *, file_name: str, by_id: int | None, at: datetime
) -> list[list[str]]:
    """Admit, mark, weigh and house the animals of these rows, and keep what the old books say.
    Returns what is in doubt of each."""
    by = db.session.get(Person, by_id) if by_id else None
    taxa = _by_id(Taxon, {ids[row.named.name] for row in part})
    cases = _by_id(Case, {row.case_id for row in part if row.case_id})
    animals = admit_all(
        [_newcomer(row, taxa[ids[row.named.name]], cases.get(row.case_id or 0)) for row in part],
        by=by,
    )
    counted = dict(zip((animal.id for animal in animals), part, strict=True))
    add_marks([(a, mark) for a, row in zip(animals, part, strict=True) for mark in _marks(row)],
              by=by, at=at)  # fmt: skip
    doubts = _weigh(animals, part, by=by, at=at)
    lock_all(Animal, counted)
    unhoused = place_all(list(zip(animals, part, strict=True)), by=by, at=at)
    said = [
        [*row.doubts, *doubts.get(animal.id, ()), *unhoused.get(animal.id, ())]
        for animal, row in zip(animals, part, strict=True)
    ]
    db.session.add_all(
        _old_record(animal, row, in_doubt, file_name, at)
        for animal, row, in_doubt in zip(animals, part, said, strict=True)
    )
    db.session.flush()
    return said


def _by_id(model: Any, ids: set[int]) -> dict[int, Any]:
    return {one.id: one for one in db.session.scalars(sa.select(model).where(model.id.in_(ids)))}


def _newcomer(row: Meant, taxon: Taxon, case: Case | None) -> Newcomer:
    facts = row.facts
    notes = [facts.notes, f"Origin: {facts.origin}." if facts.origin else ""]
    quarantine = row.status is Stage.QUARANTINE
    return Newcomer(
        taxon=taxon, count=facts.count, at=row.came_at, case=case, sex=facts.sex,
        age_class=facts.age_class, name=facts.name, qualifier=row.named.qualifier,
        basis=f"The old books: {facts.common or facts.scientific}",
        notes="\n".join(filter(None, notes)),
        stage=Stage.ADMITTED if quarantine else row.status,
        stage_since=row.came_at if quarantine else row.since, taken_over=True,
    )  # fmt: skip


def _marks(row: Meant) -> Iterator[Reading]:
    for chip in row.facts.chips:
        yield Reading("microchip", chip.code, scanned=True, other_standard=chip.other_standard)
    for kind, codes in (("ring", row.facts.rings), ("tattoo", row.facts.tattoos)):
        for code in codes:
            yield Reading(kind, code)
    if row.facts.marks:
        yield Reading("other", description=row.facts.marks)


def _weigh(
    animals: Sequence[Animal], part: Sequence[Meant], *, by: Person | None, at: datetime
) -> dict[int, list[str]]:
    """Record the weights; returns what is unusual about them, by animal."""
    readings = [
        FirstWeight(animal, row.facts.weight_g, row.weighed_at,
                    row.facts.count if animal.is_lot else None)
        for animal, row in zip(animals, part, strict=True)
        if row.facts.weight_g
    ]  # fmt: skip
    weighed = weigh_first(readings, by=by, recorded_at=at)
    return {weight.animal_id: doubts for weight, doubts in weighed}


def _old_record(
    animal: Animal, row: Meant, doubts: list[str], file_name: str, at: datetime
) -> OldRecord:
    number = row.facts.number
    return OldRecord(
        animal=animal, ref=row.ref, number=number, number_key=chips.key_of(number)[:60],
        written=row.facts.written, doubts=doubts, file_name=file_name, row=row.facts.row, at=at,
    )  # fmt: skip


def _write_run(
    plan: AnimalPlan, file_name: str, raw: bytes, by_id: int | None, at: datetime
) -> None:
    run = ImportRun(
        kind="animals", file_name=file_name, sha256=hashlib.sha256(raw).hexdigest(), at=at,
        by_id=by_id, total=plan.total, stored=plan.stored, already=plan.already,
        reported=plan.reported, reports=plan.told,
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    by = db.session.get(Person, by_id) if by_id else None
    journal.record("imported animals", run, by=by, at=at, reason=run.file_name,
                   after={"rows": plan.sentence, "sha256": run.sha256})  # fmt: skip
    plan.run_id = run.id
